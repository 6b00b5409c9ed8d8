import type { StudyId } from '../../shared/model/ids.ts';

/** The order of the list as it stands on the screen, and what arrived meanwhile. */
export interface ListOrder {
  readonly shown: readonly StudyId[];
  readonly waiting: readonly StudyId[];
}

/**
 * Takes in the order that the rows should have. While it is held no row moves, comes or goes: what is new waits.
 * An empty list has nothing to move and takes everything.
 */
export function takeOrder(current: ListOrder, wanted: readonly StudyId[], held: boolean): ListOrder {
  if (!held || current.shown.length === 0) return { shown: wanted, waiting: [] };
  const there = new Set(current.shown);
  return { shown: current.shown, waiting: wanted.filter((id) => !there.has(id)) };
}
