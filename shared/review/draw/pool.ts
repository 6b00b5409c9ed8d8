import type { SourceReport } from '../../model/review/source-report.ts';
import type { Programme } from '../../model/review/programme.ts';
import type { PassedOver } from '../../model/review/draw.ts';
import { lotsOf } from './philox.ts';
import type { ReadBefore } from './who-reads-whom.ts';

/** A case that was drawn in this programme before. */
export type DrawnBefore = ReadBefore & Pick<SourceReport, 'sourceReportId'>;

const DAY = 86_400_000;

/** Reports by their ids, whatever their order was: the place of each decides its lot. */
export function inOrder(reports: readonly SourceReport[]): readonly SourceReport[] {
  const sorted = isSorted(reports) ? reports : [...reports].sort(byId);
  for (let at = 1; at < sorted.length; at += 1) {
    if (sorted[at]?.sourceReportId === sorted[at - 1]?.sourceReportId) throw new RangeError('a report stands twice');
  }
  return sorted;
}

function byId(a: SourceReport, b: SourceReport): number {
  return a.sourceReportId < b.sourceReportId ? -1 : a.sourceReportId > b.sourceReportId ? 1 : 0;
}

function isSorted(reports: readonly SourceReport[]): boolean {
  for (let at = 1; at < reports.length; at += 1) {
    if ((reports[at - 1]?.sourceReportId ?? '') > (reports[at]?.sourceReportId ?? '')) return false;
  }
  return true;
}

/** All that decides a draw beside programme, seed, time and number, as pieces of one text. None of the fields can hold a bar or a line end. */
export function* poolText(sorted: readonly SourceReport[], earlier: readonly DrawnBefore[]): Iterable<string> {
  for (let from = 0; from < sorted.length; from += 1000) {
    const lines = sorted.slice(from, from + 1000).map((report) => {
      const flags = report.flags.length < 2 ? (report.flags[0] ?? '') : [...report.flags].sort().join(' ');
      return `${report.sourceReportId}|${report.author}|${report.modality}|${report.region}|${report.shift}|${report.signedAt}|${flags}\n`;
    });
    yield lines.join('');
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
  const to = Date.parse(asOf);
  const from = to - windowDays * DAY;
  const known = authors === 'everyone' ? null : new Set<string>(authors);
  const drawn = new Set<string>(earlier.map(({ sourceReportId }) => sourceReportId));
  return (report) => {
    const at = Date.parse(report.signedAt);
    if (!(at >= from && at <= to)) return 'outside-window';
    if (known !== null && !known.has(report.author)) return 'author-not-in-programme';
    return drawn.has(report.sourceReportId) ? 'drawn-before' : null;
  };
}

/** The lot of every report, and their places from the lowest lot up. */
export function lotOrder(count: number, seed: string): { readonly lots: Float64Array; readonly order: Uint32Array } {
  const lotOf = lotsOf(seed);
  const lots = Float64Array.from({ length: count }, (_, place) => lotOf('report', place));
  const order = Uint32Array.from({ length: count }, (_, place) => place);
  // Equal lots (about 1 in 10^6 of such draws) go by place, so that there is one order only.
  order.sort((a, b) => (lots[a] ?? 0) - (lots[b] ?? 0) || a - b);
  return { lots, order };
}
