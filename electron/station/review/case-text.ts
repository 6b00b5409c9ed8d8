import { z } from 'zod';
import { withoutNames } from '../../../shared/review/without-names.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { SourceReport } from '../../../shared/model/review/source-report.ts';
import type { Db } from '../kernel/sqlite.ts';
import { ownText } from '../reporting/own-text.ts';

const Section = z.object({ title: z.string(), text: z.string() });
const Content = z.object({ content: z.string() });
const Signed = z.object({ signed: z.string() });
const Names = z.object({
  name: z.string(),
  patient_id: z.string().nullable(),
  referring: z.string().nullable(),
  institution: z.string().nullable(),
  accession: z.string().nullable(),
});

/** The report that is read again, without the names of its patient, its reader and its site. Null: its text is not here any more. */
export function caseText(index: Db, source: SourceReport): { title: string; text: string }[] | null {
  const sections = source.reportId === null ? broughtIn(index, source) : fromHere(index, source.reportId);
  if (sections === null) return null;
  const names = [...namesOf(index, source), ...sections.names];
  return sections.of.map(({ title, text }) => ({ title: withoutNames(title, names), text: withoutNames(text, names) }));
}

/** Names that must not stand in what is shown of a case: of its patient, its reader and its site. */
export function caseNames(index: Db, source: SourceReport): string[] {
  const own = source.reportId === null ? null : fromHere(index, source.reportId);
  return [...namesOf(index, source), ...(own?.names ?? [])];
}

interface Found {
  readonly of: readonly { readonly title: string; readonly text: string }[];
  readonly names: readonly string[];
}

function fromHere(index: Db, reportId: string): Found | null {
  const row = index.prepare('SELECT signed FROM report WHERE report_id = ? AND signed IS NOT NULL').get(reportId);
  if (row === undefined) return null;
  const { sections, signer } = ownText(Signed.parse(row).signed);
  return { of: sections, names: [signer] };
}

function broughtIn(index: Db, { sourceReportId }: SourceReport): Found | null {
  const row = index.prepare('SELECT content FROM review_source_text WHERE source_report_id = ?').get(sourceReportId);
  if (row === undefined) return null;
  // The names that its sender told were taken out before it was kept.
  return { of: z.array(Section).parse(JSON.parse(Content.parse(row).content)), names: [] };
}

/** Names of the case: of its study where that is here, and of its site. */
export function namesOf(index: Db, { studyId, site, accession }: SourceReport): string[] {
  return [site, accession ?? '', ...(studyId === null ? [] : namesOfStudy(index, studyId))];
}

/** Names, numbers and places by which somebody knows whose study it is. */
export function namesOfStudy(index: Db, studyId: StudyId): string[] {
  const row = index
    .prepare(
      `SELECT name_alphabetic || ' ' || name_ideographic || ' ' || name_phonetic AS name, patient_id, referring, institution, accession
       FROM study JOIN patient USING (patient_key) WHERE study_id = ?`,
    )
    .get(studyId);
  if (row === undefined) return [];
  const found = Names.parse(row);
  return [found.name, found.patient_id, found.referring, found.institution, found.accession].map((one) => one ?? '');
}
