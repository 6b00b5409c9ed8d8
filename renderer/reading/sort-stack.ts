import { orderWords } from '../../shared/hanging/stack-order.ts';
import type { StackOrder } from '../../shared/model/stack-order.ts';
import { inOrder } from '../hanging/index.ts';
import type { DeskSession } from './desk-session.ts';
import { findSeries, isMade } from './stores.ts';

type SortedDesk = Pick<DeskSession, 'stores' | 'stacks' | 'active' | 'compose' | 'say'>;

/** Puts the pictures of the active viewport into another order; the one that is shown stays on the glass. */
export function sortActive(desk: SortedDesk, order: StackOrder): void {
  const { layout, composition, open } = desk.stores;
  const { active } = layout.getState();
  const cell = composition.getState().cells[active];
  const series = cell ? findSeries(open.getState(), cell.studyId, cell.seriesUid) : null;
  const handle = desk.active;
  if (!cell || !series || !handle || isMade(active, cell))
    return desk.say('Nothing to sort', 'The active viewport shows no stack of pictures.');
  const start = handle.stack[handle.target] ?? cell.start;
  const stack = desk.stacks.of(series).holding(start);
  const sorted = inOrder(stack, order);
  const isKept = sorted.refs.every((ref, at) => stack.placeOf(ref) === at);
  // What could not be sorted is said where the reader looks; the order that stands is not marked for it.
  if (isKept) desk.say(`Sorted ${orderWords(order)}`, sorted.faults.sorted ?? 'That is the order by position.');
  desk.compose(active, { ...cell, start, view: handle.view, order: isKept ? null : order });
}
