import { AppError, asAppError } from '../../../shared/errors/app-error.ts';
import { DisposerBag } from '../../../shared/lib/disposable.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import { SourceId } from '../../../shared/model/ids.ts';
import type { StudyId, TransferId } from '../../../shared/model/ids.ts';
import type { SourceSecrets, SourceSettings } from '../../../shared/model/source-settings.ts';
import type { LineHistory } from '../../../shared/model/line-history.ts';
import type { FoundStudy, SourceStepResult, StudyQuery } from '../../../shared/model/source.ts';
import type { SiteStanding, TransferRank } from '../../../shared/model/transfer.ts';
import { MOST_FOUND } from '../../../shared/contract/sources.ts';
import { SiteIngests } from '../archive/site-ingests.ts';
import { decodedPixelHash } from '../archive/pixel-hash.ts';
import type { Source, Throttle } from '../sources/source.ts';
import { newId } from '../kernel/ids.ts';
import { openThrottle } from '../sources/throttle.ts';
import { sourceClock } from '../sources/source-clock.ts';
import { lineRates, prefetchSettings } from './prefetch/prefetch-memory.ts';
import { ArrivalRoom } from './retrieve/arrival-room.ts';
import { bestSources } from './retrieve/best-sources.ts';
import { Credit } from './retrieve/credit.ts';
import { LineSamples } from './retrieve/line-samples.ts';
import { Meter } from './retrieve/meter.ts';
import { RunMaker } from './retrieve/make-run.ts';
import { Prover } from './retrieve/prover.ts';
import { PushedNotes } from './retrieve/pushed-notes.ts';
import { PushedObjects } from './retrieve/receive-sink.ts';
import { Revalidator } from './retrieve/revalidate.ts';
import { ShownTransfers } from './retrieve/shown-transfers.ts';
import { SiteStudies } from './retrieve/site-studies.ts';
import { TransferDesk } from './retrieve/transfer-desk.ts';
import type { NewTransfer } from './retrieve/transfer-table.ts';
import { WhatIsHere } from './retrieve/what-is-here.ts';
import { ConnectionTests } from './source-list/connection-tests.ts';
import { HeldCertificates } from './source-list/held-certificates.ts';
import { SourceList } from './source-list/source-list.ts';
import { SourceStates } from './source-list/source-states.ts';
import type { SourceStatesParts } from './source-list/source-states.ts';
import { SourcePool } from './source-list/source-pool.ts';
import type { TransfersOptions } from './transfers-options.ts';
import type { SiteWatch } from './watch/site-watch.ts';

const TELL_EVERY_MS = 250;
/** Memory that objects on their way in may take, of all sources and peers together. */
const CREDIT_BYTES = 32 * 1024 * 1024;

export type { TransfersOptions } from './transfers-options.ts';

/** Sources, and what is fetched from them: one an open store. */
export class Transfers {
  readonly sources: SourceList;
  readonly pool: SourcePool;
  readonly desk: TransferDesk;
  readonly shown: ShownTransfers;
  readonly here: WhatIsHere;
  readonly siteStudies: SiteStudies;
  /** The way into the archive, for imports too. */
  readonly ingests: SiteIngests;
  /** What peers push to our own receiver. */
  readonly pushed: PushedObjects;
  /** Between the choice of a file and the saving of a form. */
  readonly heldCertificates = new HeldCertificates();
  readonly states: SourceStates;
  /** Room for what comes over lines, lines that are paid by the byte, and how fast lines were. */
  readonly room: ArrivalRoom;
  readonly meter: Meter;
  readonly lines: LineSamples;
  /** Something waits for room. */
  readonly onNoRoom = new Emitter<null>();
  /** A peer pushed an object of a study; told of each object. */
  readonly onPushed = new Emitter<StudyId>();
  #watch: Pick<SiteWatch, 'lookAt' | 'lookSoon'> | null = null;
  readonly #tests: ConnectionTests;
  readonly #prover: Prover;
  readonly #options: TransfersOptions;
  readonly #revalidator: Revalidator;
  readonly #throttles = new Map<string, Throttle>();
  readonly #bag = new DisposerBag();
  readonly #changed = new Set<TransferId>();
  #telling: NodeJS.Timeout | null = null;
  #started = false;

