import type { Hold } from '../plan-facts.ts';
import { QUOTA } from './distributions.ts';
import type { SimStudy } from './week.ts';

interface Held {
  readonly study: SimStudy;
  have: number;
  lastUsedAt: number;
  wasOpened: boolean;
  holds: readonly Hold[];
}

/** The disk of a simulated station: what is here, how much of it, and what it was good for. */
export class SimDisk {
  readonly #held = new Map<string, Held>();
  #used = 0;
  #fetched = 0;
  #opened = 0;

  get used(): number {
    return this.#used;
  }

  get quota(): number {
    return QUOTA;
  }

  /** Bytes that came in all, and those of studies that were never looked at. */
  get bytes(): { readonly fetched: number; readonly wasted: number } {
    return { fetched: this.#fetched, wasted: this.#fetched - this.#opened };
  }

  have(studyId: string): number {
    return this.#held.get(studyId)?.have ?? 0;
  }

  isComplete(study: SimStudy): boolean {
    return this.have(study.studyId) >= study.bytes;
  }

  /** Bytes that came of a study. They take room from the first of them. */
  add(study: SimStudy, bytes: number, now: number): void {
    const held = this.#of(study, now);
    const more = Math.min(bytes, study.bytes - held.have);
    held.have += more;
    this.#used += more;
    this.#fetched += more;
    if (held.wasOpened) this.#opened += more;
  }

  open(study: SimStudy, now: number): void {
    const held = this.#of(study, now);
    held.lastUsedAt = now;
    if (!held.wasOpened) this.#opened += held.have;
    held.wasOpened = true;
  }

  hold(studyId: string, holds: readonly Hold[]): void {
    const held = this.#held.get(studyId);
    if (held) held.holds = holds;
  }

  evict(studyId: string): void {
    const held = this.#held.get(studyId);
    if (!held || held.holds.length > 0) return;
    this.#used -= held.have;
    this.#held.delete(studyId);
  }

  list(): readonly Readonly<Held>[] {
    return [...this.#held.values()];
  }

  #of(study: SimStudy, now: number): Held {
    const known = this.#held.get(study.studyId);
    if (known) return known;
    const held: Held = { study, have: 0, lastUsedAt: now, wasOpened: false, holds: [] };
    this.#held.set(study.studyId, held);
    return held;
  }
}
