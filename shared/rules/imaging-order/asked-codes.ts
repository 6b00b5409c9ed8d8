import type { Code } from '../../model/code.ts';

/** What FHIR calls coding schemes, and their DICOM designators (PS3.16, 8). HL7 v2 (table 0396) writes those alike. */
const DESIGNATORS: ReadonlyMap<string, string> = new Map([
  ['http://loinc.org', 'LN'],
  ['http://snomed.info/sct', 'SCT'],
  ['http://radlex.org', 'RADLEX'],
  ['http://www.radlex.org', 'RADLEX'],
  ['http://dicom.nema.org/resources/ontology/DCM', 'DCM'],
  ['http://hl7.org/fhir/sid/icd-10', 'I10'],
  ['http://hl7.org/fhir/sid/icd-10-cm', 'I10C'],
  ['http://www.ama-assn.org/go/cpt', 'C4'],
]);
/** Letters of a value and of a scheme, as codes of headers are kept: they are compared, not shown. */
const MOST_VALUE = 40;
const MOST_SCHEME = 16;

/** "RPID22^RADLEX", as hanging protocols and the codes of headers write it; what has no value is left out. */
export function codeTexts(codes: readonly Code[]): readonly string[] {
  const texts = codes
    .filter(({ value }) => value !== '')
    .map(({ value, scheme }) => {
      const designator = DESIGNATORS.get(scheme) ?? scheme;
      return `${value.slice(0, MOST_VALUE)}^${designator.slice(0, MOST_SCHEME)}`;
    });
  return [...new Set(texts)];
}

export type OrderSide = 'L' | 'R';

/** HL7 tables 0163 and 0340, CPT modifiers, SNOMED CT and its former codes. */
const LEFT = new Set(['L', 'LT', 'LEFT', 'LINKS', '7771000', 'G-A101']);
const RIGHT = new Set(['R', 'RT', 'RIGHT', 'RECHTS', '24028007', 'G-A100']);
const BOTH = new Set(['B', 'BI', 'BIL', 'BOTH', 'BILATERAL', '50', '51440002', 'G-A102']);
const LEFT_WORD = /\b(left|links|linke[rsn]?|gauche|izquierd[ao])\b/i;
const RIGHT_WORD = /\b(right|rechts|rechte[rsn]?|droite?|derech[ao])\b/i;
const BOTH_WORD = /\b(bilateral|both|beidseits?|beide)\b/i;

/**
 * The sides that an order names for its procedure: codes of a laterality or of a modifier, or words of a site of the body.
 * @param said values and texts as they were sent; a letter alone counts only where it is the whole of one
 */
export function sidesOf(said: readonly string[]): readonly OrderSide[] {
  const codes = said.map((one) => one.trim().toUpperCase());
  const names = (set: ReadonlySet<string>, words: RegExp): boolean =>
    codes.some((code) => set.has(code)) || said.some((one) => words.test(one));
  const both = names(BOTH, BOTH_WORD);
  return [
    ...(both || names(LEFT, LEFT_WORD) ? (['L'] as const) : []),
    ...(both || names(RIGHT, RIGHT_WORD) ? (['R'] as const) : []),
  ];
}
