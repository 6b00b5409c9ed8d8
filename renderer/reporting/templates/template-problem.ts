import { asAppError } from '../../../shared/errors/app-error.ts';
import type { ReportTemplate, TemplateField } from '../../../shared/model/report.ts';
import { fieldProblem } from '../../../shared/report/field-problem.ts';
import { parseTemplate } from '../../../shared/report/template.ts';

/** A template as it would be saved, or why it cannot be. */
export function finished(template: ReportTemplate): {
  readonly template: ReportTemplate | null;
  readonly problem: string | null;
} {
  const tidy = tidied(template);
  const problem = problemOf(tidy);
  if (problem !== null) return { template: null, problem };
  try {
    return { template: parseTemplate(tidy), problem: null };
  } catch (error) {
    return { template: null, problem: `This is no template yet: ${asAppError(error).message}.` };
  }
}

/** Blank lines of lists that are being typed, and what is before and behind the words of a list. */
function tidied(template: ReportTemplate): ReportTemplate {
  const field = (one: TemplateField): TemplateField => ({
    ...one,
    options: [...new Set(one.options.map((option) => option.trim()))].filter((option) => option !== ''),
    ...(one.computed
      ? {
          computed: {
            ...one.computed,
            inputs: one.computed.inputs.map(({ words, ...input }) => {
              const kept = words?.filter(({ word, is }) => word.trim() !== '' && is !== '') ?? [];
              return kept.length === 0 ? input : { ...input, words: kept };
            }),
          },
        }
      : {}),
  });
  return {
    ...template,
    name: template.name.trim(),
    sections: template.sections.map((section) => ({ ...section, fields: section.fields.map(field) })),
  };
}

function problemOf({ name, sections }: ReportTemplate): string | null {
  if (name === '') return 'The template has no name.';
  if (sections.some(({ title }) => title.trim() === '')) return 'A section has no heading.';
  for (const field of sections.flatMap(({ fields }) => fields)) {
    if (field.label.trim() === '') return 'A field has no label.';
    const hasList = field.type === 'choice' || field.type === 'choices';
    if (hasList && field.options.length === 0) return `“${field.label}” has no choices.`;
    if (field.min !== undefined && field.max !== undefined && field.min > field.max) {
      return `“${field.label}”: the least is more than the greatest.`;
    }
    if (fieldProblem(field, field.initial ?? '') !== null)
      return `“${field.label}” begins with what cannot be entered.`;
  }
  return null;
}
