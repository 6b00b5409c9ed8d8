import { bestOverallResponse, overallResponse } from './overall-response.ts';
import { sumOfDiameters } from './sum-of-diameters.ts';
import { targetResponse } from './target-response.ts';
import type { TargetAnswer } from './target-response.ts';
import type { FoundTarget, NewLesions, NonTargetResponse, OverallResponse, TargetResponse } from './lesions.ts';
import type { DiameterSum } from './sum-of-diameters.ts';

/** What was found at one examination. The first of a course is the baseline. */
export type TimePoint = Readonly<{
  /** Date of the study, YYYYMMDD. */
  date: string;
  targets: readonly FoundTarget[];
  nonTargets: NonTargetResponse | null;
  newLesions: NewLesions;
}>;

/** One line of the ledger; responses are null at baseline. */
export type LedgerLine = Readonly<{
  date: string;
  sum: DiameterSum;
  /** Smallest whole sum up to here, this one included, mm. */
  nadir: number;
  target: TargetResponse | null;
  overall: OverallResponse | null;
  reason: string;
}>;

export type Ledger = Readonly<{ lines: readonly LedgerLine[]; best: OverallResponse | null }>;

/**
 * Chain of responses over the time points, oldest first (rule 3.3). A sum with lesions missing is never a nadir: it is
 * smaller only because something was not looked at.
 * @throws AppError measure/bad-values
 */
export function recistLedger(points: readonly TimePoint[]): Ledger {
  const lines: LedgerLine[] = [];
  let baseline = 0;
  let nadir = 0;
  let completeBefore = false;
  for (const [at, point] of points.entries()) {
    const sum = sumOfDiameters(point.targets);
    const whole = sum.missing.length === 0;
    if (at === 0) {
      baseline = sum.mm;
      nadir = sum.mm;
      lines.push({ date: point.date, sum, nadir, target: null, overall: null, reason: 'baseline' });
      continue;
    }
    const target: TargetAnswer | null =
      point.targets.length > 0 ? targetResponse(sum, { baseline, nadir, completeBefore }) : null;
    const overall = overallResponse(target?.response ?? null, point.nonTargets, point.newLesions);
    if (whole) nadir = Math.min(nadir, sum.mm);
    completeBefore ||= target?.response === 'CR';
    const reason = target?.reason ?? 'no target lesions';
    lines.push({ date: point.date, sum, nadir, target: target?.response ?? null, overall, reason });
  }
  const course = lines.flatMap((line) => (line.overall === null ? [] : [line.overall]));
  return { lines, best: bestOverallResponse(course) };
}
