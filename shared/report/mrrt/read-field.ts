import type { TemplateField } from '../../model/report.ts';
import { CHOICES_JOINED } from '../field-problem.ts';
import { BOUNDS, outOfBounds } from './bounds.ts';
import { COMPUTED, FILL, readRules } from './field-rules.ts';
import type { KeptList } from './kept-list.ts';
import { findAll, plainText, textOf } from './markup.ts';
import type { Markup } from './markup.ts';
import { place } from './places.ts';

/** What a field is read with: its id of ours, its label, and where its lists stand. */
export interface FieldPlace {
  readonly sectionId: string;
  readonly fieldId: string;
  readonly label: string;
  readonly partId: string | null;
  readonly datalists: ReadonlyMap<string, Markup>;
  readonly kept: KeptList;
}

type Fields = Pick<TemplateField, 'type' | 'options'> & Partial<TemplateField>;

const COMPLETIONS = ['NONE', 'ALERT', 'PROHIBIT'] as const;
const UNITS = ['data-field-unit', 'data-field-units', 'data-unit'] as const;

/** Type of MRRT that a field of ours is written with, before what was kept of another. */
export const MRRT_TYPES: Readonly<Record<TemplateField['type'], string>> = {
  text: 'TEXT',
  choice: 'SELECTION_LIST',
  choices: 'SELECTION_LIST',
  number: 'NUMBER',
  check: 'CHECKBOX',
  date: 'DATE',
  time: 'TIME',
};

export function isField({ tag }: Markup): boolean {
  return tag === 'input' || tag === 'textarea' || tag === 'select';
}

export function isRadio(node: Markup): boolean {
  return node.tag === 'input' && node.attributes.get('type')?.toLowerCase() === 'radio';
}

/** A field, but for a group of radio buttons. */
export function readField(node: Markup, where: FieldPlace): TemplateField {
  const read = node.tag === 'select' ? select(node, where) : node.tag === 'textarea' ? lines(node) : input(node, where);
  return finished(node, where, read);
}

/** A group of radio buttons of one name is one choice. */
export function readRadios(nodes: readonly { node: Markup; label: string }[], where: FieldPlace): TemplateField {
  const options = distinct(nodes.map(({ node, label }) => label || (node.attributes.get('value') ?? '')));
  nodes.forEach(({ node }, number) => {
    const { attributes } = node;
    const ownId = `${where.fieldId}.${number + 1}`;
    const known = ['type', 'name', 'checked', 'data-field-type', 'data-field-completion-action', ...UNITS];
    if (number === 0) known.push(...readRules(attributes).known);
    if (attributes.get('value') === options[number]) known.push('value');
    if (attributes.get('id') === ownId) known.push('id');
    where.kept.attributes(place.option(where.sectionId, where.fieldId, number), node, known);
  });
  const chosen = options[nodes.findIndex(({ node }) => node.attributes.has('checked'))];
  const [first] = nodes;
  const attributes = new Map(
    [...(first?.node.attributes ?? [])].filter(
      ([name]) => name.startsWith('data-field-completion') || name === COMPUTED || name === FILL,
    ),
  );
  return finished({ tag: 'input', attributes, children: [] }, where, {
    type: 'choice',
    options,
    look: 'radio',
    ...(chosen === undefined ? {} : { initial: chosen }),
  });
}

function finished(node: Markup, where: FieldPlace, read: Fields): TemplateField {
  const { attributes } = node;
  const action = attributes.get('data-field-completion-action')?.toUpperCase();
  const unit = UNITS.find((name) => attributes.has(name));
  const known = ['id', 'type', 'value', 'list', 'checked', 'multiple', 'data-nightjar-field'];
  if (unit !== undefined) known.push(unit);
  if (action === undefined || COMPLETIONS.some((one) => one === action)) known.push('data-field-completion-action');
  if (attributes.get('name') === where.label) known.push('name');
  const { rules, known: ruled } = readRules(attributes);
  known.push(...ruled);
  if (read.min !== undefined) known.push('min');
  if (read.max !== undefined) known.push('max');
  if (attributes.get('data-field-type') === MRRT_TYPES[read.type]) known.push('data-field-type');
  where.kept.attributes(place.field(where.sectionId, where.fieldId), node, known);
  return {
    fieldId: where.fieldId,
    label: where.label,
    unit: unit === undefined ? null : (attributes.get(unit) ?? null),
    completion: COMPLETIONS.find((one) => one === action) ?? 'NONE',
    code: null,
    ...read,
    ...rules,
    ...(where.partId === null ? {} : { partId: where.partId }),
  };
}

