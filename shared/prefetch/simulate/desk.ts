import { CLAIMS, PICKS_OTHERWISE } from './distributions.ts';
import type { SimDisk } from './disk.ts';
import { Draw } from './random.ts';
import type { SimCase, SimStudy } from './week.ts';

export type CaseState = 'waiting' | 'claimed' | 'open' | 'read' | 'taken';

export interface Opening {
  readonly caseId: string;
  readonly at: number;
  readonly wasLocal: boolean;
  /** Null: no prior mattered. */
  readonly priorWasLocal: boolean | null;
  /** Until all that the reader wanted was here. Milliseconds. */
  wait: number;
}

const RANK = { stat: 0, urgent: 1, routine: 2 } as const;

/** The shared list, and what our reader does with it. */
export class SimDesk {
  readonly openings: Opening[] = [];
  readonly #states = new Map<string, CaseState>();
  readonly #listed = new Map<string, SimCase>();
  readonly #draw: Draw;
  #open: SimCase | null = null;
  #readUntil: number | null = null;

  constructor(seed: number) {
    this.#draw = new Draw(seed + 2_000_003);
  }

  get open(): SimCase | null {
    return this.#open;
  }

  get readUntil(): number | null {
    return this.#readUntil;
  }

  stateOf(caseId: string): CaseState | null {
    return this.#states.get(caseId) ?? null;
  }

  /** Cases that are still to be read here. */
  get listed(): readonly SimCase[] {
    return [...this.#listed.values()];
  }

  arrive(one: SimCase): void {
    this.#states.set(one.caseId, 'waiting');
    this.#listed.set(one.caseId, one);
  }

  /** Another reader takes it, unless ours has it. */
  take(caseId: string): boolean {
    if (this.#states.get(caseId) !== 'waiting') return false;
    this.#set(caseId, 'taken');
    return true;
  }

  /** The reader takes the next case. @param canCome whether a study that is not here could be fetched now */
  next(now: number, disk: SimDisk, canCome: (study: SimStudy) => boolean): SimCase | null {
    const order = inReadingOrder(
      this.listed.filter(({ caseId }) => this.stateOf(caseId) !== 'open'),
      this.#states,
    );
    const possible = order.filter(({ study }) => disk.isComplete(study) || canCome(study));
    const otherwise = this.#draw.isTrue(PICKS_OTHERWISE);
    const at = otherwise ? this.#draw.below(Math.min(5, possible.length)) : 0;
    const chosen = possible[at] ?? null;
    if (!chosen) return null;
    this.#set(chosen.caseId, 'open');
    this.#open = chosen;
    const prior = relevantPrior(chosen);
    const priorWasLocal = prior === null ? null : disk.isComplete(prior);
    const wasLocal = disk.isComplete(chosen.study) && priorWasLocal !== false;
    this.openings.push({ caseId: chosen.caseId, at: now, wasLocal, priorWasLocal, wait: 0 });
    this.#claim(order.filter((one) => one !== chosen));
    return chosen;
  }

  /** Everything of the open case is here: it is read now. */
  begin(now: number): void {
    const opening = this.openings.at(-1);
    if (!this.#open || !opening) return;
    opening.wait = now - opening.at;
    this.#readUntil = now + this.#open.readMs;
  }

  finish(): void {
    if (this.#open) this.#set(this.#open.caseId, 'read');
    this.#open = null;
    this.#readUntil = null;
  }

  /** At the end of a shift what is claimed goes back on the list. */
  release(): void {
    for (const [caseId, state] of this.#states) if (state === 'claimed') this.#states.set(caseId, 'waiting');
  }

  #claim(order: readonly SimCase[]): void {
    this.release();
    for (const { caseId } of order.slice(0, CLAIMS)) this.#states.set(caseId, 'claimed');
  }

  #set(caseId: string, state: CaseState): void {
    this.#states.set(caseId, state);
    if (state === 'read' || state === 'taken') this.#listed.delete(caseId);
  }
}

/** What is claimed keeps its turn; a STAT goes before it. */
export function inReadingOrder(cases: readonly SimCase[], states: ReadonlyMap<string, CaseState>): readonly SimCase[] {
  const isMine = (one: SimCase): number => (states.get(one.caseId) === 'claimed' ? 0 : 1);
  return cases.toSorted(
    (a, b) =>
      RANK[a.priority] - RANK[b.priority] || isMine(a) - isMine(b) || a.dueAt - b.dueAt || a.arrivesAt - b.arrivesAt,
  );
}

export function relevantPrior(one: SimCase): SimStudy | null {
  return one.priors.find(({ studyId }) => studyId === one.relevant) ?? null;
}
