import type { ReaderPseudonym } from '../../../shared/model/ids.ts';
import type { ReviewReader } from '../../../shared/model/review/reader.ts';
import { SourceReport } from '../../../shared/model/review/source-report.ts';
import type { SourceFlag } from '../../../shared/model/review/source-report.ts';
import { newId } from '../kernel/ids.ts';
import type { Db } from '../kernel/sqlite.ts';

/** A report before it has a pseudonym instead of its author. */
export interface NewSource extends Pick<
  SourceReport,
  'origin' | 'site' | 'modality' | 'region' | 'shift' | 'signedAt' | 'flags' | 'accession' | 'studyId' | 'reportId'
> {
  /** Of the report in this store, or what its sender calls it. */
  readonly key: string;
  readonly reader: ReviewReader;
  /** Its sections, of a report that is not in this store. */
  readonly content: readonly { readonly title: string; readonly text: string }[] | null;
}

/** Within a command. The same report again changes nothing but what its sender says of it. */
export function putSources(
  db: Db,
  sources: readonly { readonly source: NewSource; readonly author: ReaderPseudonym }[],
): { readonly added: number; readonly known: number } {
  const put = db.prepare(
    `INSERT INTO review_source (source_report_id, origin, key, author, site, modality, region, shift, signed_at, flags, accession,
       study_id, report_id, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (origin, key) DO NOTHING`,
  );
  let added = 0;
  for (const { source, author } of sources) {
    const { origin, key, site, modality, region, shift, signedAt, flags, accession, studyId, reportId, content } =
      source;
    added += put.run(
      ...[newId(), origin, key, author, site, modality, region, shift, signedAt, flags.join(' '), accession],
      ...[studyId, reportId, content === null ? null : JSON.stringify(content)],
    ).changes;
  }
  return { added, known: sources.length - added };
}

interface Row {
  readonly source_report_id: string;
  readonly origin: SourceReport['origin'];
  readonly author: string;
  readonly site: string;
  readonly modality: string;
  readonly region: SourceReport['region'];
  readonly shift: SourceReport['shift'];
  readonly signed_at: string;
  readonly flags: string;
  readonly accession: string | null;
  readonly study_id: string | null;
  readonly report_id: string | null;
  readonly pixels: number;
  readonly seen_map: number;
  readonly addendum: number;
  readonly discrepancy: number;
  readonly critical: number;
}

/** What follows from the store itself (an addendum, a discrepancy that was graded, a finding somebody was called about) is looked up anew. */
const SOURCES = `
  SELECT source_report_id, origin, review_source.author, site, modality, region, shift, review_source.signed_at, flags, accession,
    review_source.study_id, review_source.report_id,
    EXISTS (SELECT 1 FROM series JOIN object USING (series_id) WHERE series.study_id = review_source.study_id AND frames > 0) AS pixels,
    EXISTS (SELECT 1 FROM report_output WHERE report_output.report_id = review_source.report_id AND format = 'seen-map') AS seen_map,
    EXISTS (SELECT 1 FROM report AS next WHERE next.predecessor = review_source.report_id AND next.state = 'addendum') AS addendum,
    EXISTS (SELECT 1 FROM handover_grade WHERE handover_grade.report_id = review_source.report_id AND grade <> 'agrees') AS discrepancy,
    EXISTS (SELECT 1 FROM communication WHERE communication.study_id = review_source.study_id) AS critical
  FROM review_source`;

/** What may be drawn from: the reading that stands, not one that was corrected or withdrawn since. */
const DRAWN_FROM = `${SOURCES}
  WHERE review_source.signed_at >= ? AND review_source.signed_at <= ?
    AND NOT EXISTS (SELECT 1 FROM report AS next WHERE next.predecessor = review_source.report_id
      AND next.state IN ('final', 'corrected', 'withdrawn'))`;

/**
 * Reports signed in a span of time, UTC. They are rows that this program wrote: each is not held against the model again, which for
 * hundreds of thousands would take longer than the draw.
 */
export function sourcesBetween(index: Db, from: string, until: string): SourceReport[] {
  const rows = index.prepare<[string, string], Row>(DRAWN_FROM).all(from, until);
  return rows.map((row) => sourceOf(row));
}

export function sourceById(index: Db, sourceReportId: string): SourceReport | null {
  const row = index.prepare<[string], Row>(`${SOURCES} WHERE source_report_id = ?`).get(sourceReportId);
  return row === undefined ? null : SourceReport.parse(sourceOf(row));
}

function sourceOf(row: Row): SourceReport {
  const flags = new Set(row.flags === '' ? [] : (row.flags.split(' ') as SourceFlag[]));
  for (const name of ['addendum', 'discrepancy', 'critical'] as const) if (row[name] === 1) flags.add(name);
  return {
    sourceReportId: row.source_report_id as SourceReport['sourceReportId'],
    origin: row.origin,
    author: row.author as ReaderPseudonym,
    site: row.site,
    modality: row.modality,
    region: row.region,
    shift: row.shift,
    signedAt: row.signed_at,
    flags: [...flags],
    accession: row.accession,
    studyId: row.study_id as SourceReport['studyId'],
    reportId: row.report_id as SourceReport['reportId'],
    pixels: row.pixels === 1,
    seenMap: row.seen_map === 1,
  };
}
