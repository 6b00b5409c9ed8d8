import type { LesionLedger, PointResponses } from '../../../shared/model/lesion.ts';
import type { ReportedMeasurement } from '../../../shared/model/report.ts';

/** Responses of the study that is reported, where the report names a lesion; null: it names none, or there is no response yet. */
export function pointResponses(
  measurements: readonly ReportedMeasurement[],
  ledger: () => LesionLedger,
): PointResponses | null {
  // Only what measures a lesion is tracked under a name that is not its own.
  if (!measurements.some(({ trackingId }) => trackingId !== undefined)) return null;
  const point = ledger().points.find(({ studies }) => studies.some(({ current }) => current));
  if (point === undefined) return null;
  const { target, nonTarget, overall } = point;
  return [target, nonTarget, overall].every((one) => one === null) ? null : { target, nonTarget, overall };
}
