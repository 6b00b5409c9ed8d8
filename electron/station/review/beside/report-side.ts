import { z } from 'zod';
import type { PersonId } from '../../../../shared/model/ids.ts';
import type { ReportSeenMap } from '../../../../shared/model/seen.ts';
import type { BesideMark, BesideSeries, BesideSide } from '../../../../shared/model/review/beside.ts';
import type { SourceReport } from '../../../../shared/model/review/source-report.ts';
import { SignedDocument } from '../../../../shared/report/signed-document.ts';
import { withoutNames } from '../../../../shared/review/without-names.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { studyMeasurements } from '../../reporting/reported-measurements.ts';
import { caseNames } from '../case-text.ts';
import { drawnMark, keyMark, reportedMark } from './beside-marks.ts';
import type { CopyPlaces } from './copy-places.ts';

const Row = z.object({ signed: z.string() });

export interface ReportSideParts {
  readonly index: Db;
  readonly journal: Db;
  readonly places: CopyPlaces;
}

/**
 * What the reader of a report drew, marked and had on the glass, on the pictures of the copy.
 * @param map as frozen with the report; null: none was
 */
export function reportSide(parts: ReportSideParts, source: SourceReport, map: ReportSeenMap | null): BesideSide {
  const names = caseNames(parts.index, source);
  const marks = reportMarks(parts, source).map((mark) => ({
    ...mark,
    label: withoutNames(mark.label, names),
    words: withoutNames(mark.words, names),
  }));
  const seen = map?.series.map((series) => copySeries(parts, series)) ?? null;
  return { marks, seen };
}

/** Those of the report as they were frozen, then what else its reader had drawn by then. */
function reportMarks({ index, journal, places }: ReportSideParts, { reportId, studyId }: SourceReport): BesideMark[] {
  const row = index.prepare('SELECT signed FROM report WHERE report_id = ? AND signed IS NOT NULL').get(reportId);
  if (row === undefined || studyId === null) return [];
  const document = SignedDocument.parse(JSON.parse(Row.parse(row).signed));
  const { signer, at: signedAt } = document;
  const sopUid = index.prepare<[string], string | null>('SELECT sop_uid FROM object WHERE object_id = ?').pluck();
  const placeOf = (uid: string | null, frame: number): BesideMark['at'] => {
    const objectId = uid === null ? null : places.object(places.uid(uid));
    return objectId === null ? null : { objectId, frame };
  };
  const named = new Set(document.measurements.map(({ measurementId }) => measurementId));
  const isOwn = (by: PersonId, at: string): boolean => by === signer.personId && at <= signedAt;
  const beside = studyMeasurements(journal, studyId).filter(
    (one) => !one.deleted && !named.has(one.measurementId) && isOwn(one.by, one.at),
  );
  return [
    ...document.measurements.map((one) => reportedMark(one, placeOf(one.sopUid, one.frame))),
    ...beside.map((one) => drawnMark(one, placeOf(sopUid.get(one.objectId) ?? null, one.frame))),
    ...(document.keyImages ?? []).map((one) => keyMark(one, placeOf(one.sopUid, one.frame))),
  ];
}

/** The words of a series are those of the copy: those of the study may name somebody. */
function copySeries(
  { index, places }: ReportSideParts,
  { objects, seriesUid, number, modality, aside }: ReportSeenMap['series'][number],
): BesideSeries {
  const uid = places.uid(seriesUid);
  const description = index
    .prepare<[string], string | null>('SELECT description FROM series WHERE series_uid = ?')
    .pluck()
    .get(uid);
  return {
    ...{ seriesUid: uid, number, description: description ?? null, modality, aside },
    objects: objects.map(({ sopUid, frames, shown }) => {
      const copied = sopUid === null ? null : places.uid(sopUid);
      return {
        ...{ sopUid: copied, frames, objectId: copied === null ? null : places.object(copied) },
        shown: shown.map(({ at: _when, ...look }) => look),
      };
    }),
  };
}
