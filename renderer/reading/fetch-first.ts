import type { ParsedRequest } from '../../shared/contract/index.ts';
import type { StudyId } from '../../shared/model/ids.ts';
import type { SeriesForReading, StudyForReading } from '../../shared/model/study.ts';
import type { callStation } from '../client/index.ts';
import type { DeskStores } from './stores.ts';

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

export interface FetchingDesk {
  readonly stores: Pick<DeskStores, 'open'>;
  readonly call: typeof callStation;
  failed(error: unknown, doing: string): void;
}

/** What somebody wants to see and is still at its site comes before all else. */
export function liftFirst(desk: FetchingDesk, studyId: StudyId, series: SeriesForReading): void {
  const open = desk.stores.open.getState();
  if (open.status !== 'open') return;
  const wanted = fetchFirst([open.current, ...open.priors], studyId, series);
  if (wanted === null) return;
  desk.call('transfers.lift', wanted).catch((error: unknown) => desk.failed(error, 'Series'));
}
