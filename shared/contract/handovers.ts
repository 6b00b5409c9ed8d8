import { z } from 'zod';
import { Handover, HandoverGrade } from '../model/handover.ts';
import { ReportId } from '../model/ids.ts';
import { call } from './define.ts';
import { CLINICAL, REPORTING } from './roles.ts';

export const handoverCalls = {
  /** Preliminary reports of the person at work that another took up, and those of others that they took up; the newest first. */
  'handover.list': call(z.strictObject({}), z.strictObject({ handovers: z.array(Handover) }), { roles: CLINICAL }),
  /**
   * Says how much a report differs from the preliminary one. Only who signed it may; said again, the last counts and all are kept. It
   * goes to nobody but the two. handover/none, handover/not-yours.
   */
  'handover.grade': call(
    z.strictObject({ reportId: ReportId, grade: HandoverGrade, note: z.string().max(2000) }),
    Handover,
    { roles: REPORTING },
  ),
} as const;
