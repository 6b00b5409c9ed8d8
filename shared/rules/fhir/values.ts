import type { z } from 'zod';
import type { Concept, Identifier } from './parts.ts';

/** A dateTime with a clock and an offset; a day alone is no instant. */
export function instantOf(at: string | undefined): string | null {
  if (at === undefined || !/T\d{2}:\d{2}/.test(at) || offsetOf(at) === null) return null;
  const time = Date.parse(at);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** "+01:00" of a dateTime that says it. */
export function offsetOf(at: string | undefined): string | null {
  return /(?:Z|[+-]\d{2}:\d{2})$/.exec(at ?? '')?.[0].replace('Z', '+00:00') ?? null;
}

/** Values of the identifiers of one type (HL7 table 0203): ACSN, PLAC, FILL. */
export function typedValues(identifiers: readonly z.output<typeof Identifier>[], type: string): string[] {
  return identifiers
    .filter((one) => hasCode(one.type, type))
    .flatMap(({ value }) => (value === undefined || value === '' ? [] : [value]));
}

/** UIDs of DICOM among identifiers, as DICOM writes them. */
export function dicomUids(identifiers: readonly z.output<typeof Identifier>[]): string[] {
  return identifiers
    .filter(({ system }) => system === 'urn:dicom:uid')
    .flatMap(({ value }) => /^(?:urn:oid:)?([0-9.]{1,64})$/.exec(value ?? '')?.[1] ?? []);
}

function hasCode(concept: z.output<typeof Concept> | undefined, code: string): boolean {
  return concept?.coding.some((coding) => coding.code === code) === true;
}
