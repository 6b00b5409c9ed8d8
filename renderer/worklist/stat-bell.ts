import type { StatOrder } from './stat-orders.ts';

/** However many orders come at once, and a feed that says all of them again: one sound in so long, milliseconds. */
const QUIET_MS = 20_000;
/** Orders that are remembered as rung. */
const MOST = 500;

export interface StatBellParts {
  readonly isOn: () => boolean;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  readonly ring: () => void;
}

/** One sound for each order that became STAT: it says that there is one, and nothing of whom. */
export class StatBell {
  readonly #parts: StatBellParts;
  readonly #rung = new Set<string>();
  #last = Number.NEGATIVE_INFINITY;

  constructor(parts: StatBellParts) {
    this.#parts = parts;
  }

  arrived({ orderId }: Pick<StatOrder, 'orderId'>): void {
    const { isOn, now, ring } = this.#parts;
    if (this.#rung.has(orderId)) return;
    if (this.#rung.size >= MOST) this.#rung.clear();
    this.#rung.add(orderId);
    if (!isOn() || now() - this.#last < QUIET_MS) return;
    this.#last = now();
    ring();
  }
}
