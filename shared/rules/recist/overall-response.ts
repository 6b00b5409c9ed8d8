import type { NewLesions, NonTargetResponse, OverallResponse, TargetResponse } from './lesions.ts';

/**
 * Overall response of one time point (rule 3.3, tables for patients with and without target lesions).
 * @param target null for patients who have non-target lesions only
 * @param nonTarget null for patients who have none
 */
export function overallResponse(
  target: TargetResponse | null,
  nonTarget: NonTargetResponse | null,
  newLesions: NewLesions,
): OverallResponse {
  if (newLesions === 'unequivocal' || target === 'PD' || nonTarget === 'PD') return 'PD';
  if (target === null) return nonTarget ?? 'NE';
  if (target === 'CR') return nonTarget === null || nonTarget === 'CR' ? 'CR' : 'PR';
  return target;
}

/** What else than the target lesions decided the overall response, in words; null where nothing else did. */
export function overallReason(
  target: TargetResponse | null,
  nonTarget: NonTargetResponse | null,
  newLesions: NewLesions,
): string | null {
  if (newLesions === 'unequivocal') return 'a new lesion is progression';
  if (nonTarget === 'PD') return 'non-target lesions have progressed unequivocally';
  if (target === null && nonTarget !== null) return 'non-target lesions only';
  if (target !== 'CR' || nonTarget === null || nonTarget === 'CR') return null;
  return nonTarget === 'NE'
    ? 'targets gone, and not all non-target lesions were evaluated'
    : 'targets gone, and non-target lesions are still there';
}

/** From worst to best; what cannot be evaluated says nothing of the course. */
const RANK: Readonly<Record<OverallResponse, number>> = { NE: 0, PD: 1, 'Non-CR/Non-PD': 2, SD: 2, PR: 3, CR: 4 };

/**
 * Best overall response of a course, in the order of time, without confirmation: the best until the first progression.
 * A later 80 after 100, 70, 70 does not take the partial response back.
 */
export function bestOverallResponse(course: readonly OverallResponse[]): OverallResponse | null {
  const end = course.indexOf('PD');
  const counted = end < 0 ? course : course.slice(0, end + 1);
  return counted.reduce<OverallResponse | null>(
    (best, now) => (best === null || RANK[now] > RANK[best] ? now : best),
    null,
  );
}
