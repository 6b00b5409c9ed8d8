import { foldText } from '../../dicom/person-name.ts';
import { keyOf } from './attributes.ts';
import type { AttributeReader, AttributeValue } from './attributes.ts';
import type { Rule } from './condition.ts';

export interface CompiledRule {
  readonly rule: Rule;
  readonly holds: (facts: AttributeReader) => boolean;
}

export interface CompiledRules {
  readonly all: readonly CompiledRule[];
  readonly musts: readonly CompiledRule[];
}

/** One rule as it came out. */
export interface RuleOutcome {
  /** "modality CT: wanted, +10". */
  readonly words: string;
  readonly holds: boolean;
  readonly must: boolean;
  readonly points: number;
}

export function compileRules(rules: readonly Rule[]): CompiledRules {
  const all = rules.map((rule) => ({ rule, holds: compiled(rule) }));
  return { all, musts: all.filter(({ rule }) => rule.must === true) };
}

export function fits({ musts }: CompiledRules, facts: AttributeReader): boolean {
  return musts.every(({ holds }) => holds(facts));
}

export function pointsOf({ all }: CompiledRules, facts: AttributeReader): number {
  return all.reduce((sum, { rule, holds }) => sum + (holds(facts) ? rule.weight : 0), 0);
}

export function outcomesOf({ all }: CompiledRules, facts: AttributeReader): readonly RuleOutcome[] {
  return all.map(({ rule, holds }) => {
    const isMet = holds(facts);
    const points = isMet ? rule.weight : 0;
    const { order } = facts;
    // Only the order says so.
    const source = order !== null && isMet !== holds(order.without) ? orderWords(order.by) : '';
    const words = `${outcomeWords(rule, isMet, facts)}${source}`;
    return { words, holds: isMet, must: rule.must === true, points };
  });
}

function compiled(rule: Rule): (facts: AttributeReader) => boolean {
  const { attribute } = rule;
  const among = (values: readonly AttributeValue[]): ((facts: AttributeReader) => boolean) => {
    const wanted = new Set(values.map(keyOf));
    return (facts) => facts.keys(attribute).some((key) => wanted.has(key));
  };
  const said = (facts: AttributeReader): boolean => facts.values(attribute).length > 0;
  switch (rule.is) {
    case 'equals':
      return among([rule.value]);
    case 'in':
      return among(rule.values);
    case 'not-in': {
      const isAmong = among(rule.values);
      return (facts) => said(facts) && !isAmong(facts);
    }
    case 'contains-word': {
      const has = anyWord(rule.words);
      return (facts) => has(facts.text(attribute));
    }
    case 'without-word': {
      const has = anyWord(rule.words);
      return (facts) => !has(facts.text(attribute));
    }
    case 'range': {
      const { from = -Infinity, to = Infinity } = rule;
      return (facts) =>
        facts.values(attribute).some((value) => typeof value === 'number' && value >= from && value <= to);
    }
    case 'present':
      return said;
    case 'absent':
      return (facts) => !said(facts);
  }
}

/** Over a text as AttributeReader.text gives it. */
export function anyWord(words: readonly string[]): (text: string) => boolean {
  const wanted = words.map((phrase) => (phrase.endsWith('*') ? ` ${foldText(phrase)}` : ` ${foldText(phrase)} `));
  return (text) => wanted.some((phrase) => text.includes(phrase));
}

const NAMES: Partial<Record<Rule['attribute'], string>> = {
  procedureCode: 'procedure code',
  reasonCode: 'code of the reason',
  reason: 'reason for the study',
  readerGroup: 'group of the reader',
  monitors: 'number of monitors',
  monitorRole: 'monitor',
  bodyPart: 'body part',
  viewModifier: 'view modifier',
  imageType: 'image type',
  sopClass: 'SOP class',
  images: 'number of pictures',
  thickness: 'slice thickness in mm',
  echoTime: 'echo time in ms',
  bValue: 'b-value',
  seriesNumber: 'series number',
  minor: 'series beside the study',
  content: 'kind of picture',
};

/** "code of the reason". */
export function attributeWords(attribute: Rule['attribute']): string {
  return NAMES[attribute] ?? attribute;
}

/** "modality CT or PT". */
export function ruleWords(rule: Rule): string {
  const name = attributeWords(rule.attribute);
  switch (rule.is) {
    case 'equals':
      return `${name} ${valueWords(rule.value)}`;
    case 'in':
      return `${name} ${rule.values.map(valueWords).join(' or ')}`;
    case 'not-in':
      return `${name} other than ${rule.values.map(valueWords).join(', ')}`;
    case 'contains-word':
      return `${name} with ${quoted(rule.words)}`;
    case 'without-word':
      return `${name} without ${quoted(rule.words)}`;
    case 'range':
      return `${name} ${[
        rule.from === undefined ? '' : `from ${rule.from}`,
        rule.to === undefined ? '' : `to ${rule.to}`,
      ]
        .filter(Boolean)
        .join(' ')}`;
    case 'present':
      return `${name} said`;
    case 'absent':
      return `${name} not said`;
  }
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `“${word.replace('*', '…')}”`).join(' or ');
}

function valueWords(value: AttributeValue): string {
  return value === true ? 'yes' : value === false ? 'no' : String(value);
}

function outcomeWords(rule: Rule, holds: boolean, facts: AttributeReader): string {
  const wanted = rule.must ? 'needed' : rule.weight < 0 ? 'not wanted' : 'wanted';
  const asked = `${ruleWords(rule)}: ${wanted}`;
  if (holds) return `${asked}, ${signed(rule.weight)}`;
  const found = facts.values(rule.attribute).map(valueWords).join(', ');
  const instead = found === '' ? 'nobody says' : `it is ${found}`;
  return `${asked}, ${instead}, ${rule.must ? 'so it does not fit' : '0'}`;
}

function orderWords(by: string | null): string {
  return by === null ? ', by the order' : `, by the order of ${by}`;
}

export function signed(points: number): string {
  return points < 0 ? `−${-points}` : `+${points}`;
}
