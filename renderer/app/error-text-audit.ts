import type { ErrorCode } from '../../shared/errors/codes.ts';
import { words } from './error-words.ts';
import type { ErrorWords } from './error-words.ts';

export const AUDIT_TEXT = {
  'audit/not-sent': words(
    'The audit records were not taken',
    'They wait in this store, in order.',
    'They are sent again by themselves. Tell who looks after the receiver if this lasts.',
  ),
  'audit/own-access': words(
    'This emergency access was your own',
    'It stays on the list.',
    'Ask another coordinator or administrator to review it.',
  ),
} satisfies Partial<Record<ErrorCode, ErrorWords>>;
