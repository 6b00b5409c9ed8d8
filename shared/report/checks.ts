import type { LossyReading } from '../model/lossy.ts';
import type { Measurement } from '../model/measurement.ts';
import type {
  CheckFinding,
  Inline,
  ReportContent,
  ReportTemplate,
  TemplateField,
  TemplateSection,
} from '../model/report.ts';
import type { RejectedImages, RejectionReason } from '../model/rejection.ts';
import { isSealed, rejectedWords, REJECTION_WORDS } from '../rules/rejection.ts';
import type { SignPermission } from '../rules/sign-permission/question.ts';
import type { FieldOrigin } from '../model/field-origin.ts';
import { originOf } from './computed-fields.ts';
import { fieldProblem } from './field-problem.ts';
import { isChecked, renderedSections } from './rendered-sections.ts';
import { lossyChecks } from './lossy-reading.ts';
import { mammogramChecks } from './mammogram.ts';
import type { MammogramFacts } from './mammogram.ts';
import { measurementWords } from './measurement-words.ts';
import { paragraphsText } from './plain-text.ts';
import { withSiteChecks } from './site-checks.ts';
import type { SiteCheck } from './site-checks.ts';
import { togetherChecks } from './together.ts';
import type { TogetherFacts } from './together.ts';
import { unreadChecks } from './unread.ts';
import type { SeriesReading } from './unread.ts';
import type { RuleBook } from './rule-book.ts';
import { wordChecks } from './word-checks.ts';
import type { WordFacts } from './word-checks.ts';

export interface CheckSubject {
  readonly template: ReportTemplate;
  readonly content: ReportContent;
  readonly isAddendum: boolean;
  /** All measurements of the study, deleted ones too. */
  readonly measurements: readonly Measurement[];
  readonly objectsReceived: number;
  readonly objectsExpected: number | null;
  /** How many there were when the draft began, where they were others than now; null where they are the same. */
  readonly objectsBefore: number | null;
  /** DICOM laterality of the study's series: "L", "R", "B" … without nulls. */
  readonly lateralities: readonly string[];
  /** How far each series of the study was read by who signs. */
  readonly series: readonly SeriesReading[];
  /** Objects of the study that its site took back; absent: none. */
  readonly rejected?: ReadonlyMap<string, RejectionReason>;
  /** Lossy pictures that it is made from; absent or null: none. */
  readonly lossy?: LossyReading | null;
  /** What the words are held against, and by which rules; absent: an old draft of which nothing is known. */
  readonly words?: { readonly facts: WordFacts; readonly book: RuleBook };
  /** The content as the rule files of this program compute it now; absent: not looked at. */
  readonly recomputed?: ReportContent;
  /** Of the study's series, for what is asked of mammograms; absent: nobody asks. */
  readonly mammogram?: Pick<MammogramFacts, 'modalities' | 'measured' | 'evaluation'>;
  /** What the site of the study wants put more or less strongly; absent: as the program has it. */
  readonly siteChecks?: readonly SiteCheck[];
  /** What it is about beside the study; absent: nobody asks. */
  readonly together?: TogetherFacts;
  /** What the site says of who signs. */
  readonly permission: Pick<SignPermission, 'reasons'>;
}

/** All that a reader should know before signing, the refusals first. Empty when nothing is wrong. */
export function checkReport(subject: CheckSubject): CheckFinding[] {
  const found = [
    ...sectionChecks(subject),
    ...fieldChecks(subject),
    ...measurementChecks(subject),
    ...rejectionChecks(subject),
    ...(subject.words ? wordChecks(subject, subject.words.facts, subject.words.book) : []),
    ...studyChecks(subject),
    ...unreadChecks(subject.series, subject.isAddendum),
    ...(subject.together ? togetherChecks(subject.together, subject.isAddendum, comparisonText(subject.content)) : []),
    ...lossyChecks(subject.lossy ?? null, subject.isAddendum),
    ...mammogramFindings(subject),
    ...permissionChecks(subject.permission),
  ];
  const order = { refuse: 0, acknowledge: 1, note: 2 } as const;
  return withSiteChecks(found, subject.siteChecks ?? []).sort((a, b) => order[a.tier] - order[b.tier]);
}

