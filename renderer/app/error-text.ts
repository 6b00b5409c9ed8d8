import type { ErrorCode } from '../../shared/errors/codes.ts';
import { ACCESS_TEXT, STORE_TEXT } from './error-text-access.ts';
import { AUDIT_TEXT } from './error-text-audit.ts';
import type { ErrorWords } from './error-words.ts';
import { HANGING_TEXT } from './error-text-hanging.ts';
import { HL7_TEXT, IMAGING_ORDER_TEXT } from './error-text-imaging-orders.ts';
import { IMAGE_TEXT, IMPORT_TEXT } from './error-text-images.ts';
import { ORDER_TEXT } from './error-text-orders.ts';
import { OUTBOX_TEXT } from './error-text-outbox.ts';
import { PROFILE_TEXT } from './error-text-profile.ts';
import { PROGRAM_TEXT, REPORT_TEXT } from './error-text-program.ts';
import { REVIEW_TEXT } from './error-text-review.ts';
import { SHARING_TEXT } from './error-text-sharing.ts';
import { SIGN_IN_TEXT } from './error-text-sign-in.ts';
import { SOURCE_TEXT } from './error-text-source.ts';

/** Words for every error code; a code without words does not compile. */
export const ERROR_TEXT: Readonly<Record<ErrorCode, ErrorWords>> = {
  ...ACCESS_TEXT,
  ...STORE_TEXT,
  ...AUDIT_TEXT,
  ...HANGING_TEXT,
  ...HL7_TEXT,
  ...IMAGING_ORDER_TEXT,
  ...IMAGE_TEXT,
  ...IMPORT_TEXT,
  ...REPORT_TEXT,
  ...ORDER_TEXT,
  ...OUTBOX_TEXT,
  ...PROFILE_TEXT,
  ...PROGRAM_TEXT,
  ...REVIEW_TEXT,
  ...SHARING_TEXT,
  ...SIGN_IN_TEXT,
  ...SOURCE_TEXT,
};
