import { z } from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import { BlobId, PersonId, ReportId, StudyId } from '../../../shared/model/ids.ts';
import type { Report, ReportedMeasurement } from '../../../shared/model/report.ts';
import { ReportContent, ReportTemplate } from '../../../shared/model/report.ts';
import { DraftIntent, ReportState } from '../../../shared/model/report-state.ts';
import { isReplacedIn, isWithdrawn } from '../../../shared/report/standing.ts';
import { isSigned } from '../../../shared/report/state-machine.ts';
import type { Following, SignedState, StoredReportState } from '../../../shared/report/state-machine.ts';
import type { ReportSignature } from '../../../shared/model/report-signature.ts';
import { SignedDocument } from '../../../shared/report/signed-document.ts';
import { NO_FAULTS } from '../kernel/fault-points.ts';
import type { FaultPoints } from '../kernel/fault-points.ts';
import type { Db } from '../kernel/sqlite.ts';
import type { StoredFormat } from './outputs/build-outputs.ts';
import { changedSince } from './changed-since.ts';
import { namesTogether } from './together-rows.ts';

const ReportRow = z.object({
  report_id: ReportId,
  study_id: StudyId,
  template_id: z.string(),
  template_name: z.string(),
  state: z.enum([...ReportState.options, 'discarded']) satisfies z.ZodType<StoredReportState>,
  predecessor: ReportId.nullable(),
  intent: DraftIntent.nullable(),
  reason: z.string().nullable(),
  author: PersonId,
  created_at: z.string(),
  signed: z.string().nullable(),
  signed_hash: z.string().nullable(),
  signature: z.string().nullable(),
});
export type ReportRow = z.infer<typeof ReportRow>;

/** The objects of the study as they were when the draft began; hash as in ReceivedObjects. */
const DraftStudy = z.strictObject({ objects: z.number().int(), hash: z.string() });

/** What the journal holds of a draft: the form and the study as they were when the draft began, and what was written. */
const DraftValue = z.strictObject({
  template: ReportTemplate,
  content: ReportContent,
  /** Absent in drafts of a program before this was kept. */
  study: DraftStudy.optional(),
});
export interface Draft extends z.infer<typeof DraftValue> {
  readonly revision: number;
  readonly savedAt: string;
}

const OutputRow = z.object({
  format: z.enum(['sr', 'sr-measurements', 'text', 'fhir', 'hl7', 'pdf', 'seen-map']) satisfies z.ZodType<StoredFormat>,
  blob_id: BlobId,
  bytes: z.number(),
  sha256: z.string(),
});
export type OutputRow = z.infer<typeof OutputRow>;

export interface NewOutput {
  readonly format: StoredFormat;
  readonly blobId: BlobId;
  readonly bytes: number;
  readonly sha256: string;
  readonly sopUid: string | null;
}

/** What somebody writes is theirs until it is signed. Who was revoked does not come back: their drafts are everybody's. */
const SEEN = `(state <> 'draft' OR ? IS NULL OR author = ?
  OR author IN (SELECT person_id FROM person WHERE state = 'revoked'))`;

/** Up to where it began, then everything that names one of it. */
const LINE = `WITH RECURSIVE
    up (report_id, predecessor) AS (SELECT report_id, predecessor FROM report WHERE report_id = ?
      UNION ALL SELECT report.report_id, report.predecessor FROM report JOIN up ON report.report_id = up.predecessor),
    line (report_id) AS (SELECT report_id FROM up WHERE predecessor IS NULL
      UNION ALL SELECT report.report_id FROM report JOIN line ON report.predecessor = line.report_id)
  SELECT report.* FROM report JOIN line USING (report_id) WHERE report.signed IS NOT NULL ORDER BY report.seq`;

/** Rows of the tables report, report_output (index) and draft (journal). No rules: those are in Reporting. */
export class ReportStore {
  readonly #index: Db;
  readonly #journal: Db;
  readonly #faults: FaultPoints;
  readonly #reader: PersonId | null;

  /** @param reader whose drafts are seen beside all that is signed; null: everybody's */
  constructor(index: Db, journal: Db, faults: FaultPoints = NO_FAULTS, reader: PersonId | null = null) {
    this.#faults = faults;
    this.#index = index;
    this.#journal = journal;
    this.#reader = reader;
  }

  /** The study that a report is about; null for a report that is not there. */
  studyOf(reportId: ReportId): StudyId | null {
    const row = this.#index
      .prepare<[string], { study_id: string }>('SELECT study_id FROM report WHERE report_id = ?')
      .get(reportId);
    return row ? StudyId.parse(row.study_id) : null;
  }