/** Codes that stand in the way of a signature, without repeats: refusals, and what the reader has not accepted. */
export function standing(findings: readonly CheckFinding[], acknowledged: readonly string[]): string[] {
  const codes = findings
    .filter((entry) => entry.tier === 'refuse' || (entry.tier === 'acknowledge' && !acknowledged.includes(entry.code)))
    .map((entry) => entry.code);
  return [...new Set(codes)];
}

/** The same findings for somebody who signs it as that: what only keeps a report from being final is then to be known. */
export function findingsAs(findings: readonly CheckFinding[], as: 'final' | 'preliminary'): readonly CheckFinding[] {
  if (as === 'final') return findings;
  return findings.map((entry) => (entry.leaves === 'preliminary' ? { ...entry, tier: 'note' as const } : entry));
}

function sectionChecks({ template, content, isAddendum }: CheckSubject): CheckFinding[] {
  const found: CheckFinding[] = [];
  const texts = new Map(content.sections.map((section) => [section.sectionId, paragraphsText(section.paragraphs)]));
  for (const section of template.sections) {
    const text = texts.get(section.sectionId) ?? '';
    if (section.required && text.trim() === '') {
      found.push(finding('check/empty-section', 'refuse', `${section.title} is empty.`, section.sectionId));
    }
    if (/\{[a-z]{3,}\}|\*{3,}|_{3,}|\[\s*\]/u.test(text)) {
      found.push(
        finding(
          'check/placeholder',
          'acknowledge',
          `${section.title} still holds a blank to fill in.`,
          section.sectionId,
        ),
      );
    }
  }
  const written = renderedSections(template, content);
  if (isAddendum && written.every((section) => section.text.trim() === '')) {
    found.push(
      finding('check/empty-section', 'refuse', 'The addendum is empty.', template.sections[0]?.sectionId ?? null),
    );
  }
  return found;
}

function fieldChecks({ template, content, recomputed, measurements }: CheckSubject): CheckFinding[] {
  const found: CheckFinding[] = [];
  for (const section of template.sections) {
    const written = content.sections.find((entry) => entry.sectionId === section.sectionId);
    for (const field of section.fields) {
      const entry = fieldCheck(section, field, written?.fields[field.fieldId] ?? '');
      if (entry) found.push(entry);
      const origin = written?.origins?.[field.fieldId];
      found.push(...originChecks(section, field, origin, recomputed));
      if (origin?.kind !== 'measured' || origin.value !== written?.fields[field.fieldId]) continue;
      const drawn = measurementCheck(origin, measurements, section.sectionId);
      if (drawn) found.push(drawn);
    }
  }
  return found;
}

/** A category that the reader changed has a reason; one that the rules would give another value today is said. */
function originChecks(
  { sectionId, title }: TemplateSection,
  { fieldId, label }: TemplateField,
  origin: FieldOrigin | undefined,
  recomputed: ReportContent | undefined,
): CheckFinding[] {
  if (origin?.kind !== 'computed') return [];
  const found: CheckFinding[] = [];
  if (origin.changed && origin.changed.reason.trim() === '') {
    const message = `${title}: "${label}" was changed from what the rule gives, without a reason.`;
    found.push(finding('check/category-reason', 'refuse', message, sectionId));
  }
  const now = recomputed && originOf(recomputed, sectionId, fieldId);
  if (now?.kind === 'computed' && JSON.stringify(now) !== JSON.stringify(origin)) {
    const message = `${title}: "${label}" was computed by other rules than those of today, which give ${now.value || 'none'}.`;
    found.push(finding('check/category-outdated', 'acknowledge', message, sectionId));
  }
  return found;
}

function fieldCheck(section: TemplateSection, field: TemplateField, value: string): CheckFinding | null {
  const text = value.trim();
  const isEmpty = field.type === 'check' ? !isChecked(text) : text === '';
  if (isEmpty) {
    if (field.completion === 'PROHIBIT') {
      return finding(
        'check/field-required',
        'refuse',
        `${section.title}: "${field.label}" must be filled in.`,
        section.sectionId,
      );
    }
    if (field.completion === 'ALERT') {
      return finding(
        'check/field-empty',
        'acknowledge',
        `${section.title}: "${field.label}" is empty.`,
        section.sectionId,
      );
    }
    return null;
  }
  if (fieldProblem(field, text) === null) return null;
  return finding(
    'check/field-value',
    'refuse',
    `${section.title}: "${field.label}" holds no valid value.`,
    section.sectionId,
  );
}

