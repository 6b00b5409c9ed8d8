import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import type { FoundStudy, RetrieveWay } from '../../../../shared/model/source.ts';
import type { SiteChange } from '../../../../shared/model/transfer.ts';
import type { RetrieveOutcome, RetrieveRequest, Source } from '../../sources/source.ts';
import type { Asked } from './admission.ts';
import { askInstances, askSeries, askStudy, cannotList } from './ask-source.ts';
import { changesSince, expectedOf, MOST_NAMED } from './site-studies.ts';
import type { SiteSeries, SiteStudies } from './site-studies.ts';
import type { StoreSink } from './store-sink.ts';
import type { TransferCounts, TransferRecord } from './transfer-table.ts';
import type { WhatIsHere } from './what-is-here.ts';

/** How long an object in hand may take to end when something more urgent waits. */
const YIELD_MS = 2000;

/** Among the series that were asked for: all of them at once. */
const WHOLE = '';

/** How a run ended: 'yield': what is left waits its turn again. */
export type TransferEnd =
  { readonly kind: 'done' | 'yield' | 'stopped' } | { readonly kind: 'failed'; readonly error: AppError };

export interface TransferRunOptions {
  readonly record: TransferRecord;
  readonly source: Source;
  readonly here: WhatIsHere;
  readonly siteStudies: Pick<SiteStudies, 'get' | 'save'>;
  /** A sink for one request. takesShort: what is cut short is taken as the source has it. */
  readonly sink: (asked: () => Asked, signal: AbortSignal, takesShort: boolean) => StoreSink;
  /** The series that comes first, as it stands now. */
  readonly firstSeries: () => string | null;
  readonly firstIsHere: () => void;
  readonly onCounts: (counts: Omit<TransferCounts, 'bytes'>) => void;
}

/** A part of the work: one request to the source. */
interface Unit {
  readonly request: RetrieveRequest;
  readonly asked: Omit<Asked, 'studyUid' | 'patient'>;
}

/**
 * Fetches one study or series: asks what there is, fetches what is not here, asks again at the end. What the source announced and
 * did not send is asked for once more by another way, then named missing. Beginning again goes on at what is missing.
 */
export class TransferRun {
  readonly record: TransferRecord;
  readonly #options: TransferRunOptions;
  readonly #stop = new AbortController();
  #unit: { readonly sink: StoreSink; readonly abort: AbortController; readonly first: string | null } | null = null;
  #yielding = false;
  #found: FoundStudy | null = null;
  #series: readonly SiteSeries[] | null = null;
  #strays = false;
  #saving: Promise<void> = Promise.resolve();
  #changes: readonly SiteChange[] = [];

  constructor(options: TransferRunOptions) {
    this.record = options.record;
    this.#options = options;
  }

