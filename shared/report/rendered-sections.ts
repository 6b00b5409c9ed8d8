import type { FieldOrigin } from '../model/field-origin.ts';
import type { ReportContent, ReportTemplate, TemplateField } from '../model/report.ts';
import { paragraphsText } from './plain-text.ts';
import type { RenderedSection } from './signed-document.ts';

/** Sections in the order of the template, with what was written in them; empty ones too. */
export function renderedSections(template: ReportTemplate, content: ReportContent): RenderedSection[] {
  return template.sections.map((section) => {
    const written = content.sections.find((entry) => entry.sectionId === section.sectionId);
    return {
      sectionId: section.sectionId,
      title: section.title,
      code: section.code,
      text: paragraphsText(written?.paragraphs ?? []),
      fields: section.fields.flatMap((field) => {
        const value = fieldValue(field, written?.fields[field.fieldId] ?? '');
        if (value === '') return [];
        const note = ruleNote(written?.origins?.[field.fieldId]);
        const numeric = field.type === 'number';
        return [{ label: field.label, value, unit: field.unit, code: field.code, numeric, ...(note ? { note } : {}) }];
      }),
    };
  });
}

export function isEmptySection(section: RenderedSection): boolean {
  return section.text.trim() === '' && section.fields.length === 0;
}

/** "Label: value unit [rule]". */
export function fieldLine({ label, value, unit, note }: RenderedSection['fields'][number]): string {
  return `${label}: ${value}${unit === null ? '' : ` ${unit}`}${note === undefined ? '' : ` [${note}]`}`;
}

/** By which rule a category was found, and what the reader made of it; null for a value that nobody computed. */
function ruleNote(origin: FieldOrigin | undefined): string | null {
  if (origin?.kind !== 'computed') return null;
  const { rule, value, changed } = origin;
  const name = `${rule.title} ${rule.version}, ${rule.date}; ${rule.source}`;
  if (!changed) return name;
  return `${name}; gives ${value === '' ? 'none' : value}; changed by the reader: ${changed.reason}`;
}

/** Value as it is read: a check field says "yes" or nothing. */
function fieldValue(field: TemplateField, value: string): string {
  const trimmed = value.trim();
  if (field.type !== 'check') return trimmed;
  return isChecked(trimmed) ? 'yes' : '';
}

export function isChecked(value: string): boolean {
  return ['true', 'yes', '1'].includes(value.trim().toLowerCase());
}
