import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import type { PriorRules } from '../../../../shared/hanging/prior-relevance.ts';
import { DisposerBag } from '../../../../shared/lib/disposable.ts';
import { Emitter } from '../../../../shared/lib/emitter.ts';
import { SourceId } from '../../../../shared/model/ids.ts';
import type { StudyId, TransferId } from '../../../../shared/model/ids.ts';
import type { PrefetchPin, PrefetchReport, PrefetchSettings } from '../../../../shared/model/prefetch.ts';
import type { WorklistRow } from '../../../../shared/model/study.ts';
import { measuredRate, safeRate, UNKNOWN_RATE } from '../../../../shared/prefetch/line-rate.ts';
import { makeRoom, planPrefetch } from '../../../../shared/prefetch/plan.ts';
import type { PrefetchPlan } from '../../../../shared/prefetch/plan.ts';
import type { PlanFacts } from '../../../../shared/prefetch/plan-facts.ts';
import type { OpenStore } from '../../access/open-store.ts';
import { studiesOfPatient } from '../../archive/study-rows.ts';
import type { Clock, Log } from '../../kernel/ports.ts';
import { Statements } from '../../kernel/statements.ts';
import type { StoredSource } from '../source-list/source-list.ts';
import type { Transfers } from '../transfers.ts';
import { askForPriors } from './ask-for-priors.ts';
import type { NotAsked } from './ask-for-priors.ts';
import { evictStudy } from './evict.ts';
import { bytesHere, fetchedStudies, sizesSeen } from './fetched-studies.ts';
import type { FetchedStudy } from './fetched-studies.ts';
import { planCase, planSources, rowsToRead, shiftAround } from './gather-facts.ts';
import type { CaseParts } from './gather-facts.ts';
import { PrefetchMemory } from './prefetch-memory.ts';
import type { PrefetchMemoryOptions } from './prefetch-memory.ts';

/** Studies asked for in one round: what is asked for cannot be put in another order by the next plan. */
const MOST_ASKED = 12;
const EVERY_MS = 3 * 60_000;
/** Of a reader who said nothing of a shift. */
const TONIGHT_MS = 12 * 3_600_000;
/** Share of the room that is made at once where something waits for room, and how often that is tried. */
const ROOM_SHARE = 0.02;
const ROOM_EVERY_MS = 30_000;

export interface PrefetchOptions {
  readonly store: OpenStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly rules: PriorRules;
  readonly transfers: Transfers;
  /** The reading list as it stands. */
  readonly rows: () => readonly WorklistRow[];
  /** Studies that a window shows. */
  readonly open: () => ReadonlySet<string>;
  readonly isDown: (sourceId: string) => boolean;
  readonly onClaimed?: PrefetchMemoryOptions['onClaimed'];
}

interface Made {
  readonly facts: PlanFacts;
  readonly plan: PrefetchPlan;
  readonly here: readonly FetchedStudy[];
  readonly sources: readonly StoredSource[];
}

/** Fetches ahead what will be read, and lets go what nobody wants. */
export class Prefetch {
  readonly memory: PrefetchMemory;
  /** Something is kept that was not, or the other way round. */
  readonly onPinned = new Emitter<null>();
  readonly #options: PrefetchOptions;
  readonly #statements: Statements;
  readonly #bag = new DisposerBag();
  readonly #stop = new AbortController();
  readonly #begun = new Map<TransferId, { readonly ms: number; readonly bytes: number }>();
  #timer: NodeJS.Timeout | null = null;
  #roomMadeAt = Number.NEGATIVE_INFINITY;
  #running: Promise<unknown> = Promise.resolve();

  constructor(options: PrefetchOptions) {
    const { store, clock } = options;
    this.#options = options;
    this.#statements = new Statements(store.index);
    const { onClaimed } = options;
    this.memory = new PrefetchMemory({
      ...{ db: store.index, commands: store.commands, clock, personId: store.personId },
      ...(onClaimed === undefined ? {} : { onClaimed }),
    });
    this.#bag.add(options.transfers.onNoRoom.on(() => this.#roomWanted()));
    this.#bag.add(options.transfers.desk.onChanged.on((transferId) => this.#measure(transferId)));
  }

  /** Begins to fetch by itself, where the settings say so. */
  start(): void {
    this.#timer ??= setInterval(() => this.nudge(), EVERY_MS).unref();
    this.nudge();
  }

