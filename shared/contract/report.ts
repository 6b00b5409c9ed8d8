import { z } from 'zod';
import { FieldFill } from '../model/field-origin.ts';
import { JobId, ReportId, StudyId } from '../model/ids.ts';
import { CheckFinding, OutputFormat, Report, ReportContent, ReportTemplate } from '../model/report.ts';
import { ProvedSignature } from '../model/report-signature.ts';
import { ActReason } from '../model/report-state.ts';
import { MOST_TOGETHER, Together } from '../model/together.ts';
import { PriorReportText } from '../model/prior-report.ts';
import { ProgramDrafts } from '../model/program-draft.ts';
import { ReportHit, ReportSearch } from '../model/report-hit.ts';
import { ReportSeenMap } from '../model/seen.ts';
import { UndoSeconds, UnsignedReport, WaitingReport } from '../model/waiting-signature.ts';
import { call, event } from './define.ts';
import { FileToken, LONGEST_PATH } from './file-token.ts';
import { CLINICAL, REPORTING } from './roles.ts';

const Exported = z.strictObject({ file: z.string(), bytes: z.number().int(), sha256: z.string() });

export const reportCalls = {
  /** Best match first. */
  'report.templates': call(
    z.strictObject({ studyId: StudyId }),
    z.strictObject({ templates: z.array(ReportTemplate) }),
    { roles: CLINICAL },
  ),
  'report.forStudy': call(z.strictObject({ studyId: StudyId }), z.strictObject({ reports: z.array(Report) }), {
    roles: CLINICAL,
  }),
  'report.create': call(z.strictObject({ studyId: StudyId, templateId: z.string().max(100) }), Report, {
    roles: REPORTING,
  }),
  /** Journals the draft; refused with reading/conflict when `revision` is not the last one. */
  'report.save': call(
    z.strictObject({ reportId: ReportId, revision: z.number().int(), content: ReportContent }),
    z.strictObject({ savedAt: z.string(), revision: z.number().int() }),
    { roles: REPORTING },
  ),
  'report.discard': call(z.strictObject({ reportId: ReportId }), z.strictObject({}), { roles: REPORTING }),
  /** What the station knows now that fields of a draft may be filled with; changes nothing. */
  'report.fills': call(
    z.strictObject({ reportId: ReportId }),
    z.strictObject({ fills: z.partialRecord(FieldFill, z.string()) }),
    { roles: CLINICAL },
  ),
  /** Studies that a report may be about beside its own, with those that it is about. */
  'report.together': call(z.strictObject({ reportId: ReportId }), Together, { roles: CLINICAL }),
  /** Of a draft that follows no signed report. The same list again changes nothing. */
  'report.setTogether': call(
    z.strictObject({ reportId: ReportId, studyIds: z.array(StudyId).max(MOST_TOGETHER) }),
    Together,
    { roles: REPORTING },
  ),
  'report.check': call(z.strictObject({ reportId: ReportId }), z.strictObject({ findings: z.array(CheckFinding) }), {
    roles: CLINICAL,
  }),
  /** `acknowledged`: codes of the findings that the reader accepted; `as`: final where nothing is said. */
  'report.sign': call(
    z.strictObject({
      reportId: ReportId,
      acknowledged: z.array(z.string().max(100)).max(100),
      zone: z.string().max(10),
      as: z.enum(['final', 'preliminary']).optional(),
      /** How long it waits before, seconds, where its site and its order let it; absent: not at all. */
      undoSeconds: UndoSeconds.optional(),
    }),
    Report,
    { roles: REPORTING },
  ),
  /** A report that waits to be signed stays a draft. */
  'report.takeBack': call(z.strictObject({ reportId: ReportId }), Report, { roles: REPORTING }),
  /** It waits no longer. */
  'report.signNow': call(z.strictObject({ reportId: ReportId }), Report, { roles: REPORTING }),
  /** Of this reader: what waits to be signed, and what was to be signed and was not. */
  'report.waiting': call(
    z.strictObject({}),
    z.strictObject({ waiting: z.array(WaitingReport), unsigned: z.array(UnsignedReport) }),
    { roles: CLINICAL },
  ),
  /** The reader knows that it was not signed. */
  'report.seenUnsigned': call(z.strictObject({ reportId: ReportId }), z.strictObject({}), { roles: CLINICAL }),
  /** A new draft that names the signed report as its predecessor. */
  'report.amend': call(z.strictObject({ reportId: ReportId }), Report, { roles: REPORTING }),
  /** A new draft with the text of a preliminary report, which it names as its predecessor and takes the place of. */
  'report.finalise': call(z.strictObject({ reportId: ReportId }), Report, { roles: REPORTING }),
  /** A new draft with the text of a signed report, to be changed; the reason goes out with it. */
  'report.correct': call(z.strictObject({ reportId: ReportId, reason: ActReason }), Report, { roles: REPORTING }),
  /** Signed at once: the report and its whole line were wrong. */
  'report.withdraw': call(z.strictObject({ reportId: ReportId, reason: ActReason, zone: z.string().max(10) }), Report, {
    roles: REPORTING,
  }),
  /** `signature`: of a report that is whole and bears one. */
  'report.verify': call(
    z.strictObject({ reportId: ReportId }),
    z.strictObject({ ok: z.boolean(), signature: ProvedSignature.optional() }),
    { roles: CLINICAL },
  ),
  /** What was on the glass of who signed, frozen with that version; null for a report from before that was kept. */
  'report.seenMap': call(z.strictObject({ reportId: ReportId }), z.strictObject({ map: ReportSeenMap.nullable() }), {
    roles: CLINICAL,
  }),
  /** Writes one output to a file the reader chose: a deliberate act, audited. PDF waits for its job. */
  'report.export': call(z.strictObject({ reportId: ReportId, format: OutputFormat, token: FileToken }), Exported, {
    roles: REPORTING,
    side: 'shell',
  }),
  /** The same by absolute path. */
  'report.exportFile': call(
    z.strictObject({ reportId: ReportId, format: OutputFormat, file: z.string().min(1).max(LONGEST_PATH) }),
    Exported,
    { roles: REPORTING, caller: 'shell' },
  ),
  /** What was reported of the patient of a case before, whoever wrote it; newest first. */
  'report.priorTexts': call(
    z.strictObject({ studyId: StudyId }),
    z.strictObject({ reports: z.array(PriorReportText) }),
    { roles: CLINICAL },
  ),
  /** What programs wrote of a case and nobody stands for: drafts that a reader may take into the report, passage by passage. */
  'report.programDrafts': call(z.strictObject({ studyId: StudyId }), ProgramDrafts, { roles: CLINICAL }),
  /** Signed reports by their words; `more`: there are others. */
  'report.search': call(ReportSearch, z.strictObject({ hits: z.array(ReportHit), more: z.boolean() }), {
    roles: CLINICAL,
  }),
  /** State of the stored PDF: null before the job was made. */
  'report.pdf': call(
    z.strictObject({ reportId: ReportId }),
    z.strictObject({ jobId: JobId.nullable(), ready: z.boolean() }),
    { roles: CLINICAL },
  ),
} as const;

export const reportEvents = {
  /** Another system sent something that was reported of the patient of a study. */
  'report.priorsChanged': event(z.strictObject({ studyId: StudyId })),
  'report.changed': event(z.strictObject({ studyId: StudyId, reportId: ReportId })),
} as const;
