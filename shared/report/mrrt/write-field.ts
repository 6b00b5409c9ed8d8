import type { Code, TemplateField } from '../../model/report.ts';
import { CHOICES_JOINED } from '../field-problem.ts';
import { ruleAttributes } from './field-rules.ts';
import { escaped } from './markup.ts';
import { place } from './places.ts';
import { MRRT_TYPES } from './read-field.ts';

export interface FieldWriting {
  id(wanted: string, sectionId: string): string;
  code(id: string, code: Code | null): void;
  attributes(at: string, own: readonly (readonly [string, string])[]): string;
}

type Attributes = (readonly [string, string])[];

/** One row of a form: a label and what is filled in. */
export function writeField(sectionId: string, field: TemplateField, writing: FieldWriting): string {
  const { fieldId, label } = field;
  const id = writing.id(fieldId, sectionId);
  writing.code(id, field.code);
  const own: Attributes = [
    ['id', id],
    ['name', label],
    ['data-field-type', MRRT_TYPES[field.type]],
    ['data-field-completion-action', field.completion],
    ...(id === fieldId ? [] : [['data-nightjar-field', fieldId] as const]),
    ...(field.unit === null ? [] : [['data-field-unit', field.unit] as const]),
    ...(field.min === undefined ? [] : [['min', String(field.min)] as const]),
    ...(field.max === undefined ? [] : [['max', String(field.max)] as const]),
    ...ruleAttributes(field),
  ];
  const row = writing.attributes(place.row(sectionId, fieldId), []);
  const labelled = writing.attributes(place.label(sectionId, fieldId), [['for', id]]);
  const control = field.look === 'radio' ? radios(sectionId, field, id, writing) : one(sectionId, field, own, writing);
  return `<p${row}><label${labelled}>${escaped(label)}</label>${control}</p>`;
}

function one(sectionId: string, field: TemplateField, own: Attributes, writing: FieldWriting): string {
  const { type, initial } = field;
  const at = place.field(sectionId, field.fieldId);
  const value: Attributes = initial === undefined ? [] : [['value', initial]];
  if (field.look === 'lines' && type === 'text') {
    return `<textarea${writing.attributes(at, own)}>\n${escaped(initial ?? '')}</textarea>`;
  }
  if (type === 'choice' && field.open === true) {
    const list = `${own[0]?.[1] ?? field.fieldId}.list`;
    const input = writing.attributes(at, [['type', 'text'], ['list', list], ...value, ...own]);
    return `<input${input}><datalist id="${escaped(list)}">${options(sectionId, field, [], writing)}</datalist>`;
  }
  if (type === 'choice' || type === 'choices') {
    const several: Attributes = type === 'choices' ? [['multiple', '']] : [];
    const chosen = initial === undefined ? [] : type === 'choices' ? initial.split(CHOICES_JOINED) : [initial];
    return `<select${writing.attributes(at, [...own, ...several])}>${options(sectionId, field, chosen, writing)}</select>`;
  }
  const shown = { text: 'text', number: 'number', check: 'checkbox', date: 'date', time: 'time' }[type];
  const filled: Attributes = type === 'check' ? (initial === 'true' ? [['checked', '']] : []) : value;
  return `<input${writing.attributes(at, [['type', shown], ...own, ...filled])}>`;
}

function options(sectionId: string, field: TemplateField, chosen: readonly string[], writing: FieldWriting): string {
  return field.options
    .map((option, number) => {
      const own: Attributes = [['value', option], ...(chosen.includes(option) ? [['selected', ''] as const] : [])];
      return `<option${writing.attributes(place.option(sectionId, field.fieldId, number), own)}>${escaped(option)}</option>`;
    })
    .join('');
}

/** The words of each button stand behind it; the group goes by its name. */
function radios(sectionId: string, field: TemplateField, id: string, writing: FieldWriting): string {
  return field.options
    .map((option, number) => {
      const own: Attributes = [
        ['type', 'radio'],
        ['id', `${id}.${number + 1}`],
        ['name', id],
        ['value', option],
        ['data-field-type', 'RADIO'],
        ['data-field-completion-action', field.completion],
        ...(field.initial === option ? [['checked', ''] as const] : []),
        ...(number === 0 ? ruleAttributes(field) : []),
      ];
      const kept = writing.attributes(place.option(sectionId, field.fieldId, number), own);
      return `<input${kept}> ${escaped(option)}`;
    })
    .join('\n');
}
