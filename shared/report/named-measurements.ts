import type { MeasurementId } from '../model/ids.ts';
import type { ReportSection } from '../model/report.ts';

/** Measurements that a section stands on: those that its text names, then those that its fields were taken from and still say. */
export function namedMeasurements({
  paragraphs,
  fields,
  origins = {},
}: Pick<ReportSection, 'paragraphs' | 'fields' | 'origins'>): readonly MeasurementId[] {
  const inText = paragraphs.flat().flatMap((inline) => (inline.kind === 'measurement' ? [inline.measurementId] : []));
  const inFields = Object.entries(origins).flatMap(([fieldId, origin]) =>
    origin.kind === 'measured' && origin.value === fields[fieldId] ? [origin.measurementId] : [],
  );
  return [...new Set([...inText, ...inFields])];
}
