import type { ObjectId } from '../../../shared/model/ids.ts';
import { LossyFacts } from '../../../shared/model/image.ts';
import type { LossyGround, LossyReading } from '../../../shared/model/lossy.ts';
import type { Measurement } from '../../../shared/model/measurement.ts';
import type { ReportContent } from '../../../shared/model/report.ts';
import { lossyReading } from '../../../shared/report/lossy-reading.ts';
import { namedMeasurements } from '../../../shared/report/named-measurements.ts';
import type { SeriesReading } from '../../../shared/report/unread.ts';
import { lossyGround } from '../../../shared/rules/lossy.ts';
import type { Db } from '../kernel/sqlite.ts';

/** What a report is made from, of lossy pictures: those on the glass of who signs, and those that it measures on. */
export function lossyRead(index: Db, { series, content, measurements }: LossyInput): LossyReading | null {
  const named = new Set(content.sections.flatMap((section) => namedMeasurements(section)));
  const measured = measurements
    .filter(({ deleted, measurementId }) => !deleted && named.has(measurementId))
    .flatMap(({ ordinal, objectId, result }) => {
      // What was drawn before such a mark was kept with the number is asked of its picture.
      const ground = result.lossy ?? groundOf(index, objectId);
      return ground === null ? [] : [{ label: `M${ordinal}`, ground }];
    });
  return lossyReading(series, measured);
}

interface LossyInput {
  readonly series: readonly SeriesReading[];
  readonly content: ReportContent;
  readonly measurements: readonly Measurement[];
}

function groundOf(index: Db, objectId: ObjectId): LossyGround | null {
  const lossy = index
    .prepare<[string], string | null>(`SELECT json_extract(image, '$.lossy') FROM object WHERE object_id = ?`)
    .pluck()
    .get(objectId);
  return lossy === undefined || lossy === null ? null : lossyGround(LossyFacts.parse(JSON.parse(lossy)));
}
