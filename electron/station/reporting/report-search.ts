import { z } from 'zod';
import { displayName } from '../../../shared/dicom/person-name.ts';
import { StudyId } from '../../../shared/model/ids.ts';
import type { ReportHit, ReportSearch } from '../../../shared/model/report-hit.ts';
import { SignedReportState } from '../../../shared/model/report-state.ts';
import type { WorklistRow } from '../../../shared/model/study.ts';
import { matchExpression, readable } from '../../../shared/rules/report-search/search-words.ts';
import { priorDoubts } from '../../../shared/rules/prior-report/prior-doubts.ts';
import type { Db } from '../kernel/sqlite.ts';
import type { Statements } from '../kernel/statements.ts';
import { priorById } from '../worklist/prior-reports/prior-report-rows.ts';

export interface ReportSearchParts {
  readonly index: Db;
  readonly statements: Statements;
  readonly study: (studyId: StudyId) => WorklistRow | null;
  /** Whether the site of a study lets the person see it. */
  readonly maySee: (studyId: StudyId) => boolean;
  /** Whether the site's merges make two ids of an issuer one. */
  readonly sameId: (site: string, issuer: string, a: string, b: string) => boolean;
}

/** Around the words that were found, in excerpts: no text has these. */
const [OPEN, SHUT] = ['\u0002', '\u0003'];
/** Rows that are looked at for one search, however many the reader may not see. */
const MOST_LOOKED_AT = 5000;

/**
 * A row for each report that has the words and a study here: its own, or for a report of others the newest of whoever bears the number.
 * Newest first, by when they came into the index. Rows are made one by one: only as many are read as are asked for.
 */
const FOUND = `
  SELECT ref, snippet(report_words, 1, '${OPEN}', '${SHUT}', '…', 24) AS excerpt, report.study_id AS own, report.state, iif(report.study_id IS NULL, (
      SELECT other.study_id FROM prior_report AS sent
      JOIN patient ON patient.patient_id = sent.patient_id
        AND (patient.issuer = sent.patient_issuer OR patient.issuer = sent.site)
      JOIN study AS other USING (patient_key)
      WHERE sent.prior_report_id = ref AND sent.current = 1 ORDER BY other.study_date DESC LIMIT 1), NULL) AS others
  FROM report_words CROSS JOIN report_word_of ON word_id = report_words.rowid
  LEFT JOIN report ON report.report_id = ref
  WHERE report_words MATCH @match AND NOT EXISTS (
    SELECT 1 FROM report AS next WHERE next.predecessor = ref AND next.signed IS NOT NULL
      AND next.state <> 'addendum')
  ORDER BY report_words.rowid DESC LIMIT ${MOST_LOOKED_AT}`;

const Row = z.object({
  ref: z.string(),
  excerpt: z.string(),
  own: StudyId.nullable(),
  state: SignedReportState.nullable(),
  others: StudyId.nullable(),
});
type Row = z.infer<typeof Row>;

/** Signed reports, ours and others', by their words. What the reader's sites keep from them is not among them. */
export function searchReports(
  parts: ReportSearchParts,
  search: ReportSearch,
): { readonly hits: ReportHit[]; readonly more: boolean } {
  const match = matchExpression(search.words);
  if (match === null) return { hits: [], more: false };
  const hits: ReportHit[] = [];
  for (const found of parts.index.prepare(FOUND).iterate({ match })) {
    const hit = hitOf(parts, search, Row.parse(found));
    if (hit === null) continue;
    if (hits.length === search.limit) return { hits, more: true };
    hits.push(hit);
  }
  return { hits, more: false };
}

function hitOf(parts: ReportSearchParts, search: ReportSearch, row: Row): ReportHit | null {
  const studyId = row.own ?? row.others;
  const study = studyId === null ? null : parts.study(studyId);
  if (study === null || !parts.maySee(study.studyId)) return null;
  const facts = row.own === null ? factsOfOthers(parts, row, study) : factsOfOwn(parts, row, study);
  if (facts === null || !fits(search, study, facts.date)) return null;
  const { patient, modalities, site } = study;
  return {
    ...{ ref: row.ref, studyId: study.studyId, patientName: displayName(patient.name), patientId: patient.patientId },
    ...{ modalities: [...modalities], site, ...facts, excerpt: excerptOf(row.excerpt) },
  };
}

/** Read out of the frozen text by the database: a hit is one of many. */
const OWN_FACTS = `SELECT json_extract(signed, '$.signer.name', '$.study.description', '$.template.name') AS facts
  FROM report WHERE report_id = ?`;
const OwnFacts = z.tuple([z.string(), z.string().nullable(), z.string()]);

type Facts = Pick<ReportHit, 'origin' | 'title' | 'date' | 'state' | 'signer'>;

function factsOfOwn({ statements }: ReportSearchParts, { ref, state }: Row, study: WorklistRow): Facts | null {
  const found = statements.prepare<[string], { facts: string }>(OWN_FACTS).get(ref)?.facts;
  if (found === undefined || state === null) return null;
  const [signer, description, template] = OwnFacts.parse(JSON.parse(found));
  return { origin: 'own', title: description ?? template, signer, date: study.studyDate, state };
}

/** What is in doubt is not found: it would be shown as this patient's. */
function factsOfOthers({ index, sameId }: ReportSearchParts, { ref }: Row, study: WorklistRow): Facts | null {
  const report = priorById(index, ref)?.report;
  if (report === undefined) return null;
  const doubts = priorDoubts(report, study.patient, (issuer, a, b) => sameId(report.site, issuer, a, b));
  if (doubts === null || doubts.length > 0) return null;
  return {
    origin: report.origin,
    title: report.title,
    date: report.studyDate,
    state: report.state,
    signer: report.signer,
  };
}

function fits({ modality, from, to, site }: ReportSearch, study: WorklistRow, date: string | null): boolean {
  if (modality !== null && !study.modalities.includes(modality.toUpperCase())) return false;
  if (site !== null && study.site.toLowerCase() !== site.toLowerCase()) return false;
  if (from === null && to === null) return true;
  return date !== null && (from === null || date >= from) && (to === null || date <= to);
}

function excerptOf(text: string): ReportHit['excerpt'] {
  return readable(text)
    .replaceAll(/\s+/g, ' ')
    .split(OPEN)
    .flatMap((piece, at) => {
      if (at === 0) return [{ text: piece, found: false }];
      const [words = '', rest = ''] = piece.split(SHUT);
      return [
        { text: words, found: true },
        { text: rest, found: false },
      ];
    })
    .filter(({ text: words }) => words !== '');
}
