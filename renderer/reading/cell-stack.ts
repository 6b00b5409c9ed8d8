import { inOrder, stackAmong } from '../hanging/index.ts';
import type { SeriesStack, SeriesStacks } from '../hanging/index.ts';
import { findSeries, studiesOf } from './stores.ts';
import type { Composed, DeskCase } from './stores.ts';

/** The pictures that a viewport should show, as they lie in space; null where their series is not open. */
export function stackOfCell(
  stacks: SeriesStacks,
  open: DeskCase,
  cell: Pick<Composed, 'studyId' | 'seriesUid' | 'start' | 'among'> | null,
): SeriesStack | null {
  const series = cell ? findSeries(open, cell.studyId, cell.seriesUid) : null;
  if (!cell || !series) return null;
  const study = cell.among ? studiesOf(open).find((one) => one.study.studyId === cell.studyId) : undefined;
  return cell.among && study ? stackAmong(study, cell.among, stacks) : stacks.of(series).holding(cell.start);
}

/** The same in the order that it is shown in. */
export function shownStack(stacks: SeriesStacks, open: DeskCase, cell: Composed | null): SeriesStack | null {
  const stack = stackOfCell(stacks, open, cell);
  return stack && (cell?.among ? stack : inOrder(stack, cell?.order));
}
