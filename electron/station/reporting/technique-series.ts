import { entryOf } from '../../../shared/lib/entry-of.ts';
import { z } from 'zod';
import type { StudyId } from '../../../shared/model/ids.ts';
import { slicePlane } from '../../../shared/report/technique.ts';
import type { SlicePlane, TechniqueSeries } from '../../../shared/report/technique.ts';
import { picturesOf } from '../kernel/pictures-sql.ts';
import type { Db } from '../kernel/sqlite.ts';

const SeriesRow = z.object({
  series_id: z.string(),
  modality: z.string().nullable(),
  description: z.string().nullable(),
});

/** What many objects of a series say alike, and how many say it. */
const AlikeRow = z.object({
  objects: z.number(),
  frames: z.number(),
  first_orientation: z.string().nullable(),
  last_orientation: z.string().nullable(),
  thickness: z.number().nullable(),
  image_type: z.string().nullable(),
  laterality: z.string().nullable(),
  view: z.string().nullable(),
});
type AlikeRow = z.infer<typeof AlikeRow>;

const Orientation = z.array(z.number()).length(6);
const SIDES: Readonly<Record<string, string>> = { L: 'LEFT', R: 'RIGHT' };

/** The series of a study as a technique names them, in their order. An enhanced object speaks by its first and last frame. */
export function techniqueSeries(index: Db, studyId: StudyId): TechniqueSeries[] {
  return index
    .prepare('SELECT series_id, modality, description FROM series WHERE study_id = ? ORDER BY number, series_uid')
    .all(studyId)
    .map((entry) => {
      const { series_id, modality, description } = SeriesRow.parse(entry);
      return { modality, description, ...acquisition(alikeRows(index, series_id)) };
    });
}

function alikeRows(index: Db, seriesId: string): AlikeRow[] {
  return index
    .prepare(
      `SELECT count(*) AS objects, sum(${picturesOf('object')}) AS frames,
         json_extract(image, '$.perFrame[0].orientation') AS first_orientation,
         json_extract(image, '$.perFrame[#-1].orientation') AS last_orientation,
         json_extract(image, '$.perFrame[0].sliceThickness') AS thickness,
         json_extract(image, '$.imageType') AS image_type,
         json_extract(image, '$.laterality') AS laterality,
         json_extract(image, '$.viewPosition') AS view
       FROM object WHERE series_id = ? AND duplicate IS NULL AND rejected IS NULL AND object.frames > 0
       GROUP BY first_orientation, last_orientation, thickness, image_type, laterality, view
       ORDER BY min(sort_key), min(instance_number)`,
    )
    .all(seriesId)
    .map((entry) => AlikeRow.parse(entry));
}

function acquisition(rows: readonly AlikeRow[]): Omit<TechniqueSeries, 'modality' | 'description'> {
  const planes = new Set(rows.flatMap((row) => [planeOf(row.first_orientation), planeOf(row.last_orientation)]));
  const [plane = null] = planes;
  return {
    objects: sum(rows.map((row) => row.objects)),
    frames: sum(rows.map((row) => row.frames)),
    isLocalizer: rows.length > 0 && rows.every((row) => row.image_type?.includes('"LOCALIZER"') === true),
    plane: planes.size === 1 ? plane : null,
    thicknesses: rows.flatMap((row) => (row.thickness === null ? [] : [row.thickness])),
    views: [...new Set(rows.map((row) => viewWords(row)).filter((words) => words !== ''))],
  };
}

function planeOf(orientation: string | null): SlicePlane | null {
  if (orientation === null) return null;
  const parsed = Orientation.safeParse(JSON.parse(orientation));
  return parsed.success ? slicePlane(parsed.data) : null;
}

/** The side is named with its view only: of slices it would say nothing about the plane. */
function viewWords({ laterality, view }: AlikeRow): string {
  if (view === null || view === '') return '';
  const side = entryOf(SIDES, laterality);
  return side === undefined ? view : `${side} ${view}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
