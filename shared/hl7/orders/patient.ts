import { parsePersonName } from '../../dicom/person-name.ts';
import type { OrderPatient } from '../../model/imaging-order.ts';
import type { PersonName } from '../../model/study.ts';
import type { Repetition, Segment } from '../message.ts';
import { hl7Day } from '../time.ts';
import { isDelete } from '../parse.ts';
import type { ValueReader } from './reader.ts';

/** Patient of a PID segment. Of several ids the medical record number counts, else the first. */
export function patientOf(pid: Segment, read: ValueReader): OrderPatient {
  const id = patientIdOf(read.all(pid, 3)) ?? { patientId: read.line(pid, 2) || null, issuer: null };
  return {
    ...id,
    name: personName(read.all(pid, 5)),
    birthDate: hl7Day(read.line(pid, 7)),
    sex: sexOf(read.line(pid, 8)),
  };
}

export type PatientNumber = Pick<OrderPatient, 'issuer' | 'patientId'>;

/** Null where the field names no id. */
export function patientIdOf(ids: readonly Repetition[]): PatientNumber | null {
  const numbered = ids.filter((id) => part(id, 1) !== '');
  const chosen = numbered.find((id) => part(id, 5) === 'MR') ?? numbered[0];
  if (chosen === undefined) return null;
  return { patientId: part(chosen, 1), issuer: part(chosen, 4) || part(chosen, 4, 2) || null };
}

/**
 * HL7 name (XPN) in the order of DICOM: family, given, middle, prefix, suffix; HL7 has the suffix before the prefix. XPN-8 says which
 * group a repetition is: alphabetic, ideographic or phonetic.
 */
export function personName(names: readonly Repetition[]): PersonName {
  const groups = { A: '', I: '', P: '' };
  for (const name of names) {
    const said = part(name, 8);
    const group = said === 'I' || said === 'P' ? said : 'A';
    if (groups[group] === '') groups[group] = components(name, 0);
  }
  return parsePersonName(`${groups.A}=${groups.I}=${groups.P}`);
}

/** Name of an ordering provider (XCN): an id stands before the family name. */
export function providerName(names: readonly Repetition[]): PersonName {
  const [name] = names;
  return parsePersonName(name === undefined ? '' : components(name, 1));
}

function components(name: Repetition, from: number): string {
  const [family, given, middle, suffix, prefix] = [1, 2, 3, 4, 5].map((at) => plain(part(name, from + at)));
  return [family, given, middle, prefix, suffix].join('^');
}

/** The marks of a DICOM name have no place in its parts. */
function plain(text: string): string {
  return text.replaceAll(/[\^=\\]/g, ' ').trim();
}

function part(repetition: Repetition, component: number, subcomponent = 1): string {
  const text = repetition[component - 1]?.[subcomponent - 1]?.trim() ?? '';
  return isDelete(text) ? '' : text.slice(0, 64);
}

function sexOf(text: string | null): OrderPatient['sex'] {
  switch (text?.toUpperCase()) {
    case 'M':
      return 'M';
    case 'F':
      return 'F';
    case 'O':
    case 'A':
      return 'O';
    default:
      return null;
  }
}
