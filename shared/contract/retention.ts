import { z } from 'zod';
import { HeldStudy, RetentionNote, RetentionPreview, RetentionTarget } from '../model/retention-view.ts';
import { call } from './define.ts';
import { ForgetProof } from './keys.ts';
import { ADMINISTRATION } from './roles.ts';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);

export const retentionCalls = {
  /** What the sites' rules would delete now, and what is kept and why. Changes nothing. */
  'retention.preview': call(z.strictObject({}), RetentionPreview, { roles: ADMINISTRATION }),
  /**
   * Erases what the preview with this plan said, study by study, each on record: keys, rows and files. reading/conflict where the
   * plan is another by now. The store closes for a moment.
   */
  'retention.purge': call(z.strictObject({ plan: Hash, proof: z.string().min(1).max(1024) }), ForgetProof, {
    roles: ADMINISTRATION,
  }),
  /** What is held, the newest first; `more`: of the rest only that there is some. */
  'retention.holds': call(z.strictObject({}), z.strictObject({ holds: z.array(HeldStudy), more: z.boolean() }), {
    roles: ADMINISTRATION,
  }),
  /** Writes down that a site has a report, that something happened, or that a study is held; on record. archive/unknown-study */
  'retention.note': call(
    z.strictObject({ target: RetentionTarget, note: RetentionNote }),
    z.strictObject({ studies: z.number().int() }),
    { roles: ADMINISTRATION },
  ),
} as const;
