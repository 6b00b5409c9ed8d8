import { z } from 'zod';
import { Controls } from '../model/controls.ts';
import { call, event } from './define.ts';
import { FileToken, LONGEST_PATH } from './file-token.ts';
import { ADMINISTRATION, EVERY_ROLE, REPORTING } from './roles.ts';

const File = z.string().min(1).max(LONGEST_PATH);
const Exported = z.strictObject({ file: z.string(), bytes: z.number().int() });
const Nothing = z.strictObject({});

/** Keys, mouse and devices of who has the store open: nobody asks for those of another. */
export const controlsCalls = {
  /** Null: nothing was ever changed. */
  'controls.load': call(Nothing, z.strictObject({ controls: Controls.nullable() }), { roles: EVERY_ROLE }),
  /** Answers after the commit; audited, by counts. */
  'controls.save': call(z.strictObject({ controls: Controls }), z.strictObject({ savedAt: z.string() }), {
    roles: EVERY_ROLE,
  }),
  /** Writes what is kept to a file that was chosen; audited. */
  'controls.export': call(z.strictObject({ token: FileToken }), Exported, {
    roles: [...REPORTING, ...ADMINISTRATION],
    side: 'shell',
  }),
  /** The same by absolute path. */
  'controls.exportFile': call(z.strictObject({ file: File }), Exported, {
    roles: [...REPORTING, ...ADMINISTRATION],
    caller: 'shell',
  }),
  /**
   * Asks for a file and says what it holds, as it stands there; nothing is changed. Null: the dialog was closed without a file.
   * controls/bad-file, controls/newer-version
   */
  'controls.bring': call(Nothing, z.strictObject({ controls: Controls.nullable() }), {
    roles: EVERY_ROLE,
    side: 'shell',
  }),
  /** The same by absolute path. */
  'controls.readFile': call(z.strictObject({ file: File }), z.strictObject({ controls: Controls.nullable() }), {
    roles: EVERY_ROLE,
    caller: 'shell',
  }),
} as const;

export const controlsEvents = {
  /** Another window of the same reader changed them. */
  'controls.changed': event(z.strictObject({})),
} as const;
