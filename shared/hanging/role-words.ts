/** Whether pictures are those that are read, of another accession of the same examination, or what they are compared with. */
export type StudyRole = 'current' | 'sibling' | 'prior';

const WORDS: Readonly<Record<StudyRole, string>> = {
  current: 'CURRENT',
  sibling: 'SAME EXAMINATION',
  prior: 'PRIOR',
};

/**
 * What every picture says of its study, whatever it is shown as: "CURRENT 2024-05-06", "PRIOR 2019-03-12". In words, for a colour alone
 * says nothing to whoever cannot see it.
 * @param when date of the study for the reader, with its time where another one of the case has the same date; '' where it has none
 */
export function roleWords(role: StudyRole, when: string): string {
  return `${roleName(role)} ${when === '' ? 'WITHOUT A DATE' : when}`;
}

export function roleName(role: StudyRole): string {
  return WORDS[role];
}
