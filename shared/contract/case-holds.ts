import { z } from 'zod';
import { CaseHold, HoldCause } from '../model/case-hold.ts';
import { StudyId } from '../model/ids.ts';
import { ClaimWords, SiteClaim } from '../model/site-claim.ts';
import { call } from './define.ts';
import { CLINICAL, REPORTING } from './roles.ts';

/** told: to how many worklists of the site it goes; 0: nobody there learns of it by itself. */
const Told = z.strictObject({ hold: CaseHold, told: z.number().int() });

/** Cases that are given back to their site until something comes. The row of the worklist carries what stands now. */
export const caseHoldCalls = {
  /** Its service level stands still from now on. hold/already, hold/signed, archive/unknown-study. */
  'hold.begin': call(z.strictObject({ studyId: StudyId, cause: HoldCause, note: CaseHold.shape.note }), Told, {
    roles: REPORTING,
  }),
  /** Somebody reads it now. hold/none. */
  'hold.end': call(z.strictObject({ studyId: StudyId }), Told, { roles: REPORTING }),
  /** All of a study, the first one first. */
  'hold.ofStudy': call(z.strictObject({ studyId: StudyId }), z.strictObject({ holds: z.array(CaseHold) }), {
    roles: CLINICAL,
  }),
  /** Who may be reading a study beside the person at work, in words; null: claims made here are seen by all readers of its site. */
  'claim.others': call(z.strictObject({ studyId: StudyId }), z.strictObject({ said: ClaimWords.nullable() }), {
    roles: CLINICAL,
  }),
  /** Claims at sites that keep them as worklist tasks, the first one first. */
  'claim.list': call(z.strictObject({}), z.strictObject({ claims: z.array(SiteClaim.extend({ studyId: StudyId })) }), {
    roles: CLINICAL,
  }),
  /** Asks the site of a study now, whatever it waits for. Null: all of them. */
  'claim.again': call(z.strictObject({ studyId: StudyId.nullable() }), z.strictObject({}), { roles: REPORTING }),
} as const;