  /** Never rejects. */
  async run(): Promise<TransferEnd> {
    try {
      await this.#ask();
      const listed = this.#series === null ? await this.#blind() : await this.#all();
      if (this.#stop.signal.aborted) return { kind: 'stopped' };
      if (!listed) return { kind: 'yield' };
      return this.#verdict();
    } catch (error) {
      if (this.#stop.signal.aborted) return { kind: 'stopped' };
      return { kind: 'failed', error: asAppError(error) };
    }
  }

  /** Lets what is in hand end, then gives its place to others. */
  yield(): void {
    this.#yielding = true;
    this.#leaveUnit();
  }

  get isYielding(): boolean {
    return this.#yielding;
  }

  /** Another series comes first now: what is in hand ends, and that one begins. */
  reorder(): void {
    const first = this.#options.firstSeries();
    if (this.#unit !== null && first !== null && this.#unit.first !== first) this.#leaveUnit();
  }

  /** Ends at once. What is half here is dropped. */
  stop(): void {
    this.#stop.abort(new AppError('request/cancelled', 'the transfer was stopped'));
    this.#unit?.abort.abort();
  }

  /** Something came that was not asked for. */
  strayed(): void {
    this.#strays = true;
  }

  /** The first object of a study is stored: what is expected of it is written to its row. */
  studyIsHere(): void {
    this.#saving = this.#saving.then(() => this.#save(null));
    this.#saving.catch(() => undefined);
  }

  #leaveUnit(): void {
    const unit = this.#unit;
    if (unit === null) return;
    const timer = setTimeout(() => unit.abort.abort(), YIELD_MS);
    void unit.sink.stop().then(() => {
      clearTimeout(timer);
      unit.abort.abort();
    });
  }

  /** What there is. A source that cannot say is asked for the study all the same. */
  async #ask(): Promise<void> {
    const { source, record, siteStudies } = this.#options;
    const before = siteStudies.get(record.sourceId, record.studyUid);
    try {
      this.#found = await askStudy(source, record.studyUid, this.#stop.signal);
      if (this.#found === null) throw new AppError('source/not-found', 'the source does not have this study');
      const listed = await askSeries(source, record.studyUid, this.#stop.signal);
      this.#series = listed.length === 0 ? null : listed;
    } catch (error) {
      if (!cannotList(error)) throw error;
      this.#series = null;
    }
    if (this.#found !== null && before !== null) this.#changes = changesSince(before, this.#found, this.#series ?? []);
    await this.#save(null);
    this.recount();
  }

  async #save(completeAt: string | null): Promise<void> {
    const { sourceId, studyUid } = this.record;
    if (this.#found === null) return;
    const [found, series, changes] = [this.#found, this.#series ?? [], this.#changes];
    await this.#options.siteStudies.save({ sourceId, studyUid, found, series, changes, completeAt });
  }

  /** Series that this row is about, the one on the glass first. */
  #wanted(): readonly SiteSeries[] {
    const { seriesUid } = this.record;
    const all = (this.#series ?? []).filter((one) => seriesUid === null || one.seriesUid === seriesUid);
    const first = this.#options.firstSeries();
    return [...all.filter((one) => one.seriesUid === first), ...all.filter((one) => one.seriesUid !== first)];
  }

  /** False: it gave its place to others. */
  async #all(): Promise<boolean> {
    const tried = new Set<string>();
    for (;;) {
      const unit = await this.#nextUnit(tried);
      if (this.#mustLeave()) return false;
      if (unit === null) break;
      const outcome = await this.#fetch(unit, this.record.way);
      this.#note(unit, outcome !== null, tried);
    }
    // The second query: a study may have grown meanwhile, and a count of what is here is not a list.
    await this.#askAgain();
    if (!(await this.#rest())) return false;
    return true;
  }

  /** A request that ran to its end was the turn of its series; one that was left for something else was not. */
  #note({ request: { seriesUid } }: Unit, ended: boolean, tried: Set<string>): void {
    if (ended && seriesUid === undefined) for (const one of this.#wanted()) tried.add(one.seriesUid);
    if (!ended && seriesUid !== undefined) tried.delete(seriesUid);
  }

  #mustLeave(): boolean {
    return this.#yielding || this.#stop.signal.aborted;
  }

  /** The next request, or null when every series was asked for once or is here. */
  async #nextUnit(tried: Set<string>): Promise<Unit | null> {
    const { here, source, record } = this.#options;
    const { studyUid } = record;
    const counts = here.counts(studyUid);
    const wanted = this.#wanted();
    const first = this.#options.firstSeries();
    if (first !== null && (tried.has(first) || !wanted.some((one) => one.seriesUid === first))) {
      this.#options.firstIsHere();
    }
    const isFresh = tried.size === 0 && counts.size === 0 && record.seriesUid === null;
    if (isFresh && this.#options.firstSeries() === null) {
      // One request for all: whoever can sends several series at once.
      tried.add(WHOLE);
      return { request: { studyUid }, asked: { seriesUid: null, sopUids: null } };
    }
    for (const { seriesUid, expected } of wanted) {
      if (tried.has(seriesUid)) continue;
      const got = counts.get(seriesUid)?.received ?? 0;
      tried.add(seriesUid);
      if (expected !== null && got >= expected) continue;
      if (got === 0) return { request: { studyUid, seriesUid }, asked: { seriesUid, sopUids: null } };
      const uids = await askInstances(source, studyUid, seriesUid, this.#stop.signal);
      const have = here.sopUids(studyUid, seriesUid);
      const sopUids = uids.filter((uid) => !have.has(uid));
      if (sopUids.length > 0) return named(studyUid, seriesUid, sopUids);
    }
    return null;
  }

  async #askAgain(): Promise<void> {
    const { source, record } = this.#options;
    const listed = await askSeries(source, record.studyUid, this.#stop.signal);
    if (listed.length > 0) this.#series = listed;
  }

  /** What was announced and did not come: once more by another way, then by name. False: it gave its place to others. */
  async #rest(): Promise<boolean> {
    const { here, source, record } = this.#options;
    const { studyUid } = record;
    const missing = new Map<string, readonly string[]>();
    for (const { seriesUid, expected } of this.#wanted()) {
      const got = here.counts(studyUid).get(seriesUid)?.received ?? 0;
      if (expected !== null && got >= expected) continue;
      const uids = await askInstances(source, studyUid, seriesUid, this.#stop.signal);
      const takenBack = here.takenBack(studyUid);
      this.#expect(seriesUid, Math.max(expected ?? 0, uids.length), uids.filter((uid) => takenBack.has(uid)).length);
      const have = here.sopUids(studyUid, seriesUid);
      const absent = uids.filter((uid) => !have.has(uid));
      if (absent.length === 0) continue;
      if (this.#mustLeave()) return false;
      await this.#fetch(named(studyUid, seriesUid, absent), this.#otherWay(), true);
      if (this.#mustLeave()) return false;
      const now = here.sopUids(studyUid, seriesUid);
      missing.set(
        seriesUid,
        absent.filter((uid) => !now.has(uid)),
      );
    }
    this.#series = (this.#series ?? []).map((one) => ({
      ...one,
      missing: (missing.get(one.seriesUid) ?? []).slice(0, MOST_NAMED),
    }));
    return true;
  }

  #expect(seriesUid: string, expected: number, takenBack: number): void {
    const said = takenBack > 0 ? { expected, takenBack } : { expected };
    this.#series = (this.#series ?? []).map((one) => (one.seriesUid === seriesUid ? { ...one, ...said } : one));
  }

  #otherWay(): RetrieveWay | null {
    const used = this.record.way ?? this.#options.source.capabilities.retrieve[0] ?? null;
    return this.#options.source.capabilities.retrieve.find((way) => way !== used) ?? used;
  }

  /** A source that lists nothing: what it announces is all there is to go by. */
  async #blind(): Promise<boolean> {
    const { studyUid, seriesUid } = this.record;
    const request = { studyUid, ...(seriesUid === null ? {} : { seriesUid }) };
    const outcome = await this.#fetch({ request, asked: { seriesUid, sopUids: null } }, this.record.way);
    if (this.#mustLeave()) return false;
    const failed = (outcome?.failed ?? []).flatMap(({ sopUid }) => (sopUid === null ? [] : [sopUid]));
    if (failed.length > 0) {
      throw new AppError('source/incomplete', 'the source sent less than it announced', {
        context: { failed: failed.length, announced: outcome?.announced ?? null },
        retry: 'later',
      });
    }
    return true;
  }

  /** @param isLast an error of the answer is not thrown: what did not come is named */
  async #fetch({ request, asked }: Unit, way: RetrieveWay | null, isLast = false): Promise<RetrieveOutcome | null> {
    const { source } = this.#options;
    const patient = this.#found && {
      issuer: this.#found.issuer,
      patientId: this.#found.patientId,
      name: this.#found.patientName,
      birthDate: this.#found.birthDate,
    };
    const abort = new AbortController();
    // Only where it will be asked for by name once more can something be turned away for now.
    const takesShort = isLast || this.#series === null;
    const sink = this.#options.sink(
      () => ({ studyUid: request.studyUid, ...asked, patient }),
      abort.signal,
      takesShort,
    );
    this.#unit = { sink, abort, first: request.seriesUid ?? null };
    const leftUnit = (): boolean => abort.signal.aborted;
    if (this.#stop.signal.aborted) abort.abort();
    try {
      return await source.retrieve({ ...request, ...(way === null ? {} : { way }) }, sink, abort.signal);
    } catch (error) {
      // Left for something more urgent: what came until then is here.
      if (!leftUnit() && !(isLast && isOfTheAnswer(error))) throw error;
      return null;
    } finally {
      this.#unit = null;
      await sink.settle();
      await this.#saving;
      this.recount();
    }
  }

  /** Says what of it is here now; it is asked for while a request goes on, too. */
  recount(): void {
    const { here, record } = this.#options;
    const wanted = this.#wanted();
    const counts = here.counts(record.studyUid);
    const of = (uid: string): number => counts.get(uid)?.received ?? 0;
    const received =
      wanted.length === 0
        ? [...counts.values()].reduce((sum, one) => sum + one.received, 0)
        : wanted.reduce((sum, one) => sum + of(one.seriesUid), 0);
    const missing = wanted.reduce((sum, one) => sum + one.missing.length, 0);
    this.#options.onCounts({
      received,
      expected: expectedOf(wanted, record.seriesUid === null ? this.#found : null),
      missing,
    });
  }

