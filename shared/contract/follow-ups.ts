import { z } from 'zod';
import { FollowUp, FollowUpRow, Recommendation } from '../model/follow-up.ts';
import { ReportId, StudyId } from '../model/ids.ts';
import { call } from './define.ts';
import { CLINICAL, REPORTING } from './roles.ts';

const Day = z.iso.date();
const Proposed = z.strictObject({
  recommendation: Recommendation,
  /** Counted from the day of the signature; null: no time is said. */
  dueFrom: Day.nullable(),
  dueTo: Day.nullable(),
});

const Confirmed = Proposed.extend({ reportId: ReportId }).refine(
  ({ dueFrom, dueTo }) => dueFrom === null || dueTo === null || dueFrom <= dueTo,
  'it would be due before it begins',
);

/** What reports recommend to be done later. */
export const followUpCalls = {
  /** Of a signed report: what its text recommends, and what of it was confirmed. report/not-signed. */
  'followUp.ofReport': call(
    z.strictObject({ reportId: ReportId }),
    z.strictObject({ proposed: z.array(Proposed), confirmed: z.array(FollowUp) }),
    { roles: CLINICAL },
  ),
  /** From now on it is tracked. The reader may have set the days otherwise. */
  'followUp.confirm': call(Confirmed, z.strictObject({ followUp: FollowUp }), {
    roles: REPORTING,
  }),
  /** Overdue ones first, then by the day on which they are due. */
  'followUp.list': call(
    z.strictObject({}),
    z.strictObject({
      today: Day,
      rows: z.array(FollowUpRow),
      /** What the reader's own reports of the last month recommend, and nobody has confirmed. */
      toConfirm: z.array(
        Proposed.extend({ reportId: ReportId, studyId: StudyId, patientName: z.string(), signedAt: z.string() }),
      ),
    }),
    {
      roles: CLINICAL,
    },
  ),
  /** follow-up/unknown, follow-up/ended. */
  'followUp.end': call(
    z.strictObject({
      followUpId: z.string().min(1).max(64),
      how: z.enum(['done', 'dropped']),
      reason: z.string().min(1).max(2000),
    }),
    z.strictObject({ followUp: FollowUp }),
    { roles: REPORTING },
  ),
};
