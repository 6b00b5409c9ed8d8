import { z } from 'zod';
import { parsePersonName } from '../../dicom/person-name.ts';
import type { OrderPatient } from '../../model/imaging-order.ts';
import type { PersonName } from '../../model/study.ts';
import { Contact, HumanName, Identifier, line, list } from './parts.ts';

export const FhirPatient = z.object({
  resourceType: z.literal('Patient'),
  id: z.string().min(1).max(64),
  identifier: list(Identifier),
  name: list(HumanName),
  birthDate: line,
  gender: line,
});
export type FhirPatient = z.output<typeof FhirPatient>;

export const FhirPractitioner = z.object({
  resourceType: z.enum(['Practitioner', 'PractitionerRole']),
  id: z.string().min(1).max(64),
  name: list(HumanName),
  telecom: list(Contact),
});
export type FhirPractitioner = z.output<typeof FhirPractitioner>;

/** Somebody as this program knows patients: by the medical record number where the server says which it is, else the first. */
export function patientOf(patient: FhirPatient): OrderPatient {
  const numbered = patient.identifier.filter(({ value }) => value !== undefined && value !== '');
  const id = numbered.find((one) => one.type?.coding.some(({ code }) => code === 'MR') === true) ?? numbered[0];
  const [name] = patient.name;
  const day = patient.birthDate?.replaceAll('-', '') ?? '';
  return {
    issuer: id?.assigner?.display ?? null,
    patientId: id?.value ?? null,
    name: name === undefined ? parsePersonName('') : humanName(name),
    birthDate: /^\d{8}$/.test(day) ? day : null,
    sex: sexOf(patient.gender),
  };
}

function sexOf(gender: string | undefined): OrderPatient['sex'] {
  if (gender === 'male') return 'M';
  if (gender === 'female') return 'F';
  return gender === 'other' ? 'O' : null;
}

export function humanName(name: z.output<typeof HumanName>): PersonName {
  const [given = '', ...middle] = name.given;
  const parts = [name.family ?? name.text ?? '', given, middle.join(' '), name.prefix.join(' '), name.suffix.join(' ')];
  return parsePersonName(parts.map(plain).join('^'));
}

/** What DICOM sets apart by signs of its own, without them. */
export function plain(part: string): string {
  return part
    .slice(0, 64)
    .replaceAll(/[\^=\\]/g, ' ')
    .trim();
}