  async #verdict(): Promise<TransferEnd> {
    this.recount();
    const missing = this.#wanted().reduce((sum, one) => sum + one.missing.length, 0);
    // What was new at the site is here now; what the site says otherwise of it is still to be looked at.
    if (missing === 0)
      this.#changes = this.#changes.filter(({ kind }) => kind !== 'more-images' && kind !== 'new-series');
    await this.#save(missing === 0 && this.record.seriesUid === null ? new Date().toISOString() : null);
    if (this.#strays) {
      const error = new AppError('source/other-patient', 'the source sent something else than was asked for');
      return { kind: 'failed', error };
    }
    if (missing > 0) {
      const error = new AppError('source/incomplete', 'the source sent less than it has', {
        context: { missing },
        retry: 'later',
      });
      return { kind: 'failed', error };
    }
    return { kind: 'done' };
  }
}

function named(studyUid: string, seriesUid: string, sopUids: readonly string[]): Unit {
  return { request: { studyUid, seriesUid, sopUids }, asked: { seriesUid, sopUids: new Set(sopUids) } };
}

/** The source answered, and not with the objects: another answer will not be better. */
function isOfTheAnswer(error: unknown): boolean {
  return (
    error instanceof AppError &&
    ['source/not-found', 'source/refused', 'source/wrong-answer', 'source/server-error', 'source/no-such-way'].includes(
      error.code,
    )
  );
}
