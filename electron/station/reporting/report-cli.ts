import { resolve } from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';
import { ReportId } from '../../../shared/model/ids.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import { ActReason, LONGEST_REASON } from '../../../shared/model/report-state.ts';
import { OutputFormat } from '../../../shared/model/report.ts';
import type { Inline, Report, ReportContent } from '../../../shared/model/report.ts';
import { signatureWords } from '../../../shared/report/signature-words.ts';
import { paragraphsOf, paragraphText } from '../../../shared/report/plain-text.ts';
import { withFills } from '../../../shared/report/field-fills.ts';
import type { Reporting } from './reporting.ts';

/** Parsed options of one verb, as the command line has them. */
export interface ReportArguments {
  has(name: string): boolean;
  value(name: string): string | null;
  required(name: string): string;
}

export const REPORT_OPTIONS = {
  study: 'value',
  template: 'value',
  report: 'value',
  section: 'value',
  text: 'value',
  field: 'value',
  value: 'value',
  measurement: 'value',
  acknowledge: 'value',
  preliminary: 'flag',
  reason: 'value',
  format: 'value',
  out: 'value',
  replace: 'flag',
  studies: 'value',
} as const;

/** Runs `nightjar report ACTION` and gives its document. Wrong use is request/usage. */
export async function runReportVerb(
  rooms: { readonly reporting: Reporting },
  action: string,
  args: ReportArguments,
): Promise<unknown> {
  const { reporting } = rooms;
  switch (action) {
    case 'templates': {
      const { templates } = reporting.templates({ studyId: reporting.studyOf(args.required('study')) });
      return { templates: templates.map(({ templateId, name }) => ({ id: templateId, name })) };
    }
    case 'new': {
      const studyId = reporting.studyOf(args.required('study'));
      return { reportId: await begin(reporting, { studyId, templateId: args.required('template') }) };
    }
    case 'set':
      return set(reporting, args);
    case 'check': {
      const { findings } = reporting.check({ reportId: reportIdOf(args) });
      return { findings: findings.map(({ code, tier, message }) => ({ code, tier, message })) };
    }
    case 'together': {
      const reportId = reportIdOf(args);
      const uids = args.value('studies');
      if (uids === null) return reporting.together.of({ reportId });
      const studyIds = uids
        .split(',')
        .filter((uid) => uid !== '')
        .map((uid) => reporting.studyOf(uid));
      return reporting.together.set({ reportId, studyIds });
    }
    case 'sign':
      return sign(reporting, args);
    case 'amend':
      return { reportId: (await reporting.amend({ reportId: reportIdOf(args) })).reportId };
    case 'finalise':
      return { reportId: (await reporting.finalise({ reportId: reportIdOf(args) })).reportId };
    case 'correct': {
      const reason = reasonOf(args);
      return { reportId: (await reporting.correct({ reportId: reportIdOf(args), reason })).reportId };
    }
    case 'withdraw': {
      const reason = reasonOf(args);
      return signedFacts(await reporting.withdraw({ reportId: reportIdOf(args), reason, zone: localZone(new Date()) }));
    }
    case 'key':
      return reporting.signatureKey();
    case 'verify': {
      const proved = await reporting.verify({ reportId: reportIdOf(args) });
      return { ...proved, says: proved.ok ? signatureWords(proved.signature) : 'It is not what was signed.' };
    }
    case 'seen-map':
      return reporting.seenMap({ reportId: reportIdOf(args) });
    case 'export': {
      const format = OutputFormat.safeParse(args.required('format'));
      if (!format.success) throw usage(`--format is one of ${OutputFormat.options.join(', ')}`);
      const request = { reportId: reportIdOf(args), format: format.data, file: resolve(args.required('out')) };
      return reporting.export(request, { replace: args.has('replace') });
    }
    default:
      throw usage(`report has no action ${action}`);
  }
}

/** As the window begins one: with the fields that the station fills. */
async function begin(
  reporting: Reporting,
  wanted: { readonly studyId: StudyId; readonly templateId: string },
): Promise<ReportId> {
  const { reportId, revision, template, content } = reporting.create(wanted);
  const filled = withFills(template, content, (await reporting.fills({ reportId })).fills);
  if (filled !== content) reporting.save({ reportId, revision, content: filled });
  return reportId;
}

