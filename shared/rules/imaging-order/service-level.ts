import type { ImagingOrder } from '../../model/imaging-order.ts';
import type { ServiceLevel } from '../../model/site-services.ts';

export interface DueTime {
  /** UTC. */
  readonly dueAt: string;
  readonly from: { readonly at: string; readonly what: 'order' | 'arrival' };
  readonly minutes: number;
}

/**
 * When a site's profile wants an order to be read. A level for its modality goes before one for all; of several the shortest counts.
 * Null: no level is for it, or what it counts from has not happened.
 * @param arrivedAt of the images, UTC; null: they are not here
 */
export function dueTime(
  levels: readonly ServiceLevel[],
  order: Pick<ImagingOrder, 'priority' | 'priorityCode' | 'orderedAt'>,
  modalities: readonly string[],
  arrivedAt: string | null,
): DueTime | null {
  const names = new Set([order.priority, order.priorityCode ?? ''].map((name) => name.toUpperCase()));
  const fitting = levels.filter((level) => names.has(level.priority.toUpperCase()));
  const own = fitting.filter((level) => level.modality !== null && modalities.includes(level.modality));
  const chosen = own.length > 0 ? own : fitting.filter((level) => level.modality === null);
  const due = chosen.flatMap(({ from, minutes }): DueTime[] => {
    const at = from === 'order' ? order.orderedAt : arrivedAt;
    if (at === null) return [];
    const dueAt = new Date(Date.parse(at) + minutes * 60_000).toISOString();
    return [{ dueAt, from: { at, what: from }, minutes }];
  });
  return due.sort((a, b) => a.dueAt.localeCompare(b.dueAt))[0] ?? null;
}
