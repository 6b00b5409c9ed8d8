import { displayName, namesAgree } from '../dicom/person-name.ts';
import type { Evidence } from '../model/same-person.ts';
import type { PersonName } from '../model/study.ts';

/** Who a patient is, as the images of one issuer say. */
export interface Demographics {
  readonly patientId: string | null;
  readonly name: PersonName;
  /** DICOM DA text. */
  readonly birthDate: string | null;
  readonly sex: string | null;
}

/** What of two patients agrees and what does not, the strongest first. Ids of two issuers say little: they are shown. */
export function samePersonEvidence(here: Demographics, there: Demographics): Evidence[] {
  const bothNamed =
    displayName(here.name) !== '' && displayName(there.name) !== '' && shareGroup(here.name, there.name);
  const named = !bothNamed ? 'unknown' : namesAgree(here.name, there.name) ? 'yes' : 'no';
  return [
    { what: 'name', here: displayName(here.name) || null, there: displayName(there.name) || null, agrees: named },
    {
      what: 'birth date',
      here: here.birthDate,
      there: there.birthDate,
      agrees: equal(here.birthDate, there.birthDate),
    },
    { what: 'sex', here: here.sex, there: there.sex, agrees: equal(sexOf(here), sexOf(there)) },
    { what: 'id', here: here.patientId, there: there.patientId, agrees: equal(here.patientId, there.patientId) },
  ];
}

/** Offered to the reader: name and birth date are said by both and agree, and the sex is not against it. */
export function isOffered(evidence: readonly Evidence[]): boolean {
  const agrees = (what: Evidence['what']): Evidence['agrees'] =>
    evidence.find((one) => one.what === what)?.agrees ?? 'unknown';
  return agrees('name') === 'yes' && agrees('birth date') === 'yes' && agrees('sex') !== 'no';
}

/** How a prior of another issuer is named: "other issuer, linked by Ada Reader at 2026-11-22 13:05 UTC". @param at UTC, ISO 8601 */
export function linkedWords(byName: string, at: string): string {
  return `other issuer, linked by ${byName} at ${at.slice(0, 16).replace('T', ' ')} UTC`;
}

function equal(a: string | null, b: string | null): Evidence['agrees'] {
  if (a === null || b === null || a.trim() === '' || b.trim() === '') return 'unknown';
  return a.trim() === b.trim() ? 'yes' : 'no';
}

/** "O" says that it is neither, and often that nobody asked. */
function sexOf({ sex }: Demographics): string | null {
  return sex === 'O' ? null : sex;
}

function shareGroup(a: PersonName, b: PersonName): boolean {
  return (['alphabetic', 'ideographic', 'phonetic'] as const).some((group) => a[group] !== '' && b[group] !== '');
}