function measurementChecks({ content, measurements }: CheckSubject): CheckFinding[] {
  const found: CheckFinding[] = [];
  for (const section of content.sections) {
    for (const inline of section.paragraphs.flat()) {
      if (inline.kind !== 'measurement') continue;
      const entry = measurementCheck(inline, measurements, section.sectionId);
      if (entry) found.push(entry);
    }
  }
  return found;
}

function measurementCheck(
  inline: Pick<Extract<Inline, { kind: 'measurement' }>, 'measurementId' | 'label' | 'text'>,
  measurements: readonly Measurement[],
  sectionId: string,
): CheckFinding | null {
  const measurement = measurements.find((entry) => entry.measurementId === inline.measurementId);
  if (!measurement) {
    return finding(
      'check/measurement-unknown',
      'refuse',
      `${inline.label} is no measurement of this study.`,
      sectionId,
    );
  }
  if (measurement.deleted) {
    return finding('check/measurement-deleted', 'acknowledge', `${inline.label} was deleted on the image.`, sectionId);
  }
  if (measurementWords(measurement) !== inline.text) {
    const message = `${inline.label} was changed on the image: the text says "${inline.text}".`;
    return finding('check/measurement-changed', 'acknowledge', message, sectionId);
  }
  return null;
}

/** What the site took back since it was measured does not stand in a report; that something was taken back is to be known. */
function rejectionChecks({ content, measurements, rejected = new Map() }: CheckSubject): CheckFinding[] {
  const counts = new Map<RejectionReason, number>();
  for (const reason of rejected.values()) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const found = [...counts].map(([reason, images]) => {
    const line: RejectedImages = { reason, images };
    const code = isSealed(reason) ? 'check/rejected-images' : 'check/rejected-quality';
    return finding(code, isSealed(reason) ? 'acknowledge' : 'note', `${rejectedWords([line])}.`, null);
  });
  for (const section of content.sections) {
    for (const inline of section.paragraphs.flat()) {
      if (inline.kind !== 'measurement') continue;
      const objectId = measurements.find((entry) => entry.measurementId === inline.measurementId)?.objectId;
      const reason = objectId === undefined ? undefined : rejected.get(objectId);
      if (reason === undefined) continue;
      const message = `${inline.label} was measured on an image that the site rejected: ${REJECTION_WORDS[reason]}.`;
      const tier = isSealed(reason) ? 'refuse' : 'acknowledge';
      found.push(finding('check/measurement-rejected', tier, message, section.sectionId));
    }
  }
  return found;
}

function studyChecks({ objectsReceived, objectsExpected, objectsBefore, content }: CheckSubject): CheckFinding[] {
  const found: CheckFinding[] = [];
  if (objectsExpected !== null && objectsReceived < objectsExpected) {
    const message = `The study is incomplete: ${objectsReceived} of ${objectsExpected} objects are here.`;
    found.push(finding('check/incomplete-study', 'acknowledge', message, null));
  }
  if (objectsBefore !== null) {
    const message = `The study changed since this draft was begun: ${objectsBefore} objects then, ${objectsReceived} now.`;
    found.push(finding('check/study-changed', 'acknowledge', message, null));
  }
  if (objectsReceived === 0) found.push(finding('check/no-objects', 'refuse', 'No object of the study is here.', null));
  if (comparisonText(content)?.trim() === '') {
    found.push(finding('check/no-comparison', 'note', 'The comparison is empty.', 'comparison'));
  }
  return found;
}

/** Undefined where the report has no such section. */
function comparisonText({ sections }: ReportContent): string | undefined {
  const section = sections.find(({ sectionId }) => sectionId === 'comparison');
  return section && paragraphsText(section.paragraphs);
}

function mammogramFindings({ mammogram, lossy = null, isAddendum }: CheckSubject): CheckFinding[] {
  return mammogram ? mammogramChecks({ ...mammogram, lossy, isAddendum }) : [];
}

function permissionChecks({ reasons }: CheckSubject['permission']): CheckFinding[] {
  const tiers = { refuse: 'refuse', warn: 'acknowledge', note: 'note' } as const;
  return reasons.map(({ code, tier, words, leaves }) => ({
    ...finding(code, tiers[tier], words, null),
    ...(leaves === 'preliminary' ? { leaves } : {}),
  }));
}

function finding(code: string, tier: CheckFinding['tier'], message: string, sectionId: string | null): CheckFinding {
  return { code, tier, message, sectionId };
}
