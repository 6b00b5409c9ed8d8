import type { TemplateField } from '../model/report.ts';

export type FieldProblem = 'not-a-number' | 'out-of-range' | 'not-an-option' | 'not-a-date' | 'not-a-time';

/** How several options stand in the one value of a field. */
export const CHOICES_JOINED = '; ';

/** Why a text cannot be the value of a field; null when it can. Empty is always possible. */
export function fieldProblem(field: TemplateField, value: string): FieldProblem | null {
  const text = value.trim();
  if (text === '') return null;
  switch (field.type) {
    case 'number':
      return numberProblem(field, text);
    case 'choice':
      return field.open === true || field.options.includes(text) ? null : 'not-an-option';
    case 'choices':
      return text.split(CHOICES_JOINED).every((one) => field.options.includes(one)) ? null : 'not-an-option';
    case 'date':
      return isDate(text) ? null : 'not-a-date';
    case 'time':
      return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text) ? null : 'not-a-time';
    case 'text':
    case 'check':
      return null;
  }
}

function numberProblem({ min, max }: TemplateField, text: string): FieldProblem | null {
  if (!/^[-+]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(text)) return 'not-a-number';
  const value = Number(text);
  return (min !== undefined && value < min) || (max !== undefined && value > max) ? 'out-of-range' : null;
}

/** yyyy-mm-dd of a day that the calendar has. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
}