function set(reporting: Reporting, args: ReportArguments): unknown {
  const report = reporting.get(reportIdOf(args));
  if (report.signed !== null) throw new AppError('report/not-a-draft', 'a signed report cannot be changed');
  const text = args.value('text');
  const fieldId = args.value('field');
  const measurement = args.value('measurement');
  if (text === null && fieldId === null && measurement === null) {
    throw usage('report set needs --section with --text or --measurement, or --field with --value');
  }
  let content = report.content;
  if (text !== null) content = withText(content, args.required('section'), text);
  if (measurement !== null) {
    const inline = reporting.measurementInline(report.studyId, measurement);
    content = withInline(content, args.required('section'), inline);
  }
  if (fieldId !== null) content = withField(content, args.value('section'), fieldId, args.required('value'));
  return reporting.save({ reportId: report.reportId, revision: report.revision, content });
}

async function sign(reporting: Reporting, args: ReportArguments): Promise<unknown> {
  const reportId = reportIdOf(args);
  const as = args.has('preliminary') ? 'preliminary' : 'final';
  const words = (args.value('acknowledge') ?? '').split(',').filter((word) => word !== '');
  let acknowledged = words;
  if (words.includes('all')) {
    if (!reporting.evaluation)
      throw new AppError('store/not-evaluation', '--acknowledge all works on evaluation stores only');
    acknowledged = reporting
      .check({ reportId })
      .findings.flatMap(({ tier, code }) => (tier === 'acknowledge' ? [code] : []));
  }
  return signedFacts(await reporting.sign({ reportId, acknowledged, zone: localZone(new Date()), as }));
}

function signedFacts(report: Report): unknown {
  const { reportId, state, signed } = report;
  return { reportId, state, by: signed?.byName, at: signed?.at, zone: signed?.zone, hash: signed?.hash };
}

function withText(content: ReportContent, sectionId: string, text: string): ReportContent {
  if (!content.sections.some((section) => section.sectionId === sectionId)) {
    throw unknownSection(sectionId);
  }
  return {
    ...content,
    sections: content.sections.map((section) =>
      section.sectionId === sectionId ? { ...section, paragraphs: paragraphsOf(text) } : section,
    ),
  };
}

/** At the end of the section, with a blank before it where a word ends there. */
function withInline(content: ReportContent, sectionId: string, inline: Inline): ReportContent {
  const section = content.sections.find((one) => one.sectionId === sectionId);
  if (!section) throw unknownSection(sectionId);
  const last = section.paragraphs.at(-1) ?? [];
  const gap: Inline[] = /\S$/.test(paragraphText(last)) ? [{ kind: 'text', text: ' ' }] : [];
  const paragraphs = [...section.paragraphs.slice(0, -1), [...last, ...gap, inline]];
  return { ...content, sections: content.sections.map((one) => (one === section ? { ...section, paragraphs } : one)) };
}

function unknownSection(sectionId: string): AppError {
  return new AppError('report/unknown-section', 'the report has no such section', { context: { sectionId } });
}

/** Without a section, the first that has the field. */
function withField(content: ReportContent, sectionId: string | null, fieldId: string, value: string): ReportContent {
  const target = content.sections.find(
    (section) => (sectionId === null || section.sectionId === sectionId) && Object.hasOwn(section.fields, fieldId),
  );
  if (!target) throw new AppError('report/unknown-field', 'the report has no such field', { context: { fieldId } });
  return {
    ...content,
    sections: content.sections.map((section) =>
      section === target ? { ...section, fields: { ...section.fields, [fieldId]: value } } : section,
    ),
  };
}

function reasonOf(args: ReportArguments): string {
  const parsed = ActReason.safeParse(args.required('reason'));
  if (!parsed.success) throw usage(`--reason has to say why, in at most ${LONGEST_REASON} characters`);
  return parsed.data;
}

function reportIdOf(args: ReportArguments): ReportId {
  const parsed = ReportId.safeParse(args.required('report'));
  if (!parsed.success) throw new AppError('report/unknown', 'that is no report id');
  return parsed.data;
}

/** "+01:00" of this computer's clock. */
function localZone(now: Date): string {
  const minutes = -now.getTimezoneOffset();
  const two = (value: number): string => String(Math.trunc(value)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}

function usage(message: string): AppError {
  return new AppError('request/usage', message);
}
