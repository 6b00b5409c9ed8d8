import type { LocalStudy, PlanFacts } from './plan-facts.ts';

export interface Eviction {
  readonly studyId: string;
  readonly bytes: number;
  readonly why: string;
}

interface Candidate extends LocalStudy {
  /** When the list wants it; infinity: it does not. */
  readonly need: number;
}

/** What the store holds while a plan is made. Never over the quota; what is held never goes. */
export class Room {
  readonly #quota: number;
  readonly #local: readonly LocalStudy[];
  /** Made when room is first needed: mostly it is not. */
  #sorted: Candidate[] | null = null;
  readonly #neededAt: ReadonlyMap<string, number>;
  readonly #now: number;
  #used: number;

  /** @param neededAt for studies that the list wants: when, in the keys of tasks. @param spare bytes of the quota left alone */
  constructor(facts: PlanFacts, neededAt: ReadonlyMap<string, number>, spare: number) {
    this.#quota = Math.max(0, facts.quotaBytes - spare);
    this.#used = facts.usedBytes;
    this.#neededAt = neededAt;
    this.#now = facts.now;
    this.#local = facts.local;
  }

  /** What goes to make room for these bytes, taken at once; null where it does not suffice, and then nothing goes. */
  take(bytes: number, key: number): readonly Eviction[] | null {
    const going: Candidate[] = [];
    let over = this.#used + bytes - this.#quota;
    for (const study of over > 0 ? this.#candidates() : []) {
      if (over <= 0) break;
      // What is wanted sooner than this stays.
      if (study.bytes === 0 || study.need <= key) continue;
      going.push(study);
      over -= study.bytes;
    }
    if (over > 0) return null;
    for (const study of going) {
      this.#used -= study.bytes;
      this.#candidates().splice(this.#candidates().indexOf(study), 1);
    }
    this.#used += bytes;
    return going.map((study) => ({ studyId: study.studyId, bytes: study.bytes, why: this.#words(study) }));
  }

  /** How much could be had for a task of that key. */
  free(key: number): number {
    const freeable = this.#candidates().filter(({ need }) => need > key);
    return this.#quota - this.#used + freeable.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Last: what is wanted soonest. Of what nobody wants: the most valuable, then the one used last. */
  #candidates(): Candidate[] {
    this.#sorted ??= this.#local
      .filter(({ holds }) => holds.length === 0)
      .map((study) => ({ ...study, need: this.#neededAt.get(study.studyId) ?? Infinity }))
      .sort(
        (a, b) =>
          descending(a.need, b.need) ||
          a.value - b.value ||
          a.lastUsedAt - b.lastUsedAt ||
          (a.studyId < b.studyId ? -1 : 1),
      );
    return this.#sorted;
  }

  #words(study: Candidate): string {
    if (study.need < Infinity) return 'wanted later than what needs its room';
    const days = Math.floor((this.#now - study.lastUsedAt) / 86_400_000);
    const used = days <= 0 ? 'last used today' : days === 1 ? 'last used yesterday' : `not used for ${days} days`;
    return `on nobody's list, ${used}`;
  }
}

/** Not by subtraction: what nobody wants is wanted at infinity. */
function descending(a: number, b: number): number {
  return a === b ? 0 : a < b ? 1 : -1;
}
