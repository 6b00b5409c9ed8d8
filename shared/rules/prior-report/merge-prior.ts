import type { PriorReport } from '../../model/prior-report.ts';

/**
 * What counts after another message under the same number. A sender sends the whole text again, which takes the place of the former; one
 * that sends an addendum alone adds it before the text that it belongs to.
 */
export function mergePrior(before: PriorReport, now: PriorReport): PriorReport {
  const accessions = [...new Set([...now.accessions, ...before.accessions])];
  const studyUids = [...new Set([...now.studyUids, ...before.studyUids])];
  const whole = { ...now, accessions, studyUids, studyDate: now.studyDate ?? before.studyDate };
  // An addendum for another patient is not one to this text.
  const isSamePatient = now.patient.patientId === before.patient.patientId;
  if (!now.adds || !isSamePatient || before.state === 'withdrawn') return whole;
  const known = new Set(now.sections.map(({ text }) => text));
  const kept = before.sections.filter(({ text }) => !known.has(text));
  return { ...whole, adds: false, cut: now.cut || before.cut, sections: [...now.sections, ...kept].slice(0, 200) };
}
