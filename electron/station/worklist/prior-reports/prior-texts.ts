import { z } from 'zod';
import type { ObjectContent } from '../../../../shared/model/dicom-object.ts';
import { ObjectId, StudyId } from '../../../../shared/model/ids.ts';
import type { PriorReportText } from '../../../../shared/model/prior-report.ts';
import { SignedReportState } from '../../../../shared/model/report-state.ts';
import type { PriorInfo, WorklistRow } from '../../../../shared/model/study.ts';
import { priorDoubts } from '../../../../shared/rules/prior-report/prior-doubts.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { Statements } from '../../kernel/statements.ts';
import { currentId, isSameId } from '../imaging-orders/patient-merges.ts';
import { currentOf, versionsOf } from './prior-report-rows.ts';
import type { StoredPrior } from './prior-report-rows.ts';

/** Text of a signed report of ours. */
export type OwnText = Pick<PriorReportText, 'title' | 'date' | 'issuedAt' | 'signer' | 'accession' | 'sections'>;

export interface PriorTextParts {
  readonly index: Db;
  readonly study: (studyId: StudyId) => WorklistRow | null;
  readonly priors: (studyId: StudyId) => readonly PriorInfo[];
  readonly ownText: (signed: string) => OwnText;
  readonly readContent: (objectId: ObjectId) => Promise<ObjectContent>;
}

/** Reports that are objects of DICOM (SR for people, encapsulated PDF); read for one case. */
const MOST_OBJECTS = 30;
const REPORT_CLASSES = [
  ...['1.2.840.10008.5.1.4.1.1.88.11', '1.2.840.10008.5.1.4.1.1.88.22'],
  ...['1.2.840.10008.5.1.4.1.1.88.33', '1.2.840.10008.5.1.4.1.1.104.1'],
];

/** What was reported of the patient of a case before: by us, by others in messages, and as objects of prior studies. Newest first. */
export async function priorTexts(parts: PriorTextParts, studyId: StudyId): Promise<PriorReportText[]> {
  const study = parts.study(studyId);
  if (study === null) return [];
  const priors = parts.priors(studyId);
  const all = [
    ...priors.flatMap((prior) => ownTexts(parts, prior)),
    ...textsOfOthers(parts, study),
    ...(await objectTexts(parts, priors)),
  ];
  const when = ({ date, issuedAt }: PriorReportText): string => date ?? issuedAt?.replaceAll('-', '') ?? '';
  return all.sort((a, b) => when(b).localeCompare(when(a)) || (b.issuedAt ?? '').localeCompare(a.issuedAt ?? ''));
}

const OwnRow = z.object({ report_id: z.string(), state: SignedReportState, signed: z.string() });

/** The newest of each line of reports of a study; what was withdrawn is not read any more. */
function ownTexts({ index, ownText }: PriorTextParts, { studyId }: PriorInfo): PriorReportText[] {
  return index
    .prepare<[string]>(
      `SELECT report_id, state, signed FROM report AS one
       WHERE study_id = ? AND signed IS NOT NULL AND state <> 'withdrawn' AND NOT EXISTS (
         SELECT 1 FROM report AS next WHERE next.predecessor = one.report_id AND next.signed IS NOT NULL)`,
    )
    .all(studyId)
    .map((found) => OwnRow.parse(found))
    .map(({ report_id: priorReportId, state, signed }) => ({
      ...{ priorReportId, origin: 'own', state, studyId, objectId: null, ...ownText(signed) },
      ...{ doubts: [], versions: 0, hasPdf: false, cut: false },
    }));
}

/** Of this patient by the site's numbers alone; what is in doubt comes without its text. */
function textsOfOthers({ index }: PriorTextParts, study: WorklistRow): PriorReportText[] {
  const { patient, site } = study;
  if (patient.patientId === null) return [];
  const db = new Statements(index);
  const former = db
    .prepare<[string, string], string>(
      'SELECT former_id FROM patient_merge WHERE lower(site) = lower(?) AND patient_id = ?',
    )
    .pluck()
    .all(site, patient.patientId);
  const ids = [patient.patientId, currentId(db, site, patient.issuer, patient.patientId), ...former];
  return currentOf(index, ids).flatMap((stored): PriorReportText[] => {
    const { report } = stored;
    const sameId = (issuer: string, a: string, b: string): boolean => isSameId(db, report.site, issuer, a, b);
    const doubts = priorDoubts(report, patient, sameId);
    // The case's own report, sent back by its site, is no prior one.
    const isThisCase = study.accession !== null && report.accessions.includes(study.accession);
    if (doubts === null || isThisCase || report.state === 'withdrawn') return [];
    const versions = versionsOf(index, report.site, report.senderKey);
    const moved = versions.some(
      (one) => !sameId(site, one.report.patient.patientId ?? '', report.patient.patientId ?? ''),
    );
    const all = moved ? [...doubts, 'other-patient-before' as const] : doubts;
    return [
      {
        ...toldText(index, stored),
        doubts: [...all],
        versions: versions.length - 1,
        ...(all.length > 0 ? { sections: [] } : {}),
      },
    ];
  });
}

