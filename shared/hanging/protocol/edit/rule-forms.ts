import type { AttributeValue } from '../attributes.ts';
import type { Rule } from '../condition.ts';

export type Comparison = Rule['is'];
/** What the values of an attribute are. */
export type ValueKind = 'text' | 'number' | 'yes-no';

/** A rule as the fields of a form show it. */
export interface RuleParts {
  readonly attribute: Rule['attribute'];
  readonly is: Comparison;
  /** Values or words, with commas between. */
  readonly text: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly weight: number;
  readonly must: boolean;
}

const NUMBERS: readonly Rule['attribute'][] = [
  'age',
  'monitors',
  'images',
  'thickness',
  'echoTime',
  'bValue',
  'seriesNumber',
];
const YES_NO: readonly Rule['attribute'][] = ['cine', 'colour', 'minor'];
const COMPARISONS: Readonly<Record<ValueKind, readonly Comparison[]>> = {
  text: ['equals', 'in', 'not-in', 'contains-word', 'without-word', 'present', 'absent'],
  number: ['equals', 'in', 'not-in', 'range', 'present', 'absent'],
  'yes-no': ['equals', 'present', 'absent'],
};
export const COMPARISON_WORDS: Readonly<Record<Comparison, string>> = {
  equals: 'is',
  in: 'is one of',
  'not-in': 'is something else than',
  'contains-word': 'has one of the words',
  'without-word': 'has none of the words',
  range: 'lies between',
  present: 'is said',
  absent: 'is not said',
};

/** Values that the program itself makes, for the reader to choose from; null: whatever the pictures say. */
const KNOWN: Partial<Readonly<Record<Rule['attribute'], readonly string[]>>> = {
  contrast: ['with', 'without', 'both'],
  plane: ['axial', 'coronal', 'sagittal', 'oblique'],
  sex: ['F', 'M', 'O'],
  side: ['L', 'R', 'B', 'U'],
  monitorRole: ['diagnostic', 'colour', 'any'],
};

export function kindOf(attribute: Rule['attribute']): ValueKind {
  return NUMBERS.includes(attribute) ? 'number' : YES_NO.includes(attribute) ? 'yes-no' : 'text';
}

/** The comparisons that an attribute can be put to; one that a document has already stays among them. */
export function comparisonsOf(attribute: Rule['attribute'], now: Comparison): readonly Comparison[] {
  const usual = COMPARISONS[kindOf(attribute)];
  return usual.includes(now) ? usual : [...usual, now];
}

export function knownValues(attribute: Rule['attribute']): readonly string[] | null {
  return KNOWN[attribute] ?? null;
}

/** Whether the comparison has values or words to type. */
export function hasText(is: Comparison): boolean {
  return !['range', 'present', 'absent'].includes(is);
}

export function partsOf(rule: Rule): RuleParts {
  const { attribute, is, weight, must = false } = rule;
  const common = { attribute, is, weight, must, text: '', from: undefined, to: undefined };
  switch (rule.is) {
    case 'equals':
      return { ...common, text: valueText(rule.value) };
    case 'in':
    case 'not-in':
      return { ...common, text: listText(rule.values.map(valueText)) };
    case 'contains-word':
    case 'without-word':
      return { ...common, text: listText(rule.words) };
    case 'range':
      return { ...common, from: rule.from, to: rule.to };
    case 'present':
    case 'absent':
      return common;
  }
}

/** The rule that the fields say. What is no value becomes one that the schema refuses: a number that is none, a list of nothing. */
export function ruleFrom({ attribute, is, text, from, to, weight, must }: RuleParts): Rule {
  const base = { attribute, is, weight, ...(must ? { must } : {}) };
  const kind = kindOf(attribute);
  const values = (): AttributeValue[] => listOf(text).map((one) => valueOf(one, kind));
  switch (is) {
    case 'equals':
      return { ...base, value: valueOf(text.trim(), kind) } as Rule;
    case 'in':
    case 'not-in':
      return { ...base, values: values() } as Rule;
    case 'contains-word':
    case 'without-word':
      return { ...base, words: listOf(text) } as Rule;
    case 'range':
      return { ...base, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) } as Rule;
    case 'present':
    case 'absent':
      return base as Rule;
  }
}

/** Another attribute or comparison: what was typed stays where it has a meaning there. */
export function reworked(parts: RuleParts, attribute: Rule['attribute'], is: Comparison): RuleParts {
  const usual = COMPARISONS[kindOf(attribute)];
  const isSameKind = kindOf(attribute) === kindOf(parts.attribute);
  const next = usual.includes(is) || attribute === parts.attribute ? is : (usual[0] ?? is);
  const known = knownValues(attribute);
  const typed = isSameKind && known === null ? parts.text : '';
  const first = kindOf(attribute) === 'yes-no' ? 'yes' : (known?.[0] ?? '');
  const isKept = typed !== '' || (known?.includes(parts.text) ?? false);
  return { ...parts, attribute, is: next, text: isKept ? parts.text : hasText(next) ? first : '' };
}

function valueText(value: AttributeValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' && Number.isNaN(value) ? '' : String(value);
}

function valueOf(text: string, kind: ValueKind): AttributeValue {
  if (kind === 'yes-no') return text === 'yes';
  if (kind === 'text') return text;
  return text === '' ? Number.NaN : Number(text);
}

/** With commas between; with semicolons where a value has a comma of its own. */
function listText(values: readonly string[]): string {
  if (!values.some((value) => value.includes(','))) return values.join(', ');
  return values.length === 1 ? `${values.join('')};` : values.join('; ');
}

function listOf(text: string): string[] {
  return text
    .split(text.includes(';') ? ';' : ',')
    .map((one) => one.trim())
    .filter(Boolean);
}
