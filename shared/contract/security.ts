import { z } from 'zod';
import { call } from './define.ts';
import { EVERY_ROLE } from './roles.ts';

/** What a page tried and the shell refused. */
export const SecurityAlertKind = z.enum([
  'foreign-request',
  'navigation',
  'new-window',
  'webview',
  'permission',
  'download',
  'foreign-sender',
  'call-out-of-place',
]);
export type SecurityAlertKind = z.infer<typeof SecurityAlertKind>;

export const securityCalls = {
  /** Writes a security alert (DICOM audit event 110113) into the trail. */
  'security.alert': call(
    z.strictObject({ kind: SecurityAlertKind, count: z.number().int().positive() }),
    z.strictObject({}),
    { roles: EVERY_ROLE, caller: 'shell' },
  ),
} as const;
