import { z } from 'zod';
import { CaseHoldId, PersonId, StudyId } from './ids.ts';

/** What a case waits for, before it can be read. */
export const HOLD_CAUSES = ['more-images', 'history', 'priors', 'technologist', 'other'] as const;
export const HoldCause = z.enum(HOLD_CAUSES);
export type HoldCause = z.infer<typeof HoldCause>;

const Instant = z.iso.datetime();

/** A case that a reader gave back to its site until something comes. Its service level does not run meanwhile. */
export const CaseHold = z.strictObject({
  holdId: CaseHoldId,
  studyId: StudyId,
  cause: HoldCause,
  /** For the site, in the reader's words; empty: the cause says it all. */
  note: z.string().max(2000),
  by: PersonId,
  /** UTC, ISO 8601. */
  at: Instant,
  /** Null: it still is on hold. signed: somebody signed its report without taking it up before. */
  ended: z.strictObject({ by: PersonId, at: Instant, how: z.enum(['resumed', 'signed']) }).nullable(),
});
export type CaseHold = z.infer<typeof CaseHold>;

/** What a list shows of the hold of a study. */
export const RowHold = CaseHold.pick({ cause: true, note: true, at: true });
export type RowHold = z.infer<typeof RowHold>;
