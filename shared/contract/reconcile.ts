import { z } from 'zod';
import { ReportId, StudyId } from '../model/ids.ts';
import { AskedSite, ReconcileCase } from '../model/reconcile.ts';
import { CheckFinding } from '../model/report.ts';
import { call } from './define.ts';
import { CLINICAL, REPORTING } from './roles.ts';

const One = z.strictObject({ studyId: StudyId });
const Decided = One.extend({ reason: z.string().trim().min(3).max(500) });

export const reconcileCalls = {
  /** What is held first, critical ones before others; then what was decided in the last days. */
  'reconcile.list': call(z.strictObject({}), z.strictObject({ cases: z.array(ReconcileCase).max(200) }), {
    roles: CLINICAL,
  }),
  /** Everything held of a study goes as it was signed; on record, the reason stays in the store. */
  'reconcile.send': call(Decided, z.strictObject({}), { roles: REPORTING }),
  /** Nothing of what is held of a study goes out; on record, the reason stays in the store. */
  'reconcile.drop': call(Decided, z.strictObject({}), { roles: REPORTING }),
  /** The site is asked once more: where it says by now what was signed, that goes. */
  'reconcile.ask': call(One, z.strictObject({}), { roles: REPORTING }),
  /** F28: what the site of a draft's study says now, within two seconds, and what that adds to the checks. Changes nothing. */
  'report.askSite': call(
    z.strictObject({ reportId: ReportId }),
    z.strictObject({ asked: AskedSite, findings: z.array(CheckFinding) }),
    { roles: REPORTING },
  ),
} as const;