  /** A connection that stands in no list: whoever opens it closes it. */
  openApart(settings: SourceSettings, secrets: SourceSecrets): Source {
    const apart = { sourceId: SourceId.parse(newId()), secrets: [], managedBy: null, paused: false, changedAt: '' };
    return this.#options.openSource({ ...apart, settings, proofs: secrets }, () => undefined);
  }

  constructor(options: TransfersOptions) {
    const { store, clock, log, personId, parsers } = options;
    const { index: db, commands, blobs, ring, alarms } = store;
    this.#options = options;
    this.sources = new SourceList({ db, commands, clock, personId, profiles: options.profiles });
    this.pool = new SourcePool(this.sources, options.openSource);
    this.here = new WhatIsHere(db);
    this.siteStudies = new SiteStudies({ db, commands, clock, personId, here: this.here });
    const ingests = (this.ingests = new SiteIngests({
      ...{ db, blobs, commands, ring, parsers, clock, personId },
      pixelHash: options.pool && decodedPixelHash(options.pool),
      onRejected: options.onRejected,
    }));
    this.meter = new Meter({ db, commands, clock, personId });
    this.lines = new LineSamples(db, clock, log);
    this.room = new ArrivalRoom({
      ...{ db, dir: store.dir, clock, freeBytes: options.freeBytes },
      quotaBytes: options.quotaBytes ?? (() => prefetchSettings(db).quotaBytes),
    });
    const requireRoom = (): void => {
      store.storage.requireRoom();
      this.room.require();
    };
    const onStudies = (studyIds: readonly StudyId[]): void =>
      options.emit({ name: 'worklist.changed', payload: { studyIds: [...studyIds] } });
    const into = {
      ...{ db, blobs, ring, commands, alarms, clock, personId, parsers, ingests, storeDir: store.dir, onStudies },
      ...{ credit: new Credit(CREDIT_BYTES), requireRoom },
    };
    const maker = new RunMaker({
      ...{ ...into, sources: this.sources, pool: this.pool, here: this.here, siteStudies: this.siteStudies },
      throttle: (sourceId) => this.#throttleOf(sourceId),
    });
    this.pushed = new PushedObjects({
      ...{ ...into, siteOf: (peer) => this.#siteOf(peer) },
      onStored: (studyId, bytes) => {
        this.room.arrived(bytes);
        this.onPushed.emit(studyId);
      },
    });
    this.#prover = new Prover({
      ...{ db, blobs, pool: options.pool, clock, log },
      onProved: (studyId) => onStudies([studyId]),
    });
    this.states = this.#statesOver({ db, clock });
    this.#tests = this.#connectionTests();
    this.desk = new TransferDesk({
      ...{ db, commands, clock, log, personId },
      onSight: (sourceId, error) => {
        options.onSight?.(sourceId, error);
        this.#tellStates();
      },
      sources: () => this.sources.all(),
      isMetered: (sourceId) => this.isMetered(sourceId),
      isNearline: (record) => this.shown.isNearline(record),
      isFull: () => {
        if (this.room.trouble === null) return false;
        this.onNoRoom.emit(null);
        return true;
      },
      onBytes: (sourceId, bytes) => {
        this.lines.add(sourceId, bytes);
        this.room.arrived(bytes);
      },
      makeRun: async (record, hooks) => {
        await options.ready?.();
        return maker.make(record, hooks);
      },
    });
    this.shown = this.#shownOver();
    this.#revalidator = new Revalidator({
      ...{ sources: this.sources, pool: this.pool, here: this.here, siteStudies: this.siteStudies },
      emit: (studyId, standing) => {
        options.emit({ name: 'study.atSite', payload: { studyId, standing } });
        // The list says it as well.
        onStudies([studyId]);
      },
    });
    this.#follow();
  }

  start(): void {
    this.#started = true;
    this.sources.adopt();
    // Who pushes to us need not wait until something is fetched.
    void this.#options.ready?.();
    this.desk.start();
  }

  async close(): Promise<void> {
    this.#started = false;
    this.heldCertificates.clear();
    this.#tests.close();
    await this.desk.close();
    await this.#prover.close();
    this.lines.save();
    this.#bag.dispose();
    if (this.#telling !== null) clearTimeout(this.#telling);
    await this.pool.close();
    await this.#options.closeLinks();
  }

  /** @throws AppError source/… */
  async query(
    sourceId: SourceId,
    query: StudyQuery,
    signal: AbortSignal,
  ): Promise<{ readonly studies: FoundStudy[]; readonly more: boolean }> {
    const { store, personId } = this.#options;
    const source = this.pool.get(sourceId);
    const studies: FoundStudy[] = [];
    try {
      for await (const found of source.studies(query, { signal, limit: MOST_FOUND + 1 })) studies.push(found);
    } finally {
      // What was looked for stays out of the trail: it may be a name.
      const detail = { found: Math.min(studies.length, MOST_FOUND) };
      store.commands.run({ name: 'source.query', personId, subject: sourceId, detail }, () => undefined);
    }
    return { studies: studies.slice(0, MOST_FOUND), more: studies.length > MOST_FOUND };
  }

  /** The watch over the sources, which is opened after this. */
  watchedBy(watch: Pick<SiteWatch, 'lookAt' | 'lookSoon' | 'onLooked'>): void {
    this.#watch = watch;
    this.#bag.add(watch.onLooked.on(() => this.#tellStates()));
  }

  /** A person says so: what rests because the source failed is tried, and it is asked for what is new. @throws AppError source/unknown */
  tryNow(sourceId: SourceId): void {
    this.sources.get(sourceId);
    this.desk.tryNow(sourceId);
    this.#watch?.lookSoon(sourceId);
    this.#tellStates();
  }

  /** @param store the last step stores a test object there, for good @throws AppError source/unknown */
  async test(sourceId: SourceId, signal: AbortSignal, { store = false } = {}): Promise<SourceStepResult[]> {
    this.sources.get(sourceId);
    return this.#tests.run(sourceId, signal, store);
  }

  stopTest(sourceId: SourceId): void {
    this.#tests.stop(sourceId);
  }

  #statesOver(own: Pick<SourceStatesParts, 'db' | 'clock'>): SourceStates {
    return new SourceStates({
      ...{ ...own, sources: this.sources },
      restOf: (sourceId) => this.desk.restOf(sourceId),
      lookAt: (sourceId) => this.#watch?.lookAt(sourceId) ?? null,
    });
  }

  #connectionTests(): ConnectionTests {
    const { store, personId, ready, emit } = this.#options;
    return new ConnectionTests({
      ...{ pool: this.pool, ready: async () => ready?.() },
      record: (subject) =>
        store.commands.run({ name: 'source.testStore', personId, subject, detail: {} }, () => undefined),
      onStep: (sourceId, result) => emit({ name: 'sources.step', payload: { sourceId, result } }),
    });
  }

  #shownOver(): ShownTransfers {
    const { desk, siteStudies, here, sources } = this;
    return new ShownTransfers({
      ...{ desk, siteStudies, studies: (studyUid) => here.studies(studyUid) },
      nameOf: (sourceId) => sources.all().find((one) => one.sourceId === sourceId)?.settings.name ?? '',
    });
  }

  #tellStates(): void {
    this.#options.emit({ name: 'sources.stateChanged', payload: {} });
  }

  /** @throws AppError source/unknown, job/unknown */
  ask(wanted: Parameters<TransferDesk['ask']>[0]): TransferId {
    this.sources.get(wanted.sourceId);
    return this.desk.ask(wanted);
  }

  /**
   * What is asked for comes before everything of a lower rank. What somebody looks at and nobody asked for is asked for at a source
   * that told of it. False: no source did.
   */
  lift({ studyUid, seriesUid, rank }: Pick<NewTransfer, 'studyUid' | 'seriesUid' | 'rank'>): boolean {
    if (this.desk.lift(studyUid, seriesUid, rank)) return true;
    if (rank !== 'glass') return false;
    return this.askBest(this.toldBy(studyUid), studyUid, rank, seriesUid);
  }

  /** Sources that told of a study, as it is best fetched from them now. */
  toldBy(studyUid: string): readonly SourceId[] {
    const told = new Set(this.siteStudies.ofStudy(studyUid).map(({ sourceId }) => sourceId));
    const known = this.sources.all().filter(({ sourceId }) => told.has(sourceId));
    return bestSources(known, {
      rates: lineRates(this.#options.store.index),
      now: new Date(this.#options.clock.nowIso()),
      rests: (sourceId) => this.desk.restOf(sourceId) !== null,
      isMetered: (sourceId) => this.isMetered(sourceId),
    });
  }

  /** Of the first of these; of the next where that one fails. False: there is none. */
  askBest(from: readonly SourceId[], studyUid: string, rank: TransferRank, seriesUid: string | null = null): boolean {
    for (const sourceId of from) this.ask({ sourceId, studyUid, seriesUid, rank, way: null });
    return from.length > 0;
  }

  /** A reader has it open: what is still to come of it comes before what nobody looks at. */
  opened(studyId: StudyId): void {
    const uid = this.here.studyUid(studyId);
    try {
      if (uid !== null) this.desk.lift(uid, null, 'open');
    } catch (error) {
      // It is read all the same where the disk takes no word.
      this.#options.log.warn('transfer.not-lifted', { code: asAppError(error).code });
    }
  }

  standings(studyId: StudyId): SiteStanding[] {
    return this.#revalidator.standings(this.#uidOf(studyId));
  }

  revalidate(studyId: StudyId, signal: AbortSignal): Promise<SiteStanding[]> {
    return this.#revalidator.run(studyId, this.#uidOf(studyId), signal);
  }

  /** How fast the lines to all sources were in the last hours. */
  lineHistory(): LineHistory[] {
    return this.sources.all().map(({ sourceId, settings }) => ({
      ...{ sourceId, sourceName: settings.name, samples: this.lines.of(sourceId) },
    }));
  }

  /** Whether nothing is fetched ahead there now. */
  isMetered(sourceId: SourceId): boolean {
    const known = this.sources.all().find((one) => one.sourceId === sourceId);
    return known?.settings.metered === true && this.meter.liftedUntil === null;
  }

  /** @param until UTC, ISO 8601; null: such lines bring only what is opened again */
  liftMeter(until: string | null): void {
    this.meter.lift(until);
    this.desk.sourcesChanged();
    this.#options.emit({ name: 'sources.changed', payload: {} });
  }

  #uidOf(studyId: StudyId): string {
    const uid = this.here.studyUid(studyId);
    if (uid === null) throw new AppError('source/not-found', 'this study has no UID that a source could know');
    return uid;
  }

  /** Of a source with the name of the peer; a peer that is no source is a site of its own. */
  #siteOf(peer: string): string {
    const known = this.sources.all().find(({ settings }) => settings.name === peer);
    return known?.settings.site ?? peer;
  }

  #throttleOf(sourceId: string): Throttle {
    const known = this.#throttles.get(sourceId);
    if (known !== undefined) return known;
    const made = openThrottle(() => this.sources.get(sourceId).settings.rate, sourceClock);
    this.#throttles.set(sourceId, made);
    return made;
  }

  #follow(): void {
    const { store, clock, log } = this.#options;
    const notes = new PushedNotes(store.index, clock, log);
    this.#bag.add(this.onPushed.on((studyId) => notes.note(studyId)));
    this.#bag.add(this.desk.onChanged.on((transferId) => this.#tellLater(transferId)));
    this.#bag.add(
      this.desk.onEnded.on(({ studyUid }) => {
        for (const studyId of this.here.studies(studyUid)) this.#prover.add(studyId);
      }),
    );
    this.#bag.add(
      this.sources.onChanged.on(() => {
        this.#options.emit({ name: 'sources.changed', payload: {} });
        this.desk.sourcesChanged();
        if (this.#started) void this.#options.ready?.();
      }),
    );
  }

  #tellLater(transferId: TransferId): void {
    this.#changed.add(transferId);
    this.#telling ??= setTimeout(() => {
      this.#telling = null;
      const rows = [...this.#changed].flatMap((id) => this.desk.table.find(id) ?? []);
      this.#changed.clear();
      this.#options.emit({ name: 'transfers.changed', payload: { transfers: rows.map((row) => this.shown.of(row)) } });
    }, TELL_EVERY_MS);
  }
}
