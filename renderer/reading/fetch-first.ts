import type { ParsedRequest } from '../../shared/contract/index.ts';
import type { StudyId } from '../../shared/model/ids.ts';
import type { SeriesForReading, StudyForReading } from '../../shared/model/study.ts';

/** What to ask for when somebody wants to see a series of which images are still at its site; null: all that anybody told of is here. */
export function fetchFirst(
  studies: readonly Pick<StudyForReading, 'study'>[],
  studyId: StudyId,
  { seriesUid, received, expected }: Pick<SeriesForReading, 'seriesUid' | 'received' | 'expected'>,
): ParsedRequest<'transfers.lift'> | null {
  if (expected === null || received >= expected) return null;
  const studyUid = studies.find(({ study }) => study.studyId === studyId)?.study.studyUid;
  return studyUid === undefined ? null : { studyUid, seriesUid, rank: 'glass' };
}
