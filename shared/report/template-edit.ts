import type { Code, ReportTemplate, TemplateField, TemplateSection } from '../model/report.ts';
import { sectionCode } from './mrrt/places.ts';

/** What a field is to whoever makes a form: its type, and how it is shown where one type has several looks. */
export const FIELD_KINDS = {
  text: 'Line of text',
  lines: 'Text of several lines',
  number: 'Number',
  choice: 'One of a list',
  buttons: 'One of a list, as buttons',
  open: 'One of a list, or own words',
  choices: 'Several of a list',
  check: 'Box to tick',
  date: 'Date',
  time: 'Time',
} as const;
export type FieldKind = keyof typeof FIELD_KINDS;

export function kindOf({ type, look, open }: TemplateField): FieldKind {
  if (type === 'text') return look === 'lines' ? 'lines' : 'text';
  if (type === 'choice') return open === true ? 'open' : look === 'radio' ? 'buttons' : 'choice';
  return type;
}

/** The field as another kind; what that kind does not have goes. */
export function asKind(field: TemplateField, kind: FieldKind): TemplateField {
  const { look: _look, open: _open, min, max, initial: _initial, ...rest } = field;
  const type = kind === 'lines' ? 'text' : kind === 'buttons' || kind === 'open' ? 'choice' : kind;
  const hasList = type === 'choice' || type === 'choices';
  return {
    ...rest,
    type,
    options: hasList ? (rest.options.length > 0 ? rest.options : ['Yes', 'No']) : [],
    unit: type === 'number' || type === 'text' ? rest.unit : null,
    ...(type === 'number' && min !== undefined ? { min } : {}),
    ...(type === 'number' && max !== undefined ? { max } : {}),
    ...(kind === 'lines' ? { look: 'lines' as const } : {}),
    ...(kind === 'buttons' ? { look: 'radio' as const } : {}),
    ...(kind === 'open' ? { open: true as const } : {}),
  };
}

/** A field or section again without the keys whose value is nothing. */
export function without<T extends object>(value: T, ...keys: readonly (keyof T)[]): T {
  const copy = { ...value };
  for (const key of keys) if (copy[key] === undefined) delete copy[key];
  return copy;
}

export function newTemplate(name: string, templateId: string): ReportTemplate {
  const title: Code = { value: '18748-4', scheme: 'LN', meaning: 'Diagnostic imaging study' };
  const plain = (sectionId: string, heading: string, required: boolean, initialText: string): TemplateSection => ({
    ...{ sectionId, title: heading, code: sectionCode(sectionId, heading), required },
    ...{ fields: [], initialText, normalText: '' },
  });
  return {
    ...{ templateId, version: 1, name, modalities: [], bodyParts: [], title },
    sections: [
      plain('clinical', 'Clinical information', false, '{clinical}'),
      plain('technique', 'Technique', false, '{technique}'),
      plain('comparison', 'Comparison', false, '{comparison}'),
      plain('findings', 'Findings', true, ''),
      plain('impression', 'Impression', true, ''),
    ],
  };
}

export function withSection(
  template: ReportTemplate,
  sectionId: string,
  change: (section: TemplateSection) => TemplateSection,
): ReportTemplate {
  return {
    ...template,
    sections: template.sections.map((section) => (section.sectionId === sectionId ? change(section) : section)),
  };
}

export function withField(
  template: ReportTemplate,
  { sectionId, fieldId }: { readonly sectionId: string; readonly fieldId: string },
  change: (field: TemplateField) => TemplateField,
): ReportTemplate {
  return withSection(template, sectionId, (section) => ({
    ...section,
    fields: section.fields.map((field) => (field.fieldId === fieldId ? change(field) : field)),
  }));
}

/** @returns the template with a section behind the others, and the section's id */
export function addSection(template: ReportTemplate): {
  readonly template: ReportTemplate;
  readonly sectionId: string;
} {
  const sectionId = freeId(
    'section',
    template.sections.map((one) => one.sectionId),
  );
  const title = 'New section';
  const section: TemplateSection = {
    ...{ sectionId, title, code: sectionCode(sectionId, title), required: false },
    ...{ fields: [], initialText: '', normalText: '' },
  };
  return { template: { ...template, sections: [...template.sections, section] }, sectionId };
}

/** @returns the template with a field behind the others of the section, and the field's id */
export function addField(
  template: ReportTemplate,
  sectionId: string,
): { readonly template: ReportTemplate; readonly fieldId: string } {
  const taken = template.sections.flatMap(({ fields }) => fields.map((field) => field.fieldId));
  const fieldId = freeId('field', taken);
  const base = { options: [], unit: null, completion: 'NONE' as const, code: null };
  const field: TemplateField = { ...base, fieldId, label: 'New field', type: 'text' };
  return {
    template: withSection(template, sectionId, (section) => ({ ...section, fields: [...section.fields, field] })),
    fieldId,
  };
}

/** A form has a section at least. */
export function removeSection(template: ReportTemplate, sectionId: string): ReportTemplate {
  if (template.sections.length === 1) return template;
  return { ...template, sections: template.sections.filter((section) => section.sectionId !== sectionId) };
}

export function removeField(template: ReportTemplate, sectionId: string, fieldId: string): ReportTemplate {
  return withSection(template, sectionId, (section) => ({
    ...section,
    fields: section.fields.filter((field) => field.fieldId !== fieldId),
  }));
}

/** One place up (-1) or down (1); at the end nothing changes. */
export function moved<T>(items: readonly T[], place: number, by: -1 | 1): T[] {
  const to = place + by;
  const item = items[place];
  if (item === undefined || to < 0 || to >= items.length) return [...items];
  const rest = items.filter((_, at) => at !== place);
  return [...rest.slice(0, to), item, ...rest.slice(to)];
}

/** "a, b" as a list; what stands twice counts once. */
export function listOf(text: string): string[] {
  return [...new Set(text.split(/[,\n]/).map((part) => part.trim()))].filter((part) => part !== '');
}

function freeId(stem: string, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const id = `${stem}-${number}`;
    if (!taken.includes(id)) return id;
  }
}
