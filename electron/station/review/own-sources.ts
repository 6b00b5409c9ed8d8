import { bodyRegions } from '../../../shared/report/body-region.ts';
import { zoneMinutes } from '../../../shared/report/signed-time.ts';
import { PersonId, ReportId, StudyId } from '../../../shared/model/ids.ts';
import { ReviewModality } from '../../../shared/model/review/source-report.ts';
import type { ReviewRegion } from '../../../shared/model/review/source-report.ts';
import { shiftOf } from '../../../shared/review/shift.ts';
import { z } from 'zod';
import type { Db } from '../kernel/sqlite.ts';
import type { NewSource } from './source-rows.ts';

/** Modalities of objects that make no pictures of a patient. */
const ABOUT_IMAGES: ReadonlySet<string> = new Set(['SR', 'PR', 'KO', 'SEG', 'DOC', 'REG', 'RWV', 'RTSTRUCT', 'RTPLAN']);

const Row = z.object({
  report_id: ReportId,
  study_id: StudyId,
  author: PersonId,
  signed_at: z.string(),
  zone: z.string(),
  modalities: z.string(),
  description: z.string().nullable(),
  accession: z.string().nullable(),
  site: z.string(),
});

/** Final reports of this store that nobody noted yet, so many at once. Only what a draw needs is read out of the frozen text. */
const UNKNOWN = `
  SELECT report.report_id, report.study_id, report.author, report.signed_at, site.name AS site,
    json_extract(signed, '$.zone') AS zone, json_extract(signed, '$.study.modalities') AS modalities,
    json_extract(signed, '$.study.description') AS description, json_extract(signed, '$.study.accession') AS accession
  FROM report JOIN study USING (study_id) JOIN site USING (site_id)
  WHERE report.state IN ('final', 'corrected') AND report.signed IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM review_source WHERE origin = 'station' AND key = report.report_id)
  LIMIT ?`;

/** Reports of this store that are to be noted as something to draw from. */
export function unknownOwnReports(index: Db, most: number): NewSource[] {
  return index
    .prepare(UNKNOWN)
    .all(most)
    .map((found) => {
      const row = Row.parse(found);
      const description = row.description ?? '';
      return {
        origin: 'station',
        key: row.report_id,
        reader: { kind: 'person', personId: row.author },
        site: row.site,
        modality: modalityOf(z.array(z.string()).parse(JSON.parse(row.modalities))),
        region: regionOf(description),
        shift: shiftOf(row.signed_at, zoneMinutes(row.zone)),
        signedAt: row.signed_at,
        flags: [],
        accession: row.accession,
        studyId: row.study_id,
        reportId: row.report_id,
      } satisfies NewSource;
    });
}

/** The first that makes pictures; OT where none does. */
export function modalityOf(modalities: readonly string[]): string {
  const known = modalities.filter((one) => ReviewModality.safeParse(one).success);
  return known.find((one) => !ABOUT_IMAGES.has(one)) ?? known[0] ?? 'OT';
}

/** The first region, from the head down, that the words name. */
export function regionOf(words: string): ReviewRegion {
  const [first] = bodyRegions(words);
  return first ?? 'other';
}
