import { AppError } from '../../errors/app-error.ts';
import type { DrawId, ReaderPseudonym } from '../../model/ids.ts';
import type { Draw, DrawEnd, DrawSeed, PassedOver, Pick } from '../../model/review/draw.ts';
import type { Programme, ProgrammeReviewer } from '../../model/review/programme.ts';
import type { SourceReport } from '../../model/review/source-report.ts';
import { canonicalJson } from '../../report/canonical.ts';
import { heapsOf, Ranking } from './heaps.ts';
import type { Heap, Heaps } from './heaps.ts';
import { lotsOf } from './philox.ts';
import { classesOf, gateOf, inOrder, lotOrder, poolText } from './pool.ts';
import type { Classes, DrawnBefore } from './pool.ts';
import { skippedOf } from './skipped.ts';
import type { Barrier } from './skipped.ts';
import { whoReadsWhom } from './who-reads-whom.ts';
import type { PairAnswer } from './who-reads-whom.ts';

export interface DrawInput {
  readonly drawId: DrawId;
  readonly programme: Programme;
  /** In any order. */
  readonly reports: readonly SourceReport[];
  /** Every case of earlier draws of this programme. */
  readonly earlier: readonly DrawnBefore[];
  readonly seed: DrawSeed;
  /** UTC, ISO 8601. */
  readonly asOf: string;
  readonly count: number;
  /** SHA-256 of the text that the pieces make up (UTF-8), hexadecimal. */
  readonly digest: (pieces: Iterable<string>) => string;
}

/** What decides whether a case may be given by hand. */
export interface GivenRule {
  readonly programme: Programme;
  readonly earlier: readonly DrawnBefore[];
  readonly asOf: string;
}

interface Desk {
  readonly reviewer: ReaderPseudonym;
  readonly at: number;
  readonly most: number;
  readonly lot: number;
  readonly barrierOf: (report: SourceReport) => Barrier | null;
  /** By class: 1 is yes. */
  readonly mayRead: Uint8Array;
  cases: number;
  exhausted: boolean;
}

/**
 * Draws cases for reviewers. What is due comes first: what is looked for on purpose up to its share, then quotas that are not met, then
 * the stratum that is most behind. Of that heap the lowest lot goes to the reviewer with the fewest cases who may read one of it, as long
 * as nobody gets more than the programme's difference ahead of another who could take more. The same input, in whatever order, gives the
 * same draw.
 * @throws AppError review/bad-programme, where a reviewer stands twice
 */
export function drawCases(input: DrawInput): Draw {
  const { programme, seed, earlier } = input;
  const reports = inOrder(input.reports);
  const { lots, order } = lotOrder(reports.length, seed);
  const gate = gateOf(programme, earlier, input.asOf);
  const gates = reports.map(gate);
  const classes = classesOf(reports);
  const desks = desksOf(input, classes);
  const open = order.filter((place) => gates[place] === null);
  const heaps = heapsOf(programme, reports, open, classes, seed);
  const { picks, taken, end } = deal(input, { reports, lots, classes, heaps, desks });
  return {
    ...{
      format: 1,
      drawId: input.drawId,
      programmeId: programme.programmeId,
      programmeVersion: programme.version,
      seed,
    },
    ...{ generator: 'philox4x32-10', asOf: input.asOf, asked: input.count, candidates: reports.length },
    candidatesHash: input.digest(poolText(reports, classes, earlier)),
    picks,
    skipped: skippedOf(gates, taken, heaps, classes, (one) => new Set(desks.map(({ barrierOf }) => barrierOf(one)))),
    workloads: desks.map(({ reviewer, cases, exhausted }) => ({ reviewer, cases, exhausted })),
    end,
  };
}

/** Whether two draws came to the same from the same, whatever they are called. */
export function isSameDraw(one: Draw, other: Draw): boolean {
  return canonicalJson({ ...one, drawId: other.drawId }) === canonicalJson(other);
}

/** The seed that a number stands for: its lower 64 bits. */
export function seedOf(number: bigint | number): DrawSeed {
  return BigInt.asUintN(64, BigInt(number)).toString(16).padStart(16, '0');
}

/** Why this reviewer may not have this report: for cases that are given by hand or met while reading. Null: they may. */
export function whyNotReview(
  { programme, earlier, asOf }: GivenRule,
  reviewer: ReaderPseudonym,
  report: SourceReport,
): PassedOver | null {
  const closed = gateOf(programme, earlier, asOf)(report);
  if (closed !== null) return closed;
  const own = programme.reviewers.find(({ reader }) => reader === reviewer);
  const pair = whoReadsWhom(programme, earlier, null)(reviewer, report.author);
  if (own === undefined) return pair ?? 'beyond-reviewers';
  return barrier(own, report, pair);
}

function desksOf({ programme, earlier, seed }: DrawInput, classes: Classes): Desk[] {
  const lotOf = lotsOf(seed);
  const answer = whoReadsWhom(programme, earlier, seed);
  const sorted = [...programme.reviewers].sort((a, b) => (a.reader < b.reader ? -1 : 1));
  if (new Set(sorted.map(({ reader }) => reader)).size < sorted.length) {
    throw new AppError('review/bad-programme', 'a reviewer stands twice in it');
  }
  return sorted.map((own, at) => {
    const barrierOf = (report: SourceReport): Barrier | null => barrier(own, report, answer(own.reader, report.author));
    return {
      ...{
        reviewer: own.reader,
        at,
        most: own.most ?? Number.POSITIVE_INFINITY,
        lot: lotOf('reviewer', at),
        barrierOf,
      },
      mayRead: Uint8Array.from(classes.examples, (example) => (barrierOf(example) === null ? 1 : 0)),
      ...{ cases: 0, exhausted: false },
    };
  });
}

