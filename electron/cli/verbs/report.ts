import { CLINICAL, REPORTING } from '../../../shared/contract/roles.ts';
import { runReportVerb, REPORT_OPTIONS } from '../../station/reporting/report-cli.ts';
import { ReportId } from '../../../shared/model/ids.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { Station } from '../../station/station.ts';
import { usage } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import type { Verb } from '../verb.ts';
import {
  CASE_HELP,
  CASE_OPTIONS,
  caseMakes,
  caseRoles,
  checkCaseAction,
  isCaseAction,
  runCase,
} from './report-case.ts';
import { checkFindAction, FIND_HELP, FIND_OPTIONS, FIND_ROLES, isFindAction, runFind } from './report-find.ts';
import { checkFollowUpAction, isFollowUpAction, runFollowUps } from './report-followup.ts';
import { checkMacroAction, isMacroAction, runMacros } from './report-macro.ts';
import {
  checkMessageAction,
  isMessageAction,
  MESSAGE_HELP,
  MESSAGE_OPTIONS,
  MESSAGE_ROLES,
  runMessage,
} from './report-message.ts';
import {
  isTemplateKeeping,
  keepTemplates,
  KEEPING_HELP,
  KEEPING_OPTIONS,
  KEEPING_ROLES,
  checkTemplateKeeping,
} from './report-template-keep.ts';
import { checkTemplateAction, isTemplateAction, runTemplateAction } from './report-template.ts';

const NEEDED: ReadonlyMap<string, readonly string[]> = new Map([
  ['templates', ['study']],
  ['new', ['study', 'template']],
  ['set', ['report']],
  ['together', ['report']],
  ['check', ['report']],
  ['sign', ['report']],
  ['amend', ['report']],
  ['finalise', ['report']],
  ['correct', ['report', 'reason']],
  ['withdraw', ['report', 'reason']],
  ['key', []],
  ['verify', ['report']],
  ['seen-map', ['report']],
  ['export', ['report', 'format', 'out']],
]);

/** Actions that change nothing. */
const LOOKING: ReadonlySet<string> = new Set(['templates', 'check', 'verify', 'seen-map']);

