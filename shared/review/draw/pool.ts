import type { SourceReport } from '../../model/review/source-report.ts';
import type { Programme } from '../../model/review/programme.ts';
import type { PassedOver } from '../../model/review/draw.ts';
import { lotsOf } from './philox.ts';
import { orderOf, textWords } from './radix.ts';
import type { ReadBefore } from './who-reads-whom.ts';

/** A case that was drawn in this programme before. */
export type DrawnBefore = ReadBefore & Pick<SourceReport, 'sourceReportId'>;

const DAY = 86_400_000;

/** Reports by their ids, whatever their order was: the place of each decides its lot. */
export function inOrder(reports: readonly SourceReport[]): readonly SourceReport[] {
  const order = orderOf(textWords(reports.map(({ sourceReportId }) => sourceReportId)), reports.length);
  const sorted = Array.from(order, (place) => reports[place]).filter((report) => report !== undefined);
  for (let at = 1; at < sorted.length; at += 1) {
    if (sorted[at]?.sourceReportId === sorted[at - 1]?.sourceReportId) throw new RangeError('a report stands twice');
  }
  return sorted;
}

/** Reports that are alike in all by which they are drawn: author, modality, region, shift. */
export interface Classes {
  /** Of each report. */
  readonly of: Int32Array;
  /** One report of each class. */
  readonly examples: readonly SourceReport[];
}

export function classesOf(sorted: readonly SourceReport[]): Classes {
  const known = new Map<string, number>();
  const examples: SourceReport[] = [];
  const of = new Int32Array(sorted.length);
  for (const [place, report] of sorted.entries()) {
    const key = classText(report);
    const found = known.get(key);
    of[place] = found ?? examples.length;
    if (found !== undefined) continue;
    known.set(key, examples.length);
    examples.push(report);
  }
  return { of, examples };
}

function classText({ author, modality, region, shift }: SourceReport): string {
  return `${author}|${modality}|${region}|${shift}`;
}

/** All that decides a draw beside programme, seed, time and number, as pieces of one text. None of the fields can hold a bar or a line end. */
export function* poolText(
  sorted: readonly SourceReport[],
  { of, examples }: Classes,
  earlier: readonly DrawnBefore[],
): Iterable<string> {
  const texts = examples.map(classText);
  for (let from = 0; from < sorted.length; from += 1000) {
    let piece = '';
    for (let place = from; place < Math.min(from + 1000, sorted.length); place += 1) {
      const report = sorted[place];
      if (report === undefined) continue;
      const { sourceReportId, signedAt, flags } = report;
      const told = flags.length < 2 ? (flags[0] ?? '') : [...flags].sort().join(' ');
      piece += `${sourceReportId}|${texts[of[place] ?? -1] ?? ''}|${signedAt}|${told}\n`;
    }
    yield piece;
  }
  yield '\n';
  const before = earlier.map(({ sourceReportId, reviewer, author }) => `${sourceReportId}|${reviewer}|${author}\n`);
  yield before.sort().join('');
}

/** Why a report cannot be drawn by anybody; null where it can. */
export function gateOf(
  { authors, windowDays }: Programme,
  earlier: readonly DrawnBefore[],
  asOf: string,
): (report: SourceReport) => Extract<PassedOver, 'outside-window' | 'author-not-in-programme' | 'drawn-before'> | null {
  const isWithin = windowOf(asOf, windowDays);
  const known = authors === 'everyone' ? null : new Set<string>(authors);
  const drawn = new Set<string>(earlier.map(({ sourceReportId }) => sourceReportId));
  return (report) => {
    if (!isWithin(report.signedAt)) return 'outside-window';
    if (known !== null && !known.has(report.author)) return 'author-not-in-programme';
    return drawn.has(report.sourceReportId) ? 'drawn-before' : null;
  };
}

/** Both ends included. Times in UTC are compared as texts to the minute, and only those of the first and last minute are read. */
function windowOf(asOf: string, days: number): (time: string) => boolean {
  const to = Date.parse(asOf);
  const from = to - days * DAY;
  const [first, last] = [from, to].map((at) => new Date(at).toISOString().slice(0, 16)) as [string, string];
  return (time) => {
    const minute = time.slice(0, 16);
    if (minute !== first && minute !== last) return minute > first && minute < last;
    const at = Date.parse(time);
    return at >= from && at <= to;
  };
}

/** The lot of every report, and their places from the lowest lot up; equal ones (about 1 in 10^6 such draws) by place. */
export function lotOrder(count: number, seed: string): { readonly lots: Float64Array; readonly order: Uint32Array } {
  const lotOf = lotsOf(seed);
  const lots = Float64Array.from({ length: count }, (_, place) => lotOf('report', place));
  const high = Uint32Array.from(lots, (lot) => lot * 2 ** 27);
  const low = Uint32Array.from(lots, (lot) => ((lot * 2 ** 27) % 1) * 2 ** 26);
  return { lots, order: orderOf([high, low], count) };
}
