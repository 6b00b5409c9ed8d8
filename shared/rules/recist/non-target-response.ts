import type { NewLesions, NonTargetResponse } from './lesions.ts';

/** What was found of one non-target lesion at one time point; null: nobody entered anything. */
export type NonTargetFinding = 'present' | 'gone' | 'progressed' | 'not-evaluated' | null;

/**
 * Response of the non-target lesions together (rule 3.3); null where there are none. Unequivocal progression of one is
 * progression whatever was not looked at; a lesion that nobody looked at is not gone.
 */
export function nonTargetResponse(findings: readonly NonTargetFinding[]): NonTargetResponse | null {
  if (findings.length === 0) return null;
  if (findings.includes('progressed')) return 'PD';
  if (findings.every((one) => one === 'gone')) return 'CR';
  return findings.some((one) => one === null || one === 'not-evaluated') ? 'NE' : 'Non-CR/Non-PD';
}

/** What was found of one new lesion at one time point; null: nobody entered anything. */
export type NewLesionFinding = 'unequivocal' | 'equivocal' | 'gone' | 'not-evaluated' | null;

/**
 * New lesions of one time point, from what was found of each up to here, oldest first. A lesion that was unequivocal once
 * stays progression: that it is gone later, or was not looked at, takes nothing back.
 */
export function newLesionsOf(courses: readonly (readonly NewLesionFinding[])[]): NewLesions {
  if (courses.some((course) => course.includes('unequivocal'))) return 'unequivocal';
  const last = courses.map((course) => course.findLast((one) => one === 'equivocal' || one === 'gone') ?? null);
  return last.includes('equivocal') ? 'equivocal' : 'none';
}
