import { measuredRate, UNKNOWN_RATE } from '../line-rate.ts';
import type { LineRate } from '../line-rate.ts';
import { SimDesk, relevantPrior } from './desk.ts';
import { SimDisk } from './disk.ts';
import { MINUTE, RATE_STEP, SITES } from './distributions.ts';
import type { SimStudy, SimWeek, Stretch } from './week.ts';

/** What a way of fetching sees, and nothing of the future. */
export interface SimView {
  readonly now: number;
  readonly week: Pick<SimWeek, 'shifts' | 'seed'>;
  readonly desk: SimDesk;
  readonly disk: SimDisk;
  /** Raised by everything that a plan depends on, but not by a transfer that ended. */
  readonly version: number;
  rateOf(siteId: string): LineRate;
  isUp(siteId: string): boolean;
  busy(studyId: string): boolean;
}

export interface SimFetch {
  readonly study: SimStudy;
  /** Studies that go first; others go by last use where that is not enough. */
  readonly evicts: readonly string[];
}

/** A way of deciding what is fetched when nobody waits for it. */
export interface Strategy {
  readonly name: string;
  next(view: SimView, siteId: string): SimFetch | null;
}

export interface Replay {
  readonly openings: SimDesk['openings'];
  readonly fetched: number;
  readonly wasted: number;
}

interface Transfer {
  readonly study: SimStudy;
  readonly begunAt: number;
  readonly from: number;
}

type Mark = { readonly at: number; readonly act: () => void };

/** Runs weeks through one way of fetching. What the reader waits for goes before everything else. */
export function replay(week: SimWeek, strategy: Strategy): Replay {
  return new Run(week, strategy).run();
}

class Run implements SimView {
  readonly week: SimWeek;
  readonly desk: SimDesk;
  readonly disk = new SimDisk();
  now = 0;
  version = 0;
  readonly #strategy: Strategy;
  readonly #rates = new Map<string, LineRate>();
  readonly #transfers = new Map<string, Transfer>();
  readonly #marks: readonly Mark[];
  /** What the reader waits for, in order. */
  #wanted: readonly SimStudy[] = [];

  constructor(week: SimWeek, strategy: Strategy) {
    this.week = week;
    this.desk = new SimDesk(week.seed);
    this.#strategy = strategy;
    this.#marks = this.#allMarks();
  }

  run(): Replay {
    let mark = 0;
    while (this.now < this.week.end) {
      this.#act();
      const due = this.#marks[mark]?.at ?? this.week.end;
      this.#advance(Math.min(due, this.desk.readUntil ?? Infinity, this.#nextDone()));
      while ((this.#marks[mark]?.at ?? Infinity) <= this.now) {
        this.#marks[mark]?.act();
        mark += 1;
      }
    }
    return { openings: this.desk.openings, ...this.disk.bytes };
  }

  rateOf(siteId: string): LineRate {
    return this.#rates.get(siteId) ?? UNKNOWN_RATE;
  }

  isUp(siteId: string): boolean {
    return !isIn(this.week.homeOutages, this.now) && !isIn(this.week.siteOutages.get(siteId) ?? [], this.now);
  }

  busy(studyId: string): boolean {
    return [...this.#transfers.values()].some(({ study }) => study.studyId === studyId);
  }

  #allMarks(): readonly Mark[] {
    const { cases, shifts, end, homeOutages, siteOutages } = this.week;
    const changed = (): void => void (this.version += 1);
    const edges = [...homeOutages, ...[...siteOutages.values()].flat(), ...shifts].flatMap(({ from, to }) => [
      from,
      to,
    ]);
    const marks: Mark[] = cases.flatMap((one) => [
      { at: one.arrivesAt, act: () => (this.desk.arrive(one), changed()) },
      { at: one.takenAt, act: () => void (this.desk.take(one.caseId) && changed()) },
    ]);
    for (let at = RATE_STEP; at < end; at += RATE_STEP) marks.push({ at, act: changed });
    for (const at of edges) marks.push({ at, act: changed });
    for (const { to } of shifts) marks.push({ at: to, act: () => this.desk.release() });
    return marks.sort((a, b) => a.at - b.at);
  }

  #act(): void {
    if (this.desk.readUntil !== null && this.desk.readUntil <= this.now) this.#finish();
    if (this.desk.open === null && isIn(this.week.shifts, this.now)) this.#openNext();
    this.#wanted = this.#wanted.filter((study) => !this.disk.isComplete(study));
    if (this.desk.open !== null && this.desk.readUntil === null && this.#wanted.length === 0) this.desk.begin(this.now);
    for (const { siteId } of SITES) this.#fill(siteId);
  }

  #openNext(): void {
    const chosen = this.desk.next(this.now, this.disk, ({ siteId }) => this.isUp(siteId));
    if (!chosen) return;
    const prior = relevantPrior(chosen);
    this.#wanted = [chosen.study, ...(prior === null ? [] : [prior])];
    for (const study of this.#wanted) {
      this.disk.open(study, this.now);
      this.disk.hold(study.studyId, ['open']);
    }
    this.version += 1;
  }

