import { createStore } from 'zustand/vanilla';
import type { HangingMonitor } from '../../../shared/hanging/protocol/case-facts.ts';
import type { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';
import type { Request } from '../../../shared/contract/index.ts';
import type { TriedPart, TriedStudy } from '../../../shared/hanging/protocol/try-out.ts';

/** What a document would catch, as far as it is counted. */
export interface Caught {
  readonly state: 'none' | 'counting' | 'stopped' | 'counted' | 'failed';
  /** Newest first. */
  readonly studies: readonly TriedStudy[];
  /** Studies of the store; null: nobody has said yet. */
  readonly of: number | null;
  /** Seconds, by how fast it went so far; null: not known yet. */
  readonly timeLeft: number | null;
  readonly error: unknown;
}

/** Rules are taken out one after the other: the count begins when the reader rests for so long. */
const REST_MS = 200;

const NOTHING_YET: Caught = { state: 'none', studies: [], of: null, timeLeft: null, error: null };
/** Of an estimate: earlier ones jump about. */
const LEAST_MS = 1000;

export type AskTried = (request: Request<'hanging.tryOut'>) => Promise<TriedPart>;

/** Asks the station part by part what a document would catch; what was asked before counts no more. */
export class CatchCount {
  readonly store = createStore<Caught>()(() => NOTHING_YET);
  readonly #ask: AskTried;
  readonly #monitors: readonly HangingMonitor[];
  #asked = 0;

  constructor(ask: AskTried, monitors: readonly HangingMonitor[]) {
    this.#ask = ask;
    this.#monitors = monitors;
  }

  /** @returns stops it */
  start(document: HangingProtocol, rest = REST_MS): () => void {
    this.#asked += 1;
    const asked = this.#asked;
    const isAsked = (): boolean => asked === this.#asked;
    // What was counted stays until the first answer: nothing jumps.
    this.store.setState({ state: 'counting', timeLeft: null, error: null });
    const timer = setTimeout(() => void this.#count(document, isAsked), rest);
    return () => {
      clearTimeout(timer);
      if (isAsked()) this.#asked += 1;
    };
  }

  /** What was counted stays, and it asks for no more. */
  stop(): void {
    this.#asked += 1;
    if (this.store.getState().state === 'counting') this.store.setState({ state: 'stopped', timeLeft: null });
  }

  async #count(document: HangingProtocol, isAsked: () => boolean): Promise<void> {
    let studies: readonly TriedStudy[] = [];
    let after: TriedPart['next'] = null;
    const began = performance.now();
    try {
      do {
        const part: TriedPart = await this.#ask({ document, monitors: [...this.#monitors], after });
        if (!isAsked()) return;
        studies = [...studies, ...part.studies];
        after = part.next;
        const state = after === null ? 'counted' : 'counting';
        const timeLeft = state === 'counted' ? null : secondsLeft(performance.now() - began, studies.length, part.of);
        this.store.setState({ state, studies, of: part.of, timeLeft });
      } while (after !== null);
    } catch (error) {
      if (isAsked()) this.store.setState({ state: 'failed', error });
    }
  }
}

/** By how fast it went so far. */
function secondsLeft(ms: number, done: number, of: number): number | null {
  return ms < LEAST_MS || done === 0 ? null : Math.ceil((ms / done / 1000) * (of - done));
}

export interface CaughtGroup {
  readonly key: string;
  readonly title: string;
  readonly studies: readonly TriedStudy[];
}

/** Those that hang by it, those that hang otherwise than now, those that another hangs, those that it refuses by the reason: the nearest misses first. */
export function caughtGroups(studies: readonly TriedStudy[], modalities: readonly string[]): readonly CaughtGroup[] {
  const of = (outcome: TriedStudy['outcome']): readonly TriedStudy[] =>
    studies.filter((one) => one.outcome === outcome);
  const refused = new Map<string, readonly TriedStudy[]>();
  for (const one of of('refused')) refused.set(one.why ?? '', [...(refused.get(one.why ?? '') ?? []), one]);
  const isNear = ([, all]: readonly [string, readonly TriedStudy[]]): boolean =>
    all.some(({ study }) => study.modalities.some((modality) => modalities.includes(modality)));
  const misses = [...refused].toSorted((a, b) => Number(isNear(b)) - Number(isNear(a)) || b[1].length - a[1].length);
  return [
    { key: 'hangs', title: 'Would hang so', studies: of('hangs') },
    { key: 'differs', title: 'Would hang otherwise than now', studies: studies.filter(({ differs }) => differs) },
    { key: 'another', title: 'Fit, but another protocol hangs them', studies: of('another') },
    ...misses.map(([why, all]) => ({ key: `refused ${why}`, title: `Not: ${why}`, studies: all })),
  ];
}