  /** Something new is in the list, or the settings changed: what is to be fetched is looked at now, where it goes by itself. */
  nudge(): void {
    if (this.#timer !== null && this.memory.settings().on) this.#later(() => this.run());
  }

  async close(): Promise<void> {
    this.#stop.abort();
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#bag.dispose();
    await this.#running.catch(() => undefined);
  }

  /** What would be done now. @param ask the sources are asked for priors first */
  async plan(ask: boolean): Promise<PrefetchReport> {
    const notAsked = ask ? await this.#ask() : [];
    return this.#report(this.#make(), notAsked);
  }

  /** Evicts and asks as a plan of now says. What is asked for comes by its rank, after what somebody waits for. */
  async run(): Promise<{ readonly plan: PrefetchReport; readonly asked: number; readonly evicted: number }> {
    const notAsked = await this.#ask();
    const made = this.#make();
    const { transfers } = this.#options;
    const due = made.plan.fetches.filter(({ notBefore }) => notBefore <= made.facts.now).slice(0, MOST_ASKED);
    let evicted = 0;
    for (const fetch of due) {
      for (const { studyId: studyUid } of fetch.evicts) {
        // Again: somebody may have opened it, or drawn in it, since the plan was made.
        const found = this.#here().find((one) => one.studyUid === studyUid && one.holds.length === 0);
        if (!found) continue;
        await this.#evict(found.studyId);
        evicted += 1;
      }
      const rank = fetch.role === 'current' ? 'next' : 'prior';
      transfers.askBest(
        [fetch.sourceId, ...fetch.others].map((id) => SourceId.parse(id)),
        fetch.studyId,
        rank,
      );
    }
    return { plan: this.#report(made, notAsked), asked: due.length, evicted };
  }

  /**
   * Lines that are paid by the byte are used ahead until the shift ends, or for twelve hours; on false no more. On record.
   * @returns until when, UTC
   */
  liftMeter(tonight: boolean): string | null {
    const { transfers, clock } = this.#options;
    const now = Date.parse(clock.nowIso());
    const end = shiftAround(this.memory.settings().shift, now)?.to ?? now + TONIGHT_MS;
    transfers.liftMeter(tonight ? new Date(end).toISOString() : null);
    this.nudge();
    return transfers.meter.liftedUntil;
  }

  /** Somebody opened a study: where its images were let go, they come back before everything else. */
  opened(studyUid: string): void {
    const { transfers, store } = this.#options;
    if (transfers.here.studies(studyUid).length === 0 || bytesHere(store.index, studyUid) > 0) return;
    transfers.askBest(transfers.toldBy(studyUid), studyUid, 'open');
  }

  change(settings: PrefetchSettings): PrefetchSettings {
    const changed = this.memory.change(settings);
    this.nudge();
    return changed;
  }

  /** @throws AppError archive/unknown-study for one that is neither here nor on the list nor known to a source */
  pin(studyUid: string, pin: PrefetchPin | null): void {
    const { transfers, rows } = this.#options;
    const isKnown =
      transfers.here.studies(studyUid).length > 0 ||
      transfers.siteStudies.ofStudy(studyUid).length > 0 ||
      rows().some((row) => row.studyUid === studyUid);
    if (!isKnown) throw new AppError('archive/unknown-study', 'nobody knows of such a study');
    this.memory.pin(studyUid, pin);
    this.onPinned.emit(null);
    this.nudge();
  }

  /** What a case is put together from; sizes are those of a store that has seen nothing. */
  caseParts(): CaseParts {
    const { store, transfers, rules } = this.#options;
    return {
      ...{ rules, memory: this.memory, sources: transfers.sources.all(), pins: this.memory.pins(), sizes: {} },
      toldBy: (studyUid) => transfers.toldBy(studyUid),
      bytesHere: (studyUid) => bytesHere(store.index, studyUid),
      ofPatient: (patientKey) => studiesOfPatient(this.#statements, patientKey),
    };
  }

  /** Something that was asked for waits for room: what nobody wants goes, where there is such. */
  #roomWanted(): void {
    const now = this.#options.clock.monotonic();
    if (now - this.#roomMadeAt < ROOM_EVERY_MS) return;
    this.#roomMadeAt = now;
    this.#later(() => this.makeRoom());
  }

  /** Lets go what nobody wants now until a part of the room is free; gives how many studies went. */
  async makeRoom(): Promise<number> {
    const { transfers } = this.#options;
    transfers.room.recount();
    const { facts } = this.#make();
    let gone = 0;
    for (const { studyId: studyUid } of makeRoom(facts, facts.quotaBytes * ROOM_SHARE, facts.now)) {
      const found = this.#here().find((one) => one.studyUid === studyUid && one.holds.length === 0);
      if (!found) continue;
      await this.#evict(found.studyId);
      gone += 1;
    }
    if (gone > 0) transfers.desk.wake();
    return gone;
  }

  async #evict(studyId: StudyId): Promise<void> {
    const { store, transfers } = this.#options;
    await evictStudy({ ...store, personId: store.personId }, studyId);
    transfers.room.recount();
  }

  #later(work: () => Promise<unknown>): void {
    this.#running = this.#running.then(work).catch((error: unknown) => {
      if (!this.#stop.signal.aborted) this.#options.log.warn('prefetch-failed', { code: asAppError(error).code });
    });
  }

