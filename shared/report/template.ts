import { AppError } from '../errors/app-error.ts';
import { ReportTemplate } from '../model/report.ts';
import type { TemplateSection } from '../model/report.ts';

/** What a template is chosen by. Body parts as DICOM writes them ("CHEST"), description in the site's words. */
export interface TemplateSubject {
  readonly modalities: readonly string[];
  readonly bodyParts: readonly string[];
  readonly description: string | null;
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
      if (field.type === 'choice' && field.options.length === 0) throw badTemplate('a choice without options');
      if (field.type !== 'choice' && field.options.length > 0)
        throw badTemplate('options on a field that is no choice');
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

/** Section of a template by id; report/unknown-section. */
export function templateSection(template: ReportTemplate, sectionId: string): TemplateSection {
  const section = template.sections.find((entry) => entry.sectionId === sectionId);
  if (!section)
    throw new AppError('report/unknown-section', 'the template has no such section', { context: { sectionId } });
  return section;
}

/**
 * A template for every study (no lists) scores 1. One that names what the study is scores more; one that names something
 * else, or a body part nobody stated, scores less: a wrong form is worse than a plain one.
 */
function fit(template: ReportTemplate, subject: TemplateSubject): number {
  const modality = match(template.modalities, subject.modalities);
  if (modality === 'no') return -2;
  const body = bodyMatch(template.bodyParts, subject);
  if (body === 'no') return -1;
  return 1 + (modality === 'yes' ? 2 : 0) + (body === 'yes' ? 4 : 0);
}

function match(wanted: readonly string[], present: readonly string[]): 'any' | 'yes' | 'no' {
  if (wanted.length === 0) return 'any';
  return wanted.some((entry) => present.some((other) => other.toUpperCase() === entry.toUpperCase())) ? 'yes' : 'no';
}

function bodyMatch(wanted: readonly string[], subject: TemplateSubject): 'any' | 'yes' | 'no' {
  const named = match(wanted, subject.bodyParts);
  if (named !== 'no') return named;
  const words = (subject.description ?? '').toUpperCase().split(/[^\p{L}]+/u);
  return wanted.some((part) => words.includes(part.toUpperCase())) ? 'yes' : 'no';
}

function unique(what: string, ids: readonly string[]): void {
  if (new Set(ids).size !== ids.length) throw badTemplate(`a ${what} id stands twice`);
}

function badTemplate(why: string): AppError {
  return new AppError('report/unknown-template', `not a usable template: ${why}`);
}
