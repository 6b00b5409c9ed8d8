import { bestOverallResponse, overallReason, overallResponse } from './overall-response.ts';
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
  /** Smallest whole sum before this one, mm; null at baseline, and where no sum was whole. */
  nadirBefore: number | null;
  /** Smallest whole sum up to here, this one included, mm; null where none was whole. */
  nadir: number | null;
  target: TargetResponse | null;
  overall: OverallResponse | null;
  /** Why the target lesions have their response. */
  reason: string;
  /** What else decided the overall response; null where the target lesions alone did. */
  overallReason: string | null;
}>;

export type Ledger = Readonly<{ lines: readonly LedgerLine[]; best: OverallResponse | null }>;

const INCOMPLETE: TargetAnswer = { response: 'NE', reason: 'the baseline sum is incomplete' };

/**
 * Chain of responses over the time points, oldest first (rule 3.3). A sum with lesions missing is never a nadir: it is
 * smaller only because something was not looked at. For the same reason nothing is compared with a baseline that lacks a
 * lesion: every later sum would look grown.
 * @throws AppError measure/bad-values
 */
export function recistLedger(points: readonly TimePoint[]): Ledger {
  const lines: LedgerLine[] = [];
  let baseline: number | null = null;
  let nadir: number | null = null;
  let completeBefore = false;
  for (const [at, point] of points.entries()) {
    const sum = sumOfDiameters(point.targets);
    const whole = sum.missing.length === 0;
    const nadirBefore = nadir;
    if (whole) nadir = nadir === null ? sum.mm : Math.min(nadir, sum.mm);
    const line = { date: point.date, sum, nadirBefore, nadir };
    if (at === 0) {
      baseline = whole ? sum.mm : null;
      lines.push({ ...line, target: null, overall: null, reason: 'baseline', overallReason: null });
      continue;
    }
    const target: TargetAnswer | null =
      point.targets.length === 0
        ? null
        : baseline === null || nadirBefore === null
          ? INCOMPLETE
          : targetResponse(sum, { baseline, nadir: nadirBefore, completeBefore });
    const found = [target?.response ?? null, point.nonTargets, point.newLesions] as const;
    completeBefore ||= target?.response === 'CR';
    lines.push({
      ...{ ...line, target: target?.response ?? null, overall: overallResponse(...found) },
      ...{ reason: target?.reason ?? 'no target lesions', overallReason: overallReason(...found) },
    });
  }
  const course = lines.flatMap((line) => (line.overall === null ? [] : [line.overall]));
  return { lines, best: bestOverallResponse(course) };
}
