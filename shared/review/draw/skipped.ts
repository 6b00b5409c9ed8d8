import type { Draw, PassedOver } from '../../model/review/draw.ts';
import type { SourceReport } from '../../model/review/source-report.ts';
import type { Heaps } from './heaps.ts';
import type { Classes } from './pool.ts';

/** Why one reviewer may not have a report that can be drawn. */
export type Barrier = Extract<
  PassedOver,
  'own-case' | 'pair-not-in-programme' | 'reciprocal-pair' | 'beyond-reviewers'
>;

/** Of several reviewers' reasons the one that came nearest to a reader. */
const NEAREST: readonly Barrier[] = ['reciprocal-pair', 'beyond-reviewers', 'pair-not-in-programme', 'own-case'];

/** Every report that was not drawn, counted once under the reason that kept it out first. */
export function skippedOf(
  gates: readonly (PassedOver | null)[],
  taken: Uint8Array,
  heaps: Heaps,
  classes: Classes,
  barriersOf: (example: SourceReport) => ReadonlySet<Barrier | null>,
): Draw['skipped'] {
  const barriers = classes.examples.map((example) => nearest(barriersOf(example)));
  const counts = new Map<PassedOver, number>();
  for (const [place, gate] of gates.entries()) {
    if (taken[place] === 1) continue;
    const reason = gate ?? barriers[classes.of[place] ?? -1] ?? lotOrQuota(heaps, place);
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
function nearest(barriers: ReadonlySet<Barrier | null>): Barrier | null {
  return barriers.has(null) ? null : (NEAREST.find((one) => barriers.has(one)) ?? 'own-case');
}
