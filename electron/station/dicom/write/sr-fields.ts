import { formUnit } from '../../../../shared/report/form-unit.ts';
import type { Code } from '../../../../shared/model/report.ts';
import type { RenderedSection } from '../../../../shared/report/signed-document.ts';
import { numberItem } from './content-item.ts';
import type { ContentItem } from './content-item.ts';
import { fitText } from './element.ts';

type Field = RenderedSection['fields'][number];

/** A number as a form takes it: digits, and a point at most. */
const DECIMAL = /^-?\d+(?:\.\d+)?$/;

/**
 * The number of a field with its unit (TID 1404, which TID 2002 includes), for programs that follow a value from report to report. Null
 * where it holds none.
 */
export function fieldNumber(field: Field): ContentItem | null {
  if (!field.numeric || !DECIMAL.test(field.value)) return null;
  const unit = formUnit(field.unit);
  return numberItem(fieldName(field), Number(field.value), { ...unit, meaning: fitText('LO', unit.meaning) });
}

/** By the code of the template; else by a code of ours that is made of the whole label, so that no two fields share one. */
function fieldName({ code, label }: Field): Code {
  if (code !== null) return code;
  const value = label.toUpperCase().replace(/[^\p{L}\p{N}]+/gu, '_');
  return { value: value === '' ? 'FIELD' : value, scheme: '99NIGHTJAR', meaning: fitText('LO', label) };
}
