import type { Rigid } from '../../../shared/model/registration.ts';
import { inverse } from '../../../shared/rules/registration/rigid.ts';
import type { RegisteredWay } from '../../objects/index.ts';

/** How one frame of reference lies in another, as this program found. */
export interface FoundWay {
  readonly from: string;
  readonly to: string;
  readonly matrix: Rigid;
  /** mm. */
  readonly error: number;
}

/** What was computed for the open case; an estimate, never more. */
export class ComputedRegistrations {
  readonly #changed: () => void;
  #found: readonly FoundWay[] = [];

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  between(from: string | null, to: string | null): RegisteredWay | null {
    const found = this.#found.find((one) => isBetween(one, from, to));
    if (!found) return null;
    return { matrix: found.from === from ? found.matrix : inverse(found.matrix), by: errorWords(found.error) };
  }

  add(way: FoundWay): void {
    this.#found = [...this.#found.filter((one) => !isBetween(one, way.from, way.to)), way];
    this.#changed();
  }

  /** False where there was none. */
  remove(from: string, to: string): boolean {
    const left = this.#found.filter((one) => !isBetween(one, from, to));
    if (left.length === this.#found.length) return false;
    this.#found = left;
    this.#changed();
    return true;
  }

  clear(): void {
    if (this.#found.length === 0) return;
    this.#found = [];
    this.#changed();
  }
}

export function errorWords(error: number): string {
  return `computed, error about ${error.toFixed(1)} mm (spread of four fits)`;
}

function isBetween(one: FoundWay, a: string | null, b: string | null): boolean {
  return (one.from === a && one.to === b) || (one.from === b && one.to === a);
}
