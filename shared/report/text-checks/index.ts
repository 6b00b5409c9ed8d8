import type { Lexicon } from '../language/lexicon.ts';
import type { Side } from '../language/sides.ts';
import { anatomyChecks } from './anatomy-mentioned.ts';
import { criticalChecks } from './critical.ts';
import { dateChecks } from './dates.ts';
import type { StudyDates } from './dates.ts';
import { imagedSideChecks } from './imaged-side.ts';
import { missingFromImpression } from './impression-missing.ts';
import { impressionChecks } from './impression.ts';
import { lateralityChecks } from './laterality.ts';
import { inOrderChecks } from './in-order.ts';
import { measuredSideChecks } from './measured-side.ts';
import type { NamedMeasurement } from './measured-side.ts';
import { otherPatientChecks } from './other-patient.ts';
import type { Identity } from './other-patient.ts';
import { ReportText } from './report-text.ts';
import type { TextFinding, WrittenSection } from './report-text.ts';
import { ageChecks, sexChecks } from './sex-age.ts';
import type { PatientFacts } from './sex-age.ts';
import { unitChecks } from './units.ts';

export type { TextFinding, WrittenSection } from './report-text.ts';
export type { NamedMeasurement } from './measured-side.ts';

/** What the text of a report is held against. */
export interface TextSubject {
  readonly sections: readonly WrittenSection[];
  readonly patient: PatientFacts;
  readonly identity: Identity;
  readonly dates: StudyDates;
  /** Side of the pictures, and the side that was asked for; null where neither is one. */
  readonly imaged: Side | null;
  readonly ordered: Side | null;
  /** What was asked for or done, in words. */
  readonly asked: string | null;
  readonly measurements: readonly NamedMeasurement[];
  /** Parts of the body that the template wants to be spoken of. */
  readonly anatomy: readonly string[];
  /** Ids of critical matters of which a communication is on the record. */
  readonly told: ReadonlySet<string>;
}

/** All that the words of a report say against themselves, the images, the order and the patient. */
export function textChecks(subject: TextSubject, lexicon: Lexicon): TextFinding[] {
  const text = new ReportText(subject.sections, lexicon);
  return [
    ...lateralityChecks(text, subject.imaged ?? subject.ordered),
    ...imagedSideChecks(text, subject),
    ...measuredSideChecks(text, subject.measurements),
    ...sexChecks(text, subject.patient),
    ...ageChecks(text, subject.patient),
    ...otherPatientChecks(text, subject.identity),
    ...dateChecks(text, subject.dates),
    ...impressionChecks(text),
    ...inOrderChecks(text),
    ...missingFromImpression(text),
    ...anatomyChecks(text, subject.anatomy),
    ...unitChecks(text),
    ...criticalChecks(text, subject.told),
  ];
}
