import type { Calculator, Given } from '../calculators/calculator.ts';
import type { CalculatorInput } from '../calculators/calculator-file.ts';
import { inUnit } from '../calculators/fill.ts';
import { outcomeValue } from '../calculators/result-words.ts';
import type { ChangedValue, ComputedFrom, ComputedInput, FieldOrigin } from '../model/field-origin.ts';
import type { ReportContent, ReportTemplate, TemplateField, TemplateSection } from '../model/report.ts';
import { CHOICES_JOINED, fieldProblem } from './field-problem.ts';
import { isChecked } from './rendered-sections.ts';

/** A rule file by its id; null where this program does not have it. */
export type RuleFiles = (id: string) => Calculator | null;

type Computed = Extract<FieldOrigin, { kind: 'computed' }>;
type Plain = number | string | boolean;

/**
 * The content with every computed field as its rule gives it now. What the reader changed stays changed, with the reason. The same
 * content comes back the same: window and station both do this, and must agree.
 */
export function withComputed(template: ReportTemplate, content: ReportContent, rules: RuleFiles): ReportContent {
  let now = content;
  for (const section of template.sections) {
    for (const field of section.fields) {
      const rule = field.computed ? rules(field.computed.calculator) : null;
      if (!field.computed || !rule) continue;
      const before = originOf(now, section.sectionId, field.fieldId);
      const changed = before?.kind === 'computed' ? before.changed : undefined;
      const origin = computedOrigin({ template, section, field, content: now, of: field.computed, rule });
      const next: Computed = changed === undefined ? origin : { ...origin, changed };
      const value = changed?.value ?? origin.value;
      const written = now.sections.find(({ sectionId }) => sectionId === section.sectionId);
      const isSame = written?.fields[field.fieldId] === value && JSON.stringify(before) === JSON.stringify(next);
      if (written && !isSame) now = withOrigin(now, section.sectionId, field.fieldId, value, next);
    }
  }
  return now;
}

/** A field with its value and where that came from. */
export function withOrigin(
  content: ReportContent,
  sectionId: string,
  fieldId: string,
  value: string,
  origin: FieldOrigin,
): ReportContent {
  return {
    ...content,
    sections: content.sections.map((section) =>
      section.sectionId === sectionId
        ? {
            ...section,
            fields: { ...section.fields, [fieldId]: value },
            origins: { ...section.origins, [fieldId]: origin },
          }
        : section,
    ),
  };
}

/** The reader says something else than the rule (with the reason), or takes that back (null). */
export function withChanged(
  content: ReportContent,
  sectionId: string,
  fieldId: string,
  changed: ChangedValue | null,
): ReportContent {
  const origin = originOf(content, sectionId, fieldId);
  if (origin?.kind !== 'computed') return content;
  const { changed: before, ...computed } = origin;
  if (before === undefined && changed === null) return content;
  const next: Computed = changed ? { ...computed, changed } : computed;
  return withOrigin(content, sectionId, fieldId, changed?.value ?? computed.value, next);
}

export function originOf(content: ReportContent, sectionId: string, fieldId: string): FieldOrigin | null {
  return content.sections.find((section) => section.sectionId === sectionId)?.origins?.[fieldId] ?? null;
}

interface Subject {
  readonly template: ReportTemplate;
  readonly section: TemplateSection;
  readonly field: TemplateField;
  readonly content: ReportContent;
  readonly of: ComputedFrom;
  readonly rule: Calculator;
}

