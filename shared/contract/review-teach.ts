import { z } from 'zod';
import { Rect } from '../deidentify/text/blacken.ts';
import { ConferenceId, JobId } from '../model/ids.ts';
import { TeachingFile } from '../model/review/teaching-file.ts';
import { call } from './define.ts';
import { FileToken, LONGEST_PATH } from './file-token.ts';
import type { CallRoles } from './roles.ts';

const TEACHING: CallRoles = ['coordinator'];
const Wanted = {
  conferenceId: ConferenceId,
  /** Blacked in every picture. */
  masks: z.array(Rect).max(50),
  /** A person says to have looked at every picture, and to have seen no name. On record. */
  looked: z.boolean(),
};
const Begun = z.strictObject({ jobId: JobId });

/** Teaching files: the pictures of a conference list without their patients. */
export const reviewTeachCalls = {
  /** Begins to write one to a file (zip) that was chosen; audited for each study. */
  'review.teach': call(z.strictObject({ ...Wanted, token: FileToken }), Begun, { roles: TEACHING, side: 'shell' }),
  /** The same by absolute path. */
  'review.teachFile': call(z.strictObject({ ...Wanted, file: z.string().min(1).max(LONGEST_PATH) }), Begun, {
    roles: TEACHING,
    caller: 'shell',
  }),
  /**
   * What it came to; null while it is written. review/no-such-conference, review/nothing-to-teach, review/blind, review/too-large,
   * residency/…, disk and job failures.
   */
  'review.taught': call(z.strictObject({ jobId: JobId }), z.strictObject({ taught: TeachingFile.nullable() }), {
    roles: TEACHING,
  }),
} as const;
