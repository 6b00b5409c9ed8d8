import { AppError } from '../errors/app-error.ts';
import { ReportTemplate } from '../model/report.ts';
import type { Code, TemplateSection } from '../model/report.ts';
import { bodyRegions } from './body-region.ts';
import type { BodyRegion } from './body-region.ts';

/** What a template is chosen by. Body parts as DICOM writes them ("CHEST"), description in the site's words. */
export interface TemplateSubject {
  readonly modalities: readonly string[];
  readonly bodyParts: readonly string[];
  readonly description: string | null;
  /** Absent or null: not known, and nothing is chosen by it. */
  readonly procedures?: readonly Code[];
  readonly sex?: string | null;
  readonly ageYears?: number | null;
  /** By name; a reader by id or name. */
  readonly site?: string | null;
  readonly reader?: string | readonly string[] | null;
}

/** Checks a template file. Refuses unknown keys, ids named twice and choices without options (report/unknown-template). */
export function parseTemplate(json: unknown): ReportTemplate {
  const parsed = ReportTemplate.safeParse(json);
  if (!parsed.success) throw badTemplate(parsed.error.issues[0]?.message ?? 'not a template');
  const template = parsed.data;
  unique(
    'section',
    template.sections.map((section) => section.sectionId),
  );
  for (const section of template.sections) {
    unique(
      'field',
      section.fields.map((field) => field.fieldId),
    );
    for (const field of section.fields) {
      const isChoice = field.type === 'choice' || field.type === 'choices';
      if (isChoice && field.options.length === 0) throw badTemplate('a choice without options');
      if (!isChoice && field.options.length > 0) throw badTemplate('options on a field that is no choice');
    }
  }
  return template;
}

/** Best match first; templates that fit equally well stay in the order given. */
export function rankTemplates(templates: readonly ReportTemplate[], subject: TemplateSubject): ReportTemplate[] {
  return templates
    .map((template, order) => ({ template, order, score: fit(template, subject) }))
    .sort((a, b) => b.score - a.score || a.order - b.order)
    .map((entry) => entry.template);
}

/** What a template is chosen by, in words; empty: it is for every study. */
export function wantedWords(template: ReportTemplate): string[] {
  const { modalities, bodyParts, words = [], procedures = [], sexes = [], ages, sites = [], readers = [] } = template;
  const list = (items: readonly string[], before = ''): string[] =>
    items.length === 0 ? [] : [`${before}${items.join(', ')}`];
  return [
    ...list(modalities),
    ...list(bodyParts),
    ...list(words.map((word) => `“${word}”`)),
    ...list(procedures.map(({ value, meaning }) => (meaning === '' ? value : `${value} ${meaning}`))),
    ...list(sexes, 'sex '),
    ...(ages ? [`age ${ages.from ?? 0} to ${ages.to ?? 'any'}`] : []),
    ...list(sites, 'site '),
    ...list(readers, 'reader '),
  ];
}

/** Section of a template by id; report/unknown-section. */
export function templateSection(template: ReportTemplate, sectionId: string): TemplateSection {
  const section = template.sections.find((entry) => entry.sectionId === sectionId);
  if (!section)
    throw new AppError('report/unknown-section', 'the template has no such section', { context: { sectionId } });
  return section;
}

/**
 * A template for every study (no lists) scores 1. One that names what the study is scores more, and the nearer its regions are to
 * those of the study. Where nobody named a region, the modality alone decides. One that names another modality, region, purpose,
 * sex or age scores less: a wrong form is worse than a plain one.
 */
function fit(template: ReportTemplate, subject: TemplateSubject): number {
  if (!holds(template.sites, subject.site) || !holds(template.readers, subject.reader)) return -4;
  const own = (template.sites ? 16 : 0) + (template.readers ? 32 : 0);
  if (!holds(template.sexes, subject.sex) || !isOfAge(template, subject.ageYears)) return -3;
  if (isProcedure(template.procedures ?? [], subject.procedures ?? [])) return 65 + own;
  const modality = modalityMatch(template.modalities, subject.modalities);
  if (modality === 'no') return -2;
  const region = regionMatch(template.bodyParts, subject);
  if (region === 'no') return -1;
  const isNamed = namesPurpose(template.words ?? [], subject);
  if (template.words && !isNamed) return 0;
  const near = region === 'yes' ? 4 + nearness(template.bodyParts, subject) : 0;
  return 1 + (modality === 'yes' ? 2 : 0) + near + (isNamed ? 8 : 0) + own;
}

/** An unknown value is held against nobody. */
function holds(list: readonly string[] | undefined, value: string | readonly string[] | null | undefined): boolean {
  if (list === undefined || value === null || value === undefined) return true;
  const names = typeof value === 'string' ? [value] : value;
  return list.some((one) => names.some((name) => name.toLowerCase() === one.toLowerCase()));
}

function isOfAge({ ages }: ReportTemplate, years: number | null | undefined): boolean {
  if (!ages || years === null || years === undefined) return true;
  return years >= (ages.from ?? 0) && years <= (ages.to ?? Number.POSITIVE_INFINITY);
}

function isProcedure(wanted: readonly Code[], present: readonly Code[]): boolean {
  return wanted.some((one) => present.some(({ scheme, value }) => scheme === one.scheme && value === one.value));
}

function namesPurpose(wanted: readonly string[], { description, bodyParts }: TemplateSubject): boolean {
  const text = ` ${folded([description ?? '', ...bodyParts].join(' '))}`;
  return wanted.some((one) => text.includes(` ${folded(one)}`));
}

function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Regions that both name, of all that either names: 0 to 1. */
function nearness(wanted: readonly string[], subject: TemplateSubject): number {
  const ours = regionsOf(wanted);
  const theirs = regionsOf([...subject.bodyParts, subject.description ?? '']);
  const both = [...ours].filter((region) => theirs.has(region)).length;
  return both / Math.max(1, ours.size + theirs.size - both);
}

function modalityMatch(wanted: readonly string[], present: readonly string[]): 'any' | 'yes' | 'no' {
  if (wanted.length === 0) return 'any';
  return share(wanted, present) ? 'yes' : 'no';
}

/** Body parts and description count alike: either is often wrong or empty. */
function regionMatch(wanted: readonly string[], subject: TemplateSubject): 'any' | 'yes' | 'no' {
  if (wanted.length === 0) return 'any';
  if (share(wanted, subject.bodyParts)) return 'yes';
  const named = regionsOf([...subject.bodyParts, subject.description ?? '']);
  if (named.size === 0) return 'any';
  return [...regionsOf(wanted)].some((region) => named.has(region)) ? 'yes' : 'no';
}

function share(some: readonly string[], others: readonly string[]): boolean {
  return some.some((entry) => others.some((other) => other.toUpperCase() === entry.toUpperCase()));
}

function regionsOf(texts: readonly string[]): ReadonlySet<BodyRegion> {
  return new Set(texts.flatMap((text) => [...bodyRegions(text)]));
}

function unique(what: string, ids: readonly string[]): void {
  if (new Set(ids).size !== ids.length) throw badTemplate(`a ${what} id stands twice`);
}

function badTemplate(why: string): AppError {
  return new AppError('report/unknown-template', `not a usable template: ${why}`);
}
