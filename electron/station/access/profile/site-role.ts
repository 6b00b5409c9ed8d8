import type { CallName } from '../../../../shared/contract/index.ts';
import { calls } from '../../../../shared/contract/index.ts';
import { ReportId, StudyId } from '../../../../shared/model/ids.ts';
import type { StudyRules } from './study-rules.ts';

/**
 * Calls that begin work on a study, or give something of it away: there the site has a say. What was typed or drawn is kept whatever
 * it says, signing has its own answer in words, and emergency access goes past it, on record.
 */
const ASKED: ReadonlySet<CallName> = new Set([
  'study.open',
  'study.preview',
  'communication.open',
  'followUp.confirm',
  'hold.begin',
  'report.priorTexts',
  'review.meetPrior',
  'report.programDrafts',
  'report.create',
  'report.amend',
  'report.correct',
  'report.withdraw',
  'report.exportFile',
]);

/** @throws AppError profile/role when the site of the study does not let the person use the call */
export function requireSiteRole(
  parts: {
    readonly rules: Pick<StudyRules, 'requireRole'>;
    readonly studyOfReport: (reportId: ReportId) => StudyId | null;
  },
  name: CallName,
  request: unknown,
): void {
  if (!ASKED.has(name) || typeof request !== 'object' || request === null) return;
  const named = 'studyId' in request ? StudyId.safeParse(request.studyId).data : undefined;
  const report = 'reportId' in request ? ReportId.safeParse(request.reportId).data : undefined;
  const studyId = named ?? (report === undefined ? null : parts.studyOfReport(report));
  // What is not there is for the room to refuse, with its own code.
  if (studyId !== null) parts.rules.requireRole(studyId, calls[name].roles);
}
