import type { LossyReading } from '../model/lossy.ts';
import type { CheckFinding } from '../model/report.ts';

export interface MammogramFacts {
  /** Of the series of the study. */
  readonly modalities: readonly string[];
  /** Lossy pictures that the report is made from; null: none. */
  readonly lossy: LossyReading | null;
  /** Whether the grey scale of a monitor of this station was measured, is within its limits, and the measurement still counts. */
  readonly measured: boolean;
  /** Nothing of such a store is read for a patient: there it is asked, and blocks nothing. */
  readonly evaluation: boolean;
  readonly isAddendum: boolean;
}

/**
 * A mammogram is read finally without loss and on a display that was measured (rule 3.14): what is missing keeps its report from being
 * final. Preliminary it may be signed, by whom the site lets.
 */
export function mammogramChecks({
  modalities,
  lossy,
  measured,
  evaluation,
  isAddendum,
}: MammogramFacts): CheckFinding[] {
  if (isAddendum || !modalities.includes('MG')) return [];
  const finding = (code: string, message: string): CheckFinding => ({
    ...{ code, message, sectionId: null },
    ...(evaluation ? { tier: 'acknowledge' as const } : { tier: 'refuse' as const, leaves: 'preliminary' as const }),
  });
  return [
    ...(lossy === null
      ? []
      : [finding('check/mammogram-lossy', 'A mammogram is not read finally from lossy compressed images.')]),
    ...(measured
      ? []
      : [
          finding(
            'check/mammogram-display',
            'No monitor of this station was measured within half a year and found good: a mammogram is not read finally on it.',
          ),
        ]),
  ];
}