function lines(node: Markup): Fields {
  const initial = textOf(node);
  return { type: 'text', options: [], look: 'lines', ...(initial.trim() === '' ? {} : { initial }) };
}

function input(node: Markup, where: FieldPlace): Fields {
  const { attributes } = node;
  const shown = attributes.get('type')?.toLowerCase() ?? 'text';
  const type = (attributes.get('data-field-type') ?? '').toUpperCase();
  const value = attributes.get('value') ?? '';
  const initial = value.trim() === '' ? {} : { initial: value };
  const listed = where.datalists.get(attributes.get('list') ?? '');
  if (listed) {
    const { options } = optionsOf(listed, where);
    return options.length === 0
      ? { type: 'text', options, ...initial }
      : { type: 'choice', options, open: true, ...initial };
  }
  if (shown === 'textarea') return { type: 'text', options: [], look: 'lines', ...initial };
  if (shown === 'checkbox' || type === 'CHECKBOX') {
    return { type: 'check', options: [], ...(attributes.has('checked') ? { initial: 'true' } : {}) };
  }
  if (shown === 'number' || type === 'NUMBER') {
    return { type: 'number', options: [], ...initial, ...edge(attributes, 'min'), ...edge(attributes, 'max') };
  }
  if (shown === 'date' || type === 'DATE') return { type: 'date', options: [], ...initial };
  if (shown === 'time' || type === 'TIME') return { type: 'time', options: [], ...initial };
  return { type: 'text', options: [], ...initial };
}

function edge(attributes: ReadonlyMap<string, string>, name: 'min' | 'max'): { min?: number; max?: number } {
  const text = attributes.get(name)?.trim() ?? '';
  const value = Number(text);
  return text === '' || !Number.isFinite(value) ? {} : { [name]: value };
}

function select(node: Markup, where: FieldPlace): Fields {
  const several = node.attributes.has('multiple');
  const read = optionsOf(node, where);
  const joined = several ? read.options.map((option) => option.replaceAll(CHOICES_JOINED, ', ')) : read.options;
  const chosen = read.chosen.map((number) => joined[number] ?? '').filter((option) => option !== '');
  const initial = (several ? chosen : chosen.slice(0, 1)).join(CHOICES_JOINED);
  const type = read.type === 'text' ? 'text' : several ? 'choices' : 'choice';
  return { type, options: joined, ...(initial === '' ? {} : { initial }) };
}

/** A list without words to choose is a line of text. */
function optionsOf(node: Markup, where: FieldPlace): { type: 'text' | 'choice'; options: string[]; chosen: number[] } {
  const nodes = findAll(node, ({ tag }) => tag === 'option');
  if (nodes.length > BOUNDS.options) throw outOfBounds('options of a field', BOUNDS.options);
  const options: string[] = [];
  const chosen: number[] = [];
  for (const option of nodes) {
    const label = plainText(option) || (option.attributes.get('value') ?? '').trim();
    if (label === '' || options.includes(label)) continue;
    const known = ['selected'];
    if (option.attributes.get('value') === label) known.push('value');
    where.kept.attributes(place.option(where.sectionId, where.fieldId, options.length), option, known);
    if (option.attributes.has('selected')) chosen.push(options.length);
    options.push(label);
  }
  return { type: options.length === 0 ? 'text' : 'choice', options, chosen };
}

function distinct(options: readonly string[]): string[] {
  const seen: string[] = [];
  options.forEach((option, number) => {
    const plain = option === '' ? String(number + 1) : option;
    seen.push(seen.includes(plain) ? `${plain} (${number + 1})` : plain);
  });
  return seen;
}
