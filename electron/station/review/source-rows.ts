import type { ReaderPseudonym } from '../../../shared/model/ids.ts';
import type { ReviewReader } from '../../../shared/model/review/reader.ts';
import { SourceReport } from '../../../shared/model/review/source-report.ts';
import type { SourceFlag } from '../../../shared/model/review/source-report.ts';
import { newId } from '../kernel/ids.ts';
import type { Db } from '../kernel/sqlite.ts';

/** A report of this store before it has a pseudonym instead of its author. */
export interface NewSource extends Pick<
  SourceReport,
  'origin' | 'site' | 'modality' | 'region' | 'shift' | 'signedAt' | 'flags' | 'accession' | 'studyId' | 'reportId'
> {
  readonly key: string;
  readonly reader: ReviewReader;
}

/** Reports of this store, within a command. The same one again changes nothing. */
export function putSources(
  db: Db,
  sources: readonly { readonly source: NewSource; readonly author: ReaderPseudonym }[],
): { readonly added: number; readonly known: number } {
  const put = db.prepare(
    `INSERT INTO review_source (source_report_id, origin, key, author, site, modality, region, shift, signed_at, flags, accession,
       study_id, report_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (origin, key) DO NOTHING`,
  );
  let added = 0;
  for (const { source, author } of sources) {
    const { origin, key, site, modality, region, shift, signedAt, flags, accession, studyId, reportId } = source;
    added += put.run(
      ...[newId(), origin, key, author, site, modality, region, shift, signedAt, flags.join(' '), accession],
      ...[studyId, reportId],
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
    EXISTS (SELECT 1 FROM report AS next WHERE next.predecessor = review_source.report_id AND next.state = 'addendum'
      AND next.signed_at <= @until) AS addendum,
    EXISTS (SELECT 1 FROM handover_grade WHERE handover_grade.report_id = review_source.report_id AND grade <> 'agrees'
      AND handover_grade.at <= @until) AS discrepancy,
    EXISTS (SELECT 1 FROM communication WHERE communication.study_id = review_source.study_id
      AND json_extract(communication.content, '$.identifiedAt') <= @until) AS critical
  FROM review_source`;

/**
 * What may be drawn from at a moment: the reading that stood then, not one that was corrected or withdrawn by then, and what was known of
 * it then. A draw that is drawn again later finds the pool as it was.
 */
const DRAWN_FROM = `${SOURCES}
  WHERE review_source.signed_at >= @from AND review_source.signed_at <= @until AND origin <> 'package'
    AND (noted_at IS NULL OR noted_at <= @until) AND (gone_at IS NULL OR gone_at > @until)
    AND NOT EXISTS (SELECT 1 FROM report AS next WHERE next.predecessor = review_source.report_id
      AND next.state IN ('final', 'corrected', 'withdrawn') AND (next.signed_at IS NULL OR next.signed_at <= @until))`;
const END_OF_TIME = '9999';

interface Span {
  readonly from: string;
  readonly until: string;
}

/**
 * Reports signed in a span of time, UTC, as they stood at its end. They are rows that this program wrote: each is not held against the
 * model again, which for hundreds of thousands would take longer than the draw.
 */
export function sourcesBetween(index: Db, from: string, until: string): SourceReport[] {
  const marked = marksUntil(index, until, null);
  const rows = index.prepare<[Span], Row>(DRAWN_FROM).all({ from, until });
  return rows.map((row) => sourceOf(row, marked.get(row.source_report_id)));
}

/** As it stands now. */
export function sourceById(index: Db, sourceReportId: string): SourceReport | null {
  const given = { until: END_OF_TIME, id: sourceReportId };
  const row = index.prepare<[typeof given], Row>(`${SOURCES} WHERE source_report_id = @id`).get(given);
  if (row === undefined) return null;
  const marked = marksUntil(index, END_OF_TIME, sourceReportId);
  return SourceReport.parse(sourceOf(row, marked.get(sourceReportId)));
}

interface Mark {
  readonly source_report_id: string;
  readonly flag: SourceFlag;
  readonly is_on: number;
}

/** Flags that somebody set by a moment and did not take back. @param only of one report; null: of all */
function marksUntil(index: Db, until: string, only: string | null): ReadonlyMap<string, ReadonlySet<SourceFlag>> {
  const found = index
    .prepare<[{ readonly until: string; readonly only: string | null }], Mark>(
      `SELECT source_report_id, flag, is_on FROM review_flag
       WHERE at <= @until AND (@only IS NULL OR source_report_id = @only) ORDER BY at`,
    )
    .all({ until, only });
  const marks = new Map<string, Set<SourceFlag>>();
  for (const { source_report_id: id, flag, is_on: isOn } of found) {
    const of = marks.get(id) ?? new Set();
    if (isOn === 1) of.add(flag);
    else of.delete(flag);
    marks.set(id, of);
  }
  return marks;
}

function sourceOf(row: Row, marked: ReadonlySet<SourceFlag> | undefined): SourceReport {
  const flags = new Set(row.flags === '' ? [] : (row.flags.split(' ') as SourceFlag[]));
  for (const flag of marked ?? []) flags.add(flag);
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