  #ask(): Promise<readonly NotAsked[]> {
    const { transfers, clock } = this.#options;
    const now = Date.parse(clock.nowIso());
    return askForPriors(rowsToRead(this.#options.rows(), this.memory.pins(), now), {
      ...{ memory: this.memory, sources: transfers.sources.all(), now, signal: this.#stop.signal },
      open: ({ sourceId }) => transfers.pool.get(sourceId),
    });
  }

  #here(): readonly FetchedStudy[] {
    const { store, open } = this.#options;
    return fetchedStudies(store, { open: open(), pinned: this.memory.pins() });
  }

  #make(): Made {
    const { store, transfers, clock, isDown } = this.#options;
    const now = Date.parse(clock.nowIso());
    const settings = this.memory.settings();
    const pins = this.memory.pins();
    const sources = transfers.sources.all();
    const parts = { ...this.caseParts(), sizes: sizesSeen(store.index) };
    const here = this.#here();
    const facts: PlanFacts = {
      ...{ now, quotaBytes: transfers.room.quota, shift: shiftAround(settings.shift, now) },
      metered: settings.metered && transfers.meter.liftedUntil === null,
      cases: rowsToRead(this.#options.rows(), pins, now).map((row, order) => planCase(row, order, parts)),
      local: here.map(({ studyUid, bytes, lastUsedAt, holds }) => ({
        studyId: studyUid,
        bytes,
        lastUsedAt,
        holds,
        value: 0,
      })),
      sources: planSources(sources, this.memory.rates(), { now, isDown, isMetered: (id) => transfers.isMetered(id) }),
      // What peers pushed is among it.
      usedBytes: transfers.room.used,
    };
    return { facts, plan: planPrefetch(facts), here, sources };
  }

  #report({ facts, plan, here, sources }: Made, notAsked: readonly NotAsked[]): PrefetchReport {
    const { transfers } = this.#options;
    const iso = (at: number): string => new Date(at).toISOString();
    const nameOf = (id: string): string => sources.find(({ sourceId }) => sourceId === id)?.settings.name ?? '';
    const idOf = new Map(here.map(({ studyUid, studyId }) => [studyUid, studyId]));
    const rates = this.memory.rates();
    return {
      ...{ at: iso(facts.now), settings: this.memory.settings(), words: plan.words, usedBytes: facts.usedBytes },
      ...{ isFull: transfers.room.trouble !== null, meterLiftedUntil: transfers.meter.liftedUntil },
      metered: sources.filter((one) => one.settings.metered).map((one) => one.settings.name),
      ...{ readyNow: plan.forecast.readyNow, readyThen: plan.forecast.readyThen, bytes: plan.forecast.bytes },
      doneAt: plan.forecast.doneAt === null ? null : iso(plan.forecast.doneAt),
      fetch: plan.fetches.map(
        ({ studyId, caseId, role, bytes, why, sourceId, estimated, startsAt, doneAt, inTime }) => ({
          ...{ studyUid: studyId, caseUid: caseId, role, bytes, why, estimated, inTime },
          ...{
            sourceId: SourceId.parse(sourceId),
            sourceName: nameOf(sourceId),
            startsAt: iso(startsAt),
            doneAt: iso(doneAt),
          },
        }),
      ),
      evict: plan.evictions.flatMap(({ studyId, bytes, why }) => {
        const id = idOf.get(studyId);
        return id === undefined ? [] : [{ studyId: id, bytes, why }];
      }),
      left: plan.left.map(({ studyId, caseId, ...line }) => ({ studyUid: studyId, caseUid: caseId, ...line })),
      rates: sources.map(({ sourceId, settings }) => {
        const rate = rates[sourceId] ?? UNKNOWN_RATE;
        const counted = Math.round(safeRate(rate));
        return { sourceId, sourceName: settings.name, measured: Math.round(rate.mean), counted, samples: rate.samples };
      }),
      notAsked: [...notAsked],
    };
  }

  /** Learns the rate of a line from transfers that ended. */
  #measure(transferId: TransferId): void {
    const { transfers, clock } = this.#options;
    const row = transfers.desk.table.find(transferId);
    if (row === null) return;
    const bytes = transfers.desk.countsOf(row).bytes;
    if (row.state === 'running') {
      if (!this.#begun.has(transferId)) this.#begun.set(transferId, { ms: clock.monotonic(), bytes });
      return;
    }
    const begun = this.#begun.get(transferId);
    this.#begun.delete(transferId);
    if (begun === undefined || row.state !== 'done') return;
    const known = this.memory.rates()[row.sourceId] ?? UNKNOWN_RATE;
    const rate = measuredRate(known, { bytes: bytes - begun.bytes, ms: clock.monotonic() - begun.ms });
    if (rate !== known) this.#later(() => this.memory.saveRate(row.sourceId, rate));
  }
}