export const reportVerb: Verb = {
  name: 'report',
  usage:
    'report templates|list|new|set|together|check|sign|discard|amend|finalise|correct|withdraw|key|verify|seen-map|export|search|priors|claim|release|claims|hold|resume|message|template …|macro …|followup …',
  help: `Writes, checks, signs and exports reports.
  templates --study UID                       { templates: [{ id, name }] }, best first
  new --study UID --template ID               { reportId }
  set --report ID --section NAME --text T     { savedAt, revision }; --field ID --value V sets a field
  set --report ID --section NAME --measurement M1
                                              writes a measurement of the study (its label or id) at the end of the section
                                              and links it; with --text, after that text. Measurements come from the window
                                              or from \`measure --keep\`
  together --report ID [--studies UID,…]      { own, fixed, studies: [{ studyId, accession, reason, chosen, reported, … }] }: studies that
                                              one report may be about beside its own, and those that it is; with --studies these are
                                              chosen, in the place of those before ("" for none)
  check --report ID                           { findings: [{ code, tier, message }] }
  sign --report ID [--acknowledge CODE,…|all] [--preliminary]
                                              refuses with the codes that stand in the way
  amend --report ID                           { reportId } of a new draft that names its predecessor
  finalise --report ID                        { reportId } of a new draft with the text of a preliminary report
  correct --report ID --reason T              { reportId } of a new draft with the text of a signed report; signed, it takes its place
  withdraw --report ID --reason T             { reportId, state, … }: the report and all that belongs to it were wrong; said at once to
                                              whoever has them
  key                                         { keyId, publicKey }: the key with which reports of this person are signed, for a site to enrol
                                              (signatureKeys of the reader in its profile)
  verify --report ID                          { ok, signature: { keyId, publicKey, enrolledBy }, says }: text, outputs, record and
                                              signature fit; enrolledBy null: no site says whose key it is, and only that the text is whole
                                              is proved; no signature: signed before reports had one
  seen-map --report ID                        { map }: what was on the glass of who signed, frozen with the signature: of each
                                              series the images with the frames that were shown: when first, ms at any and at
                                              full zoom, parts (8 × 8) at full zoom; null for a report from before this was kept
  export --report ID --format sr|pdf|fhir|hl7|text --out FILE [--replace]
                                              { file, bytes, sha256 }; a file that is there already is refused as disk/exists
                                              unless --replace is given. With sr, measurements lie beside it as
                                              NAME-measurements.dcm
${CASE_HELP}
${FIND_HELP}
${MESSAGE_HELP}
  macro import --file FILE                    { form, taken, replaced, leftOut: [{ at, name, why }] }: macros of another program (CSV, XML, JSON,
                                              plain text) into the library of this person; what is not known is kept with them
  macro list [--shipped]                      { macros: [{ id, name, shorthand, for }] }
  macro export --out FILE [--replace]         { file, bytes }
  followup list                               { today, rows, toConfirm }: what signed reports recommend to be done later,
                                              overdue first, and what waits to be confirmed in the window
  followup export --format csv|json|fhir --out FILE
                                              { file, bytes, rows }; fhir: ServiceRequests, draft and proposal
  template check --file FILE                  { id, name, version, dropped, sections, kept } of an MRRT template, without a store:
                                              what would be left out of it, and how much is kept that no program here uses
  template export --template ID --out FILE [--replace]
                                              { file, bytes }: a template of this program as MRRT
${KEEPING_HELP}`,
  options: {
    ...REPORT_OPTIONS,
    ...KEEPING_OPTIONS,
    ...FIND_OPTIONS,
    ...CASE_OPTIONS,
    ...MESSAGE_OPTIONS,
    file: 'value',
    shipped: 'flag',
  },
  isAlone: isTemplateAction,
  alone: ({ args }) => Promise.resolve(runTemplateAction(args)),
  roles(args) {
    if (isTemplateAction(args)) return 'nobody-yet';
    if (isTemplateKeeping(args)) return KEEPING_ROLES;
    if (isFindAction(args)) return FIND_ROLES;
    if (isCaseAction(args)) return caseRoles(args);
    if (isMessageAction(args)) return MESSAGE_ROLES;
    if (isFollowUpAction(args)) return REPORTING;
    if (isMacroAction(args)) return REPORTING;
    return LOOKING.has(actionOf(args)) ? CLINICAL : REPORTING;
  },
  makes: (args) =>
    (!isCaseAction(args) || caseMakes(args)) &&
    !isTemplateAction(args) &&
    !isTemplateKeeping(args) &&
    !isFindAction(args) &&
    !isMessageAction(args) &&
    !isFollowUpAction(args) &&
    !isMacroAction(args) &&
    (isCaseAction(args) || !LOOKING.has(actionOf(args))),
  takesWords: true,
  check(args) {
    if (isTemplateKeeping(args)) {
      checkTemplateKeeping(args);
      return;
    }
    if (isTemplateAction(args)) {
      checkTemplateAction(args);
      return;
    }
    if (isCaseAction(args)) {
      checkCaseAction(args);
      return;
    }
    if (isFindAction(args)) {
      checkFindAction(args);
      return;
    }
    if (isMessageAction(args)) {
      checkMessageAction(args);
      return;
    }
    if (isFollowUpAction(args)) {
      checkFollowUpAction(args);
      return;
    }
    if (isMacroAction(args)) {
      checkMacroAction(args);
      return;
    }
    for (const name of NEEDED.get(actionOf(args)) ?? []) args.required(name);
  },
  async run({ station, args }) {
    if (isTemplateKeeping(args)) return keepTemplates(station, args);
    if (isFindAction(args)) return runFind(station, args);
    if (isCaseAction(args)) return runCase(station, args);
    if (isMessageAction(args)) return runMessage(station, args);
    if (isFollowUpAction(args)) return runFollowUps(station, args);
    if (isMacroAction(args)) return runMacros(station, args);
    const { reporting, audit } = station.rooms;
    const action = actionOf(args);
    const studyId = reportedStudy(reporting, args);
    if (studyId !== null) await audit.commandLine.study(`report ${action}`, studyId);
    return runReportVerb(station.rooms, action, args);
  },
};

/** Null where the words name none: the room refuses them in its own words. */
function reportedStudy(reporting: Station['rooms']['reporting'], args: Arguments): StudyId | null {
  const studyUid = args.value('study');
  if (studyUid !== null) return reporting.studyOf(studyUid);
  const reportId = ReportId.safeParse(args.value('report'));
  return reportId.success ? reporting.studyOfReport(reportId.data) : null;
}

function actionOf(args: Arguments): string {
  const [action, ...rest] = args.positional;
  if (action === undefined || rest.length > 0 || !NEEDED.has(action)) {
    throw usage(`report needs one action: ${[...NEEDED.keys()].join(', ')}`);
  }
  return action;
}
