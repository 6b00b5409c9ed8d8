import type { PriorDoubt, PriorReport } from '../../model/prior-report.ts';
import { orderMismatches } from '../imaging-order/identity.ts';
import type { StudyPatient } from '../imaging-order/identity.ts';

/**
 * Whether a report of others is about the patient of a study: null where nothing says so. Numbers of different issuers are not compared,
 * so that two sites never share a patient by an id alone; who bears the id and is called otherwise is in doubt.
 */
export function priorDoubts(
  report: PriorReport,
  study: StudyPatient,
  sameId: (issuer: string, a: string, b: string) => boolean,
): readonly PriorDoubt[] | null {
  const { patient, site } = report;
  if (patient.patientId === null || study.patientId === null) return null;
  const issuer = patient.issuer ?? site;
  const isComparable = issuer === study.issuer || (patient.issuer !== null && study.issuer === site);
  if (!isComparable) return null;
  const found = orderMismatches(patient, study, site, sameId);
  if (found.includes('patient-id')) return null;
  return found.filter((one) => one !== 'patient-id');
}
