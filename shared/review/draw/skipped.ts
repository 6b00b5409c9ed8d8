import type { Draw, PassedOver } from '../../model/review/draw.ts';
import type { SourceReport } from '../../model/review/source-report.ts';
import type { Heaps } from './heaps.ts';

/** Why one reviewer may not have a report that can be drawn. */
export type Barrier = Extract<
  PassedOver,
  'own-case' | 'pair-not-in-programme' | 'reciprocal-pair' | 'beyond-reviewers'
>;

/** Of several reviewers' reasons the one that came nearest to a reader. */
const NEAREST: readonly Barrier[] = ['reciprocal-pair', 'beyond-reviewers', 'pair-not-in-programme', 'own-case'];

interface Reader {
  readonly mayRead: (report: SourceReport) => Barrier | null;
}

/** Every report that was not drawn, counted once under the reason that kept it out first. */
export function skippedOf(
  reports: readonly SourceReport[],
  gates: readonly (PassedOver | null)[],
  taken: ReadonlySet<number>,
  heaps: Heaps,
  readers: readonly Reader[],
): Draw['skipped'] {
  const counts = new Map<PassedOver, number>();
  const barriers = new Map<string, Barrier | null>();
  for (const [place, report] of reports.entries()) {
    if (taken.has(place)) continue;
    const reason = gates[place] ?? barrierOf(report, readers, barriers) ?? lotOrQuota(heaps, place);
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts]
    .map(([reason, count]) => ({ reason, reports: count }))
    .sort((a, b) => (a.reason < b.reason ? -1 : 1));
}

function lotOrQuota(heaps: Heaps, place: number): PassedOver {
  const isFull = heaps.of(place).some(({ most, drawn }) => most !== null && drawn >= most);
  return isFull ? 'quota-full' : 'not-drawn';
}

/** Null: somebody may read it. */
function barrierOf(
  report: SourceReport,
  readers: readonly Reader[],
  known: Map<string, Barrier | null>,
): Barrier | null {
  const key = `${report.author}|${report.modality}|${report.region}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const answers = new Set(readers.map(({ mayRead }) => mayRead(report)));
  const found = answers.has(null) ? null : (NEAREST.find((one) => answers.has(one)) ?? 'own-case');
  known.set(key, found);
  return found;
}
