import type { PlanSource, RateWindow } from './plan-facts.ts';

/** When transfers of each source run, one after the other in the order in which they are asked for. */
export class Lanes {
  readonly #windows: ReadonlyMap<string, readonly RateWindow[]>;
  readonly #freeAt = new Map<string, number>();

  constructor(sources: readonly PlanSource[]) {
    this.#windows = new Map(sources.map(({ sourceId, windows }) => [sourceId, windows]));
  }

  /** Times of one transfer; null where the windows end before it does. Nothing is booked. */
  tryOut(
    sourceId: string,
    bytes: number,
    notBefore: number,
  ): { readonly startsAt: number; readonly doneAt: number } | null {
    let at = Math.max(notBefore, this.#freeAt.get(sourceId) ?? notBefore);
    let left = bytes;
    let startsAt: number | null = null;
    for (const { from, to, bytesPerSecond } of this.#windows.get(sourceId) ?? []) {
      if (to <= at || bytesPerSecond <= 0) continue;
      at = Math.max(at, from);
      startsAt ??= at;
      const room = ((to - at) * bytesPerSecond) / 1000;
      if (left <= room) return { startsAt, doneAt: Math.ceil(at + (left * 1000) / bytesPerSecond) };
      left -= room;
      at = to;
    }
    return null;
  }

  book(sourceId: string, until: number): void {
    this.#freeAt.set(sourceId, until);
  }
}
