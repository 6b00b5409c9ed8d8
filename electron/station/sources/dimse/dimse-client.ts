import { AppError } from '../../../../shared/errors/app-error.ts';
import type { DimseSettings, SourceSecrets } from '../../../../shared/model/source-settings.ts';
import type { FoundInstance, FoundSeries, FoundStudy, StudyQuery } from '../../../../shared/model/source.ts';
import type { OutgoingObject, QueryOptions, RetrieveOutcome, StoreReceipt } from '../source.ts';
import type { DimseLink, JobListener } from './dimse-link.ts';
import type { Commitment, Found, FoundPatient, Level, Outcome, Peer, Task } from './dimse-messages.ts';
import { Gate } from './gate.ts';
import { peerOf } from './peer-of.ts';
import { queryKeys } from './query-keys.ts';
import { resultsOf } from './result-queue.ts';
import type { Lane } from './retrieve-plan.ts';
import { studyKeys } from './study-keys.ts';
import { key } from './wire/key.ts';
import type { Key } from './wire/key.ts';

/** Matches of one query that are read; a caller may want fewer. */
const MOST_FOUND = 100_000;

type Reached = Extract<Outcome, { readonly kind: 'reach' }>;

/** What a source asks of its peer, one association at a time as its settings allow. */
export class DimseClient {
  readonly #peer: Peer;
  readonly #link: DimseLink;
  readonly #gate: Gate;
  readonly #closing = new AbortController();

  constructor(settings: DimseSettings, secrets: SourceSecrets, link: DimseLink) {
    this.#peer = peerOf(settings, secrets);
    this.#link = link;
    this.#gate = new Gate(settings.maxAssociations);
  }

  /** Ends everything that runs. */
  close(): void {
    this.#closing.abort();
  }

  patients(query: StudyQuery, options: QueryOptions): AsyncGenerator<FoundPatient> {
    return this.#find('PATIENT', studyKeys(query, true), options, (one) =>
      one.level === 'PATIENT' ? one.found : null,
    );
  }

  /** Studies that fit; a peer that does not look at modalities answers with others, too: those are left out. */
  studies(query: StudyQuery, options: QueryOptions): AsyncGenerator<FoundStudy> {
    const { modality = '' } = query;
    const fits = ({ modalities }: FoundStudy): boolean =>
      modality === '' || modalities.length === 0 || modalities.includes(modality);
    return this.#find('STUDY', studyKeys(query, false), options, (one) =>
      one.level === 'STUDY' && fits(one.found) ? one.found : null,
    );
  }

  series(studyUid: string, options: QueryOptions): AsyncGenerator<FoundSeries> {
    const keys = [key('studyUid', studyUid)];
    return this.#find('SERIES', keys, options, (one) => (one.level === 'SERIES' ? one.found : null));
  }

  instances(studyUid: string, seriesUid: string, options: QueryOptions): AsyncGenerator<FoundInstance> {
    const keys = [key('studyUid', studyUid), key('seriesUid', seriesUid)];
    return this.#find('IMAGE', keys, options, (one) => (one.level === 'IMAGE' ? one.found : null));
  }

  /** @param classes abstract syntaxes that are proposed beside the echo's */
  async reach(
    until: 'name' | 'port' | 'association',
    signal: AbortSignal,
    { echo = false, classes = [] as readonly string[] } = {},
  ): Promise<Reached> {
    const outcome = await this.#run(
      { kind: 'reach', peer: this.#peer, until, echo, classes: [...classes] },
      {},
      signal,
    );
    if (outcome.kind !== 'reach') throw unexpected();
    return outcome;
  }

  /** Fetches what a lane holds on one association. @param begin for a C-GET: takes what it brings */
  async get(lane: Lane, begin: NonNullable<JobListener['begin']>, signal: AbortSignal): Promise<RetrieveOutcome> {
    const { units, classes } = unfrozen(lane);
    return this.#retrieve({ kind: 'get', peer: this.#peer, units, classes }, { begin }, signal);
  }

  async move(
    lane: Lane,
    to: { readonly destination: string; readonly messageId: number },
    signal: AbortSignal,
  ): Promise<RetrieveOutcome> {
    return this.#retrieve({ kind: 'move', peer: this.#peer, units: unfrozen(lane).units, ...to }, {}, signal);
  }

  store(objects: readonly OutgoingObject[], signal: AbortSignal): AsyncGenerator<StoreReceipt> {
    const described = objects.map(({ sopUid, sopClass, transferSyntax }) => ({ sopUid, sopClass, transferSyntax }));
    return resultsOf<StoreReceipt>(signal, (push, own) =>
      this.#run(
        { kind: 'store', peer: this.#peer, objects: described },
        {
          open: (index) => objects[index]?.open() ?? nothing(),
          receipt: ({ index, state, status }) => push({ sopUid: objects[index]?.sopUid ?? '', state, status }),
        },
        own,
      ),
    );
  }

  async commit(
    transactionUid: string,
    objects: readonly { readonly sopUid: string; readonly sopClass: string }[],
    signal: AbortSignal,
  ): Promise<Commitment | null> {
    const named = objects.map(({ sopUid, sopClass }) => ({ sopUid, sopClass }));
    let heard: Commitment | null = null;
    const commitment = (said: Commitment): void => {
      if (said.transactionUid === transactionUid) heard = said;
    };
    await this.#run({ kind: 'commit', peer: this.#peer, transactionUid, objects: named }, { commitment }, signal);
    return heard;
  }

  #find<T>(
    level: Level,
    looked: readonly Key[],
    { signal, limit = MOST_FOUND }: QueryOptions,
    take: (found: Found) => T | null,
  ): AsyncGenerator<T> {
    const keys = [...queryKeys(level, looked)];
    const task: Task = { kind: 'find', peer: this.#peer, level, keys, limit: Math.min(limit, MOST_FOUND) };
    return resultsOf<T>(signal, (push, own) => {
      const found = (records: readonly Found[]): void =>
        push(...records.map((record) => take(record)).filter((one) => one !== null));
      return this.#run(task, { found }, own);
    });
  }

  async #retrieve(task: Task, listener: JobListener, signal: AbortSignal): Promise<RetrieveOutcome> {
    const outcome = await this.#run(task, listener, signal);
    if (outcome.kind !== 'retrieve') throw unexpected();
    return outcome;
  }

  #run(task: Task, listener: JobListener, signal: AbortSignal): Promise<Outcome> {
    const either = AbortSignal.any([signal, this.#closing.signal]);
    return this.#gate.pass(either, () => this.#link.run(task, listener, either));
  }
}

/** The messages to the process are plain, changeable data. */
function unfrozen({ units, classes }: Lane): {
  units: { level: Level; keys: Key[] }[];
  classes: string[];
} {
  return { units: units.map(({ level, keys }) => ({ level, keys: [...keys] })), classes: [...classes] };
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // An index that is none of ours: the process said nonsense, and gets nothing.
}

function unexpected(): AppError {
  return new AppError('internal/bug', 'the DIMSE process answered another question');
}
