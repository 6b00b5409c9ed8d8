import type { StudyId } from '../../shared/model/ids.ts';
import type { WorklistRow } from '../../shared/model/study.ts';
import { isOrderAlone } from './order-words.ts';
import { compareRows } from './sort.ts';
import type { Sort } from './sort.ts';
import { isUnder } from './tab-filter.ts';

/** The part of the list that reading on needs. */
export interface ListedRows {
  readonly rows: ReadonlyMap<StudyId, WorklistRow>;
  /** Shown rows that the store no longer lists. */
  readonly gone: ReadonlySet<StudyId>;
  readonly sort: Sort;
}

/**
 * The unread study that follows one in the order of the list, from the top again after the last. Tabs do not count: who reads
 * on from a draft wants the next unread one. Null when none is left besides the study itself.
 */
export function nextUnread({ rows, gone, sort }: ListedRows, after: StudyId): StudyId | null {
  const ordered = [...rows.values()].filter((row) => !gone.has(row.studyId)).sort((a, b) => compareRows(a, b, sort));
  const place = ordered.findIndex((row) => row.studyId === after);
  const round = [...ordered.slice(place + 1), ...ordered.slice(0, place + 1)];
  return round.find((row) => row.studyId !== after && !isOrderAlone(row) && isUnder(row, 'unread'))?.studyId ?? null;
}
