import type { Code } from '../../model/report.ts';

/** The usual sections of a template: our id, the id in MRRT, its LOINC code. */
const USUAL: readonly (readonly [sectionId: string, id: string, code: string, meaning: string])[] = [
  ['technique', 'procedureInformation', '55111-9', 'Current Procedure Descriptions'],
  ['clinical', 'clinicalInformation', '55752-0', 'Clinical Information'],
  ['comparison', 'comparisons', '18834-2', 'Comparison study'],
  ['findings', 'findings', '59776-5', 'Findings'],
  ['impression', 'impression', '19005-8', 'Impressions'],
];

/** Our id of a section by its code, else by its id or name. */
export function sectionIdOf(id: string, name: string, code: Code | null): string {
  const byCode = USUAL.find(([, , loinc]) => code?.scheme === 'LN' && code.value === loinc);
  const key = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '');
  const byName = USUAL.find(([ours, theirs]) =>
    [ours, key(theirs)].some((one) => one === key(id) || one === key(name)),
  );
  return (byCode ?? byName)?.[0] ?? (id === '' ? key(name) : id);
}

export function mrrtIdOf(sectionId: string): string {
  return USUAL.find(([ours]) => ours === sectionId)?.[1] ?? sectionId;
}

/** The code of a section that its template gave none. */
export function sectionCode(sectionId: string, title: string): Code {
  const usual = USUAL.find(([ours]) => ours === sectionId);
  if (usual) return { value: usual[2], scheme: 'LN', meaning: usual[3] };
  return { value: sectionId.slice(0, 16), scheme: '99NIGHTJAR', meaning: title };
}

/** Where the code of the whole template stands: the id of its title. */
export const TITLE_ID = 'report-title';

export const place = {
  section: (sectionId: string): string => `section:${sectionId}`,
  part: (sectionId: string, partId: string): string => `part:${sectionId}/${partId}`,
  field: (sectionId: string, fieldId: string): string => `field:${sectionId}/${fieldId}`,
  row: (sectionId: string, fieldId: string): string => `row:${sectionId}/${fieldId}`,
  label: (sectionId: string, fieldId: string): string => `label:${sectionId}/${fieldId}`,
  option: (sectionId: string, fieldId: string, number: number): string => `option:${sectionId}/${fieldId}/${number}`,
};
