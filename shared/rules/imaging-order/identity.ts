import { namesAgree } from '../../dicom/person-name.ts';
import type { OrderPatient } from '../../model/imaging-order.ts';
import type { OrderMismatch } from '../../model/order-facts.ts';
import type { PersonName } from '../../model/study.ts';

/** The patient of a study, as far as an order is held against it. */
export interface StudyPatient {
  readonly issuer: string;
  readonly patientId: string | null;
  readonly name: PersonName;
  readonly birthDate: string | null;
  readonly sex: string | null;
}

/**
 * How an order and a study with its number fail to be of one patient; empty: nothing speaks against it. Ids of different issuers are
 * not compared. Nobody here decides that two patients are one: what does not fit is said, and stays apart.
 * @param sameId whether the site's own merges make two ids of this issuer one
 */
export function orderMismatches(
  order: OrderPatient,
  study: StudyPatient,
  site: string,
  sameId: (issuer: string, a: string, b: string) => boolean = (_, a, b) => a === b,
): OrderMismatch[] {
  const found: OrderMismatch[] = [];
  const issuer = order.issuer ?? site;
  const isComparable = issuer === study.issuer || (order.issuer !== null && study.issuer === site);
  if (order.patientId !== null && study.patientId !== null && isComparable) {
    if (!sameId(issuer, order.patientId, study.patientId)) found.push('patient-id');
  }
  // Folding costs the most of it, and most names are equal as they stand.
  const isEqual = order.name.alphabetic === study.name.alphabetic && order.name.ideographic === study.name.ideographic;
  if (!(isEqual && order.name.phonetic === study.name.phonetic) && !namesAgree(order.name, study.name)) {
    found.push('patient-name');
  }
  if (differ(wholeDay(order.birthDate), wholeDay(study.birthDate))) found.push('birth-date');
  if (differ(order.sex, study.sex)) found.push('sex');
  return found;
}

function differ(a: string | null, b: string | null): boolean {
  const [one, other] = [a?.trim() ?? '', b?.trim() ?? ''];
  return one !== '' && other !== '' && one !== other;
}

/** A date that is not to the day contradicts nothing. */
function wholeDay(text: string | null): string | null {
  const digits = text?.replaceAll(/\D/g, '') ?? '';
  return digits.length === 8 ? digits : null;
}

const WORDS: Readonly<Record<OrderMismatch, string>> = {
  'patient-id': 'patient id',
  'patient-name': 'name',
  'birth-date': 'birth date',
  sex: 'sex',
};

/** "patient id and name". */
export function mismatchWords(mismatches: readonly OrderMismatch[]): string {
  const words = mismatches.map((one) => WORDS[one]);
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}