function computedOrigin({ template, section, field, content, of, rule }: Subject): Computed {
  const { file } = rule;
  const given: Record<string, Plain> = {};
  const inputs: { label: string; value: string }[] = [];
  const labels = new Map<string, string>();
  const strange: string[] = [];
  for (const one of of.inputs) {
    const input = file.inputs.find(({ id }) => id === one.input);
    const from = fieldOf(template, section, one.field);
    if (!input || !from) continue;
    labels.set(one.input, from.field.label);
    const text = (
      content.sections.find(({ sectionId }) => sectionId === from.sectionId)?.fields[one.field] ?? ''
    ).trim();
    if (text === '') continue;
    const read = inputValue(input, from.field, text, one);
    if (read === null)
      strange.push(`${from.field.label} is “${text}”, which ${file.title} ${file.version} does not know`);
    else given[one.input] = read;
    inputs.push({ label: from.field.label, value: from.field.unit === null ? text : `${text} ${from.field.unit}` });
  }
  const { value, why } = chosen(field, outcome(rule, of.output, given, { labels, strange }));
  const { id, title, version, date, source } = file;
  return { kind: 'computed', rule: { id, title, version, date, source }, inputs, value, why };
}

function outcome(
  rule: Calculator,
  output: string,
  given: Given,
  { labels, strange }: { readonly labels: ReadonlyMap<string, string>; readonly strange: readonly string[] },
): { value: string; why: string } {
  const found = rule.run(given).find(({ id }) => id === output);
  if (!found) return { value: '', why: 'The rule has no such result.' };
  if (found.state === 'known') return { value: outcomeValue(found, rule.file) ?? '', why: found.because ?? '' };
  if (strange.length > 0) return { value: '', why: `No category: ${strange.join('; ')}.` };
  if (found.state === 'none') return { value: '', why: `No category: ${found.reason}.` };
  const named = found.inputs.map((id) => labels.get(id) ?? rule.file.inputs.find((one) => one.id === id)?.label ?? id);
  return { value: '', why: `Needs: ${[...new Set(named)].join(', ')}.` };
}

/** A form may have no such choice: the reader chooses then. */
function chosen(field: TemplateField, found: { value: string; why: string }): { value: string; why: string } {
  if (found.value === '' || fieldProblem(field, found.value) === null) return found;
  return { value: '', why: `The rule gives “${found.value}”, which is no choice of this form.` };
}

/** Of the same section first: two sections may have fields of one id. */
function fieldOf(
  template: ReportTemplate,
  section: TemplateSection,
  fieldId: string,
): { readonly sectionId: string; readonly field: TemplateField } | null {
  for (const { sectionId, fields } of [section, ...template.sections]) {
    const field = fields.find((one) => one.fieldId === fieldId);
    if (field) return { sectionId, field };
  }
  return null;
}

/** What a field says to a rule; null where it says nothing that the rule knows. */
function inputValue(
  input: CalculatorInput,
  field: TemplateField,
  text: string,
  { words }: ComputedInput,
): Plain | null {
  if (fieldProblem(field, text) !== null) return null;
  if (input.kind === 'number') return numberValue(input, field, text);
  if (input.kind === 'choice') {
    const is = words?.find(({ word }) => same(word, text))?.is ?? text;
    return input.options.find(({ value, label }) => same(value, String(is)) || same(label, String(is)))?.value ?? null;
  }
  return yesNo(field, text, words);
}

/** A unit that is not the rule's is turned into it, never guessed: a number without a unit is no length. */
function numberValue(
  input: Extract<CalculatorInput, { kind: 'number' }>,
  { unit }: TemplateField,
  text: string,
): number | null {
  const isBare = input.unit === '1' || input.unit === '';
  const typed = Number(text);
  const value = unit === null ? (isBare ? typed : null) : unit === input.unit ? typed : inUnit(typed, unit, input.unit);
  return value === null || !(value >= input.min && value <= input.max) ? null : value;
}

/** A box that is not ticked says nothing; of several choices, those not among what was chosen are absent. */
function yesNo(field: TemplateField, text: string, words: ComputedInput['words']): boolean | null {
  if (field.type === 'check') return isChecked(text) ? true : null;
  if (field.type === 'choices') {
    const chosen = text.split(CHOICES_JOINED);
    return (words ?? []).some(({ word, is }) => is === true && chosen.some((one) => same(one, word)));
  }
  const is = words?.find(({ word }) => same(word, text))?.is;
  if (typeof is === 'boolean') return is;
  return same(text, 'yes') ? true : same(text, 'no') ? false : null;
}

function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