function barrier(own: ProgrammeReviewer, report: SourceReport, pair: PairAnswer): Barrier | null {
  if (pair !== null) return pair;
  const isTheirs =
    (own.modalities.length === 0 || own.modalities.includes(report.modality)) &&
    (own.regions.length === 0 || own.regions.includes(report.region));
  return isTheirs ? null : 'beyond-reviewers';
}

interface Dealt {
  readonly picks: Pick[];
  /** By place: 1 is drawn. */
  readonly taken: Uint8Array;
  readonly end: DrawEnd;
}

interface Table {
  readonly reports: readonly SourceReport[];
  readonly lots: Float64Array;
  readonly classes: Classes;
  readonly heaps: Heaps;
  readonly desks: readonly Desk[];
}

function deal({ count, programme }: DrawInput, { reports, lots, classes, heaps, desks }: Table): Dealt {
  const picks: Pick[] = [];
  const taken = new Uint8Array(reports.length);
  const targetedMost = Math.floor(programme.targeted.share * count);
  const isFor = (desk: Desk, place: number): boolean =>
    desk.mayRead[classes.of[place] ?? -1] === 1 && taken[place] === 0 && heaps.of(place).every(hasRoom);
  const phases = new Phases(heaps, programme, count);
  let targeted = 0;
  while (picks.length < count) {
    const next = nextDesks(desks, programme.workloadDifference);
    if (next.length === 0) return { picks, taken, end: endOf(desks) };
    const found = firstOf(phases.due(targeted < targetedMost), next, isFor);
    if (found === null) {
      for (const desk of next) desk.exhausted = true;
      continue;
    }
    const { heap, desk, place } = found;
    const report = reports[place];
    if (report === undefined) continue;
    taken[place] = 1;
    phases.count(heaps.of(place));
    if (heap.reason.kind === 'targeted') targeted += 1;
    picks.push({
      ...{ sourceReportId: report.sourceReportId, reviewer: desk.reviewer, reason: heap.reason, lot: lots[place] ?? 0 },
      ...{ rank: (heap.next[desk.at] ?? 0) + 1, of: heap.members.length, before: desk.cases },
    });
    desk.cases += 1;
  }
  return { picks, taken, end: 'complete' };
}

/** Who may be dealt to now, the fewest cases first, of those the lowest lot: with one more they have at most `difference` more than another. */
function nextDesks(desks: readonly Desk[], difference: number): Desk[] {
  const open = desks.filter(({ exhausted, cases, most }) => !exhausted && cases < most);
  const fewest = Math.min(...open.map(({ cases }) => cases));
  return open.filter(({ cases }) => cases < fewest + difference).sort((a, b) => a.cases - b.cases || a.lot - b.lot);
}

function endOf(desks: readonly Desk[]): DrawEnd {
  return desks.some(({ exhausted }) => exhausted) ? 'nothing-left' : 'reviewers-full';
}

function hasRoom({ most, drawn }: Heap): boolean {
  return most === null || drawn < most;
}

/** What is looked for on purpose, quotas that are not met, the strata: in each the heap that is most behind comes first. */
class Phases {
  readonly #targeted: readonly Heap[];
  readonly #quotas: readonly Ranking[];
  readonly #strata: Ranking;

  constructor(heaps: Heaps, programme: Programme, count: number) {
    const all = heaps.strata.reduce((sum, { members }) => sum + members.length, 0);
    const ahead = ({ drawn, members }: Heap): number => drawn - (count * members.length) / all;
    this.#targeted = heaps.targeted;
    this.#quotas = heaps.quotas.map((list) => new Ranking(list, ({ drawn }) => drawn));
    this.#strata = new Ranking(heaps.strata, programme.allocation === 'equal' ? ({ drawn }) => drawn : ahead);
  }

  /** Heaps in the order in which they are due. */
  *due(withTargeted: boolean): Iterable<Heap> {
    if (withTargeted) yield* this.#targeted;
    for (const quota of this.#quotas) {
      for (const heap of quota.heaps) {
        if (heap.drawn >= heap.least) break;
        yield heap;
      }
    }
    yield* this.#strata.heaps;
  }

  count(drawnFrom: readonly Heap[]): void {
    for (const heap of drawnFrom) {
      const { reason } = heap;
      const ranking = reason.kind === 'quota' ? this.#quotas[reason.quota] : this.#strata;
      ranking?.count(heap);
    }
  }
}

/** What a reviewer passes once, they pass for good: somebody has it, they may not read it, or its quota is full. */
function firstOf(
  due: Iterable<Heap>,
  desks: readonly Desk[],
  isFor: (desk: Desk, place: number) => boolean,
): { heap: Heap; desk: Desk; place: number } | null {
  for (const heap of due) {
    for (const desk of desks) {
      const place = firstIn(heap, desk, isFor);
      if (place !== null) return { heap, desk, place };
    }
  }
  return null;
}

function firstIn(heap: Heap, desk: Desk, isFor: (desk: Desk, place: number) => boolean): number | null {
  for (let next = heap.next[desk.at] ?? 0; next < heap.members.length; next += 1) {
    const place = heap.members[next] ?? -1;
    heap.next[desk.at] = next;
    if (isFor(desk, place)) return place;
  }
  heap.next[desk.at] = heap.members.length;
  return null;
}
