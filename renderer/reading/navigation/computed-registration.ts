import type { ComputedWay } from '../../../shared/model/registration.ts';
import { inverse } from '../../../shared/rules/registration/rigid.ts';
import type { RegisteredWay } from '../../objects/index.ts';

/** As many as a desk keeps. */
const MOST_FOUND = 8;

/** What was computed for the open case; an estimate, never more. */
export class ComputedRegistrations {
  readonly #changed: () => void;
  #found: readonly ComputedWay[] = [];

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get found(): readonly ComputedWay[] {
    return this.#found;
  }

  between(from: string | null, to: string | null): RegisteredWay | null {
    const found = this.#found.find((one) => isBetween(one, from, to));
    if (!found) return null;
    return { matrix: found.from === from ? found.matrix : inverse(found.matrix), by: errorWords(found.error) };
  }

  add(way: ComputedWay): void {
    this.#found = [...this.#found.filter((one) => !isBetween(one, way.from, way.to)), way].slice(-MOST_FOUND);
    this.#changed();
  }

  /** Another window computed, or took back. */
  replace(found: readonly ComputedWay[]): void {
    if (JSON.stringify(found) === JSON.stringify(this.#found)) return;
    this.#found = found;
    this.#changed();
  }

  of(from: string, to: string): ComputedWay | null {
    return this.#found.find((one) => isBetween(one, from, to)) ?? null;
  }

  remove(way: ComputedWay): void {
    const left = this.#found.filter((one) => one !== way);
    if (left.length === this.#found.length) return;
    this.#found = left;
    this.#changed();
  }

  /** Between these something better is known now. */
  forgetBetween(spaces: readonly string[]): void {
    for (const way of this.#found) if (spaces.includes(way.from) && spaces.includes(way.to)) this.remove(way);
  }

  clear(): void {
    if (this.#found.length === 0) return;
    this.#found = [];
    this.#changed();
  }
}

export function errorWords(error: number): string {
  return `registered here, error about ${error.toFixed(1)} mm (spread of four fits)`;
}

function isBetween(one: ComputedWay, a: string | null, b: string | null): boolean {
  return (one.from === a && one.to === b) || (one.from === b && one.to === a);
}