  #finish(): void {
    const read = this.desk.open;
    if (read) for (const { studyId } of [read.study, ...read.priors]) this.disk.hold(studyId, []);
    this.desk.finish();
    this.version += 1;
  }

  /** Gives a site's lane its next transfer: what the reader waits for, else what the strategy says. */
  #fill(siteId: string): void {
    if (!this.isUp(siteId)) {
      this.#transfers.delete(siteId);
      return;
    }
    const running = this.#transfers.get(siteId);
    const wanted = this.#wanted.find((study) => study.siteId === siteId);
    if (wanted) {
      if (running?.study === wanted) return;
      this.#makeRoom(wanted.bytes - this.disk.have(wanted.studyId), []);
      this.#start(wanted);
      return;
    }
    if (running) return;
    const found = this.#strategy.next(this, siteId);
    if (!found) return;
    const need = found.study.bytes - this.disk.have(found.study.studyId);
    if (this.#makeRoom(need, found.evicts)) this.#start(found.study);
  }

  #start(study: SimStudy): void {
    this.#transfers.set(study.siteId, { study, begunAt: this.now, from: this.disk.have(study.studyId) });
  }

  #makeRoom(bytes: number, evicts: readonly string[]): boolean {
    for (const studyId of evicts) this.disk.evict(studyId);
    const over = (): number => this.disk.used + this.#coming() + bytes - this.disk.quota;
    if (over() <= 0) return true;
    const free = this.disk
      .list()
      .filter(({ study, holds }) => holds.length === 0 && !this.busy(study.studyId))
      .toSorted((a, b) => a.lastUsedAt - b.lastUsedAt);
    for (const { study } of free) {
      if (over() <= 0) break;
      this.disk.evict(study.studyId);
    }
    return over() <= 0;
  }

  #coming(): number {
    return [...this.#transfers.values()].reduce(
      (sum, { study }) => sum + study.bytes - this.disk.have(study.studyId),
      0,
    );
  }

  /** Bytes a second of each lane now: what the reader waits for takes what it can, the others share the rest. */
  #laneRates(): ReadonlyMap<string, number> {
    const rates = new Map<string, number>();
    let home = isIn(this.week.homeOutages, this.now) ? 0 : (this.week.homeRates[Math.floor(this.now / RATE_STEP)] ?? 0);
    const lanes = SITES.filter(({ siteId }) => this.#transfers.has(siteId) && this.isUp(siteId));
    const isFirst = (siteId: string): boolean =>
      this.#wanted.some((study) => study === this.#transfers.get(siteId)?.study);
    const first = lanes.filter(({ siteId }) => isFirst(siteId));
    const rest = lanes.filter(({ siteId }) => !isFirst(siteId));
    for (const group of [first, rest]) {
      // The slow ones leave what they cannot use to the others.
      group
        .toSorted((a, b) => a.rate - b.rate)
        .forEach(({ siteId, rate }, at) => {
          const share = Math.min(rate, home / (group.length - at));
          rates.set(siteId, share);
          home -= share;
        });
    }
    return rates;
  }

  #nextDone(): number {
    const rates = this.#laneRates();
    let next = Infinity;
    for (const [siteId, { study }] of this.#transfers) {
      const rate = rates.get(siteId) ?? 0;
      if (rate > 0)
        next = Math.min(next, this.now + Math.ceil(((study.bytes - this.disk.have(study.studyId)) * 1000) / rate));
    }
    return next;
  }

  #advance(to: number): void {
    const rates = this.#laneRates();
    const ms = Math.max(0, to - this.now);
    for (const [siteId, transfer] of this.#transfers) {
      this.disk.add(transfer.study, Math.ceil(((rates.get(siteId) ?? 0) * ms) / 1000), this.now);
      if (!this.disk.isComplete(transfer.study)) continue;
      const took = { bytes: transfer.study.bytes - transfer.from, ms: to - transfer.begunAt };
      this.#rates.set(siteId, measuredRate(this.rateOf(siteId), took));
      this.#transfers.delete(siteId);
    }
    this.now = to;
  }
}

function isIn(stretches: readonly Stretch[], at: number): boolean {
  return stretches.some(({ from, to }) => from <= at && at < to);
}

/** Of a strategy that makes its list now and then. */
export const CYCLE_MS = 30 * MINUTE;
