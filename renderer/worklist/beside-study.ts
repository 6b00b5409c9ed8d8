import type { StudyId } from '../../shared/model/ids.ts';
import type { ListedRows } from './next-unread.ts';
import { isOrderAlone } from './order-words.ts';
import { compareRows } from './sort.ts';
import { isUnder } from './tab-filter.ts';
import type { WorklistTab } from './tab-filter.ts';

export interface TabbedRows extends ListedRows {
  readonly tab: WorklistTab;
  readonly toDeliver: ReadonlySet<StudyId>;
}

/**
 * The study beside one in the list as it is sorted, under the tab that is chosen; the list does not begin anew past its ends. A study
 * whose report was begun on the desk has left its tab: it still has its place between the others. Null: none is there.
 */
export function besideStudy({ rows, gone, sort, tab, toDeliver }: TabbedRows, of: StudyId, by: 1 | -1): StudyId | null {
  const listed = [...rows.values()]
    .filter((row) => !gone.has(row.studyId) && !isOrderAlone(row))
    .filter((row) => row.studyId === of || isUnder(row, tab, toDeliver))
    .sort((a, b) => compareRows(a, b, sort));
  const here = listed.findIndex(({ studyId }) => studyId === of);
  // Of a study that is not in the list nothing is before, and all of the list comes after.
  return (here < 0 && by === -1 ? undefined : listed[here + by])?.studyId ?? null;
}