function toldText(index: Db, { priorReportId, report, saidAt, hasPdf }: StoredPrior): PriorReportText {
  return {
    ...{ priorReportId, origin: report.origin, title: report.title, date: report.studyDate, issuedAt: saidAt },
    ...{ signer: report.signer, state: report.state, accession: report.accessions[0] ?? null },
    ...{ studyId: studyOf(index, report), objectId: null },
    sections: report.sections.map(({ title, text }) => ({ title, text })),
    ...{ doubts: [], versions: 0, hasPdf, cut: report.cut },
  };
}

function studyOf(index: Db, { site, accessions, studyUids }: StoredPrior['report']): StudyId | null {
  const found = index
    .prepare<[string, string, string], string>(
      `SELECT study_id FROM study JOIN site USING (site_id) WHERE lower(site.name) = lower(?) AND (
         study_uid IN (SELECT value FROM json_each(?)) OR accession IN (SELECT value FROM json_each(?))) LIMIT 1`,
    )
    .pluck()
    .get(site, JSON.stringify(studyUids), JSON.stringify(accessions));
  return found === undefined ? null : StudyId.parse(found);
}

const ObjectRow = z.object({ object_id: ObjectId, study_id: StudyId, description: z.string().nullable() });

async function objectTexts(parts: PriorTextParts, priors: readonly PriorInfo[]): Promise<PriorReportText[]> {
  const rows = parts.index
    .prepare<[string, string, number]>(
      `SELECT object_id, study_id, description FROM object JOIN series USING (series_id)
       WHERE study_id IN (SELECT value FROM json_each(?)) AND sop_class IN (SELECT value FROM json_each(?))
         AND duplicate IS NULL AND quarantined IS NULL LIMIT ?`,
    )
    .all(JSON.stringify(priors.map(({ studyId }) => studyId)), JSON.stringify(REPORT_CLASSES), MOST_OBJECTS)
    .map((row) => ObjectRow.parse(row));
  const texts: PriorReportText[] = [];
  for (const row of rows) {
    const prior = priors.find(({ studyId }) => studyId === row.study_id);
    // What cannot be read is named by its series, and can be opened to be told why.
    const content = await parts.readContent(row.object_id).catch(() => null);
    texts.push({
      ...{ priorReportId: row.object_id, origin: 'dicom', objectId: row.object_id, studyId: row.study_id },
      title: content?.title || row.description || 'Report',
      ...{ date: prior?.studyDate ?? null, issuedAt: null, signer: '', accession: null },
      state: content?.kind === 'report' && content.verification !== 'VERIFIED' ? 'preliminary' : 'final',
      sections: sectionsOf(content),
      ...{ doubts: [], versions: 0, hasPdf: content?.kind === 'document', cut: content !== null && isCut(content) },
    });
  }
  return texts;
}

function isCut(content: ObjectContent): boolean {
  return 'cut' in content && content.cut;
}

/** Headings begin sections; names and texts of lines are what is read. */
function sectionsOf(content: ObjectContent | null): { title: string; text: string }[] {
  const lines = content?.kind === 'report' || content?.kind === 'document' ? (content.lines ?? []) : [];
  const sections: { title: string; text: string }[] = [];
  for (const { heading, name, text } of lines) {
    const words = [name, text].filter((part) => part !== null && part !== '').join(': ');
    const last = sections.at(-1);
    if (heading || last === undefined) sections.push({ title: heading ? words : 'Report', text: heading ? '' : words });
    else last.text = last.text === '' ? words : `${last.text}\n${words}`;
  }
  return sections.filter(({ text }) => text !== '');
}
