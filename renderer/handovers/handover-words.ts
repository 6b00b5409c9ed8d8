import type { Handover, HandoverGrade } from '../../shared/model/handover.ts';

export const GRADE_WORDS: Readonly<Record<HandoverGrade, string>> = {
  agrees: 'Agrees: nothing that matters to the patient',
  minor: 'Minor: what is done stays the same',
  major: 'Major: what is done may change',
};

const SHORT: Readonly<Record<HandoverGrade, string>> = { agrees: 'agrees', minor: 'minor', major: 'MAJOR' };

/** "Changed: Impression. Graded: minor. The nodule is older." */
export function handoverWords({ changed, grade }: Pick<Handover, 'changed' | 'grade'>): string {
  const where = changed.length === 0 ? 'The text is the same.' : `Changed: ${changed.join(', ')}.`;
  const said = grade === null ? 'Not graded yet.' : `Graded: ${SHORT[grade.grade]}.`;
  return [where, said, grade?.note ?? ''].filter((part) => part !== '').join(' ');
}
