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
        return [{ label: field.label, value, unit: field.unit, code: field.code, numeric: field.type === 'number' }];
      }),
    };
  });
}

export function isEmptySection(section: RenderedSection): boolean {
  return section.text.trim() === '' && section.fields.length === 0;
}

/** "Label: value unit". */
export function fieldLine(field: RenderedSection['fields'][number]): string {
  return `${field.label}: ${field.value}${field.unit === null ? '' : ` ${field.unit}`}`;
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