  /** Throws report/unknown; a discarded draft is unknown, and so is another person's while they may come back to it. */
  row(reportId: ReportId): ReportRow {
    const found = this.#index
      .prepare(`SELECT * FROM report WHERE report_id = ? AND ${SEEN}`)
      .get(reportId, this.#reader, this.#reader);
    const row = found === undefined ? null : ReportRow.parse(found);
    if (row === null || row.state === 'discarded') throw new AppError('report/unknown', 'the store has no such report');
    return row;
  }

  /** Reports of a study, the oldest first, without discarded ones and drafts of other people. */
  rowsOf(studyId: StudyId): ReportRow[] {
    return this.#index
      .prepare(
        `SELECT * FROM report WHERE (study_id = ? OR report_id IN (SELECT report_id FROM report_accession WHERE study_id = ?))
         AND state <> 'discarded' AND ${SEEN} ORDER BY seq`,
      )
      .all(studyId, studyId, this.#reader, this.#reader)
      .map((row) => ReportRow.parse(row));
  }

  /** State of the signed report that this one names; null where it names none. */
  stateBefore({ predecessor }: Pick<ReportRow, 'predecessor'>): SignedState | null {
    if (predecessor === null) return null;
    const { state } = this.row(predecessor);
    if (!isSigned(state)) throw new AppError('report/tampered', 'a report follows one that is not signed');
    return state;
  }

  /** The signed report that this one names and what it does to it; null where it names none. */
  following(row: Pick<ReportRow, 'predecessor' | 'intent'>): Following | null {
    const state = this.stateBefore(row);
    return state === null ? null : { state, intent: row.intent };
  }

  /**
   * @param adds what is to follow stands beside the report and does not take its place
   * @throws AppError report/superseded where a signed report has taken the place of this one; report/withdrawn where its line is
   */
  requireStanding(reportId: ReportId, adds: boolean): void {
    const { study_id: studyId, state } = this.row(reportId);
    const reports = this.#index
      .prepare("SELECT * FROM report WHERE study_id = ? AND state NOT IN ('draft', 'discarded')")
      .all(studyId)
      .map((found) => ReportRow.parse(found))
      .map(({ report_id: id, state: of, predecessor }) => ({ reportId: id, state: signedState(of), predecessor }));
    if (isWithdrawn(reports, reportId)) throw new AppError('report/withdrawn', 'the report was withdrawn');
    const isAddedTo = !adds && state !== 'preliminary' && reports.some(({ predecessor }) => predecessor === reportId);
    if (isAddedTo || isReplacedIn(reports, reportId)) {
      throw new AppError('report/superseded', 'another report has taken its place');
    }
  }

  /** All signed reports of the line that a report belongs to, the oldest first. */
  line(db: Db, reportId: ReportId): ReportRow[] {
    return db
      .prepare(LINE)
      .all(reportId)
      .map((found) => ReportRow.parse(found));
  }

  /** The draft of this author that names a signed report. */
  openFollowing(predecessor: ReportId, author: PersonId, intent: DraftIntent | null): ReportRow | null {
    const found = this.#index
      .prepare("SELECT * FROM report WHERE predecessor = ? AND author = ? AND state = 'draft' AND intent IS ?")
      .get(predecessor, author, intent);
    return found === undefined ? null : ReportRow.parse(found);
  }

  insert(db: Db, row: Omit<ReportRow, 'signed' | 'signed_hash' | 'signature' | 'state'>): void {
    db.prepare(
      `INSERT INTO report (report_id, study_id, template_id, template_name, state, predecessor, author, created_at, intent, reason)
       VALUES (@report_id, @study_id, @template_id, @template_name, 'draft', @predecessor, @author, @created_at, @intent, @reason)`,
    ).run(row);
  }

  setState(db: Db, reportId: ReportId, state: StoredReportState): void {
    db.prepare('UPDATE report SET state = ? WHERE report_id = ?').run(state, reportId);
  }

  freeze(
    db: Db,
    reportId: ReportId,
    state: StoredReportState,
    signed: {
      readonly json: string;
      readonly hash: string;
      readonly at: string;
      readonly signature: ReportSignature | null;
    },
  ): void {
    const done = db
      .prepare(
        "UPDATE report SET state = ?, signed = ?, signed_hash = ?, signed_at = ?, signature = ? WHERE report_id = ? AND state = 'draft'",
      )
      .run(
        ...[state, signed.json, signed.hash, signed.at],
        ...[signed.signature === null ? null : JSON.stringify(signed.signature), reportId],
      );
    if (done.changes !== 1) throw new AppError('report/not-a-draft', 'the report was signed meanwhile');
  }

  insertOutput(db: Db, reportId: ReportId, output: NewOutput, at: string): void {
    db.prepare(
      `INSERT INTO report_output (report_id, format, blob_id, bytes, sha256, sop_uid, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ).run(reportId, output.format, output.blobId, output.bytes, output.sha256, output.sopUid, at);
  }

  outputs(reportId: ReportId): OutputRow[] {
    return this.#index
      .prepare('SELECT format, blob_id, bytes, sha256 FROM report_output WHERE report_id = ? ORDER BY format')
      .all(reportId)
      .map((row) => OutputRow.parse(row));
  }

  output(reportId: ReportId, format: StoredFormat): OutputRow | null {
    return this.outputs(reportId).find((row) => row.format === format) ?? null;
  }

  /** Throws report/unknown when the journal lost it. */
  draft(reportId: ReportId): Draft {
    const found = this.#journal
      .prepare<[string], { revision: number; value: string; saved_at: string }>(
        'SELECT revision, value, saved_at FROM draft WHERE report_id = ?',
      )
      .get(reportId);
    if (found === undefined) throw new AppError('report/unknown', 'the journal has no such draft');
    return { ...DraftValue.parse(JSON.parse(found.value)), revision: found.revision, savedAt: found.saved_at };
  }

  insertDraft(reportId: ReportId, value: z.infer<typeof DraftValue>, savedAt: string): void {
    const insert = this.#journal.prepare(
      'INSERT INTO draft (report_id, revision, value, saved_at) VALUES (?, 1, ?, ?)',
    );
    this.#faults.around('draft insert', () => insert.run(reportId, JSON.stringify(value), savedAt));
  }

  /** Replaces the draft if it still has `revision`; returns the new one. Else reading/conflict. */
  replaceDraft(reportId: ReportId, revision: number, value: z.infer<typeof DraftValue>, savedAt: string): number {
    const update = this.#journal.prepare(
      'UPDATE draft SET revision = revision + 1, value = ?, saved_at = ? WHERE report_id = ? AND revision = ?',
    );
    const done = this.#faults.around('draft save', () =>
      update.run(JSON.stringify(value), savedAt, reportId, revision),
    );
    if (done.changes !== 1) {
      throw new AppError('reading/conflict', 'the draft was saved from another place meanwhile', {
        context: { revision },
      });
    }
    return revision + 1;
  }

  removeDraft(reportId: ReportId): void {
    const remove = this.#journal.prepare('DELETE FROM draft WHERE report_id = ?');
    this.#faults.around('draft remove', () => remove.run(reportId));
  }

  /** The frozen document. Throws report/not-signed, and report/tampered when it is no document of ours. */
  document(row: ReportRow): { readonly document: SignedDocument; readonly hash: string } {
    if (row.signed === null || row.signed_hash === null)
      throw new AppError('report/not-signed', 'the report is not signed');
    const parsed = SignedDocument.safeParse(parseJson(row.signed));
    if (!parsed.success) throw new AppError('report/tampered', 'the frozen report cannot be read');
    return { document: parsed.data, hash: row.signed_hash };
  }

  /** The report as windows see it. */
  report(row: ReportRow): Report {
    const common = {
      reportId: row.report_id,
      studyId: row.study_id,
      templateId: row.template_id,
      templateName: row.template_name,
      predecessor: row.predecessor,
      ...(row.intent === null ? {} : { intent: row.intent }),
      ...(row.reason === null ? {} : { reason: row.reason }),
      author: row.author,
      createdAt: row.created_at,
      ...namesTogether(this.#index, row.report_id, row.study_id),
    };
    if (row.state === 'draft') {
      const draft = this.draft(row.report_id);
      return {
        ...common,
        template: draft.template,
        state: 'draft',
        content: draft.content,
        savedAt: draft.savedAt,
        revision: draft.revision,
        signed: null,
      };
    }
    const { document, hash } = this.document(row);
    return {
      ...common,
      template: document.template,
      state: document.state,
      content: document.content,
      savedAt: document.at,
      revision: 0,
      signed: {
        by: document.signer.personId,
        byName: document.signer.name,
        at: document.at,
        zone: document.zone,
        hash,
        objectsReceived: document.objectsReceived,
        objectsExpected: document.objectsExpected,
        ...(document.lossy === undefined ? {} : { lossy: document.lossy }),
        ...(document.communications === undefined ? {} : { communications: document.communications }),
        ...changedSince(this.#index, document, row.study_id),
        measurements: document.measurements.map((one) => withoutOutlines(one)),
      },
    };
  }
}

/** For the window, which shows no outlines of what was signed: they may be a megabyte. */
function withoutOutlines({ grown: _grown, ...measurement }: ReportedMeasurement): ReportedMeasurement {
  return measurement;
}

function signedState(state: StoredReportState): SignedState {
  if (!isSigned(state)) throw new AppError('internal/bug', 'a draft among signed reports');
  return state;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new AppError('report/tampered', 'the frozen report is no JSON', { cause: error });
  }
}
