import { useState } from 'react';
import { StackAttribute, StudyAttribute } from '../../../shared/hanging/protocol/condition.ts';
import type { Rule } from '../../../shared/hanging/protocol/condition.ts';
import type { RuleList } from '../../../shared/hanging/protocol/edit/edits.ts';
import { faultAt } from '../../../shared/hanging/protocol/edit/faults.ts';
import {
  COMPARISON_WORDS,
  comparisonsOf,
  hasText,
  kindOf,
  knownValues,
  partsOf,
  reworked,
  ruleFrom,
} from '../../../shared/hanging/protocol/edit/rule-forms.ts';
import type { RuleParts } from '../../../shared/hanging/protocol/edit/rule-forms.ts';
import { weighedWords } from '../../../shared/hanging/protocol/edit/words.ts';
import { foreignFate, foreignWords } from '../../../shared/hanging/protocol/foreign-rules.ts';
import { attributeWords } from '../../../shared/hanging/protocol/rules.ts';
import { Button, CheckField, FormActions, SelectField } from '../../ui/index.ts';
import { useDocument, useEditor, useEditorView } from './editor-context.ts';
import styles from './editor.module.css';
import { NumberField, WordsField } from './typed-field.tsx';

/** Those of a later version of the program: shown and kept, never changed. */
function ForeignRules({ list }: { readonly list: RuleList }) {
  const { foreign = [] } = useDocument();
  const set = list.of === 'studies' ? undefined : list.set;
  return foreign
    .filter((rule) => rule.list === list.of && rule.set === set)
    .map((rule) => (
      <li key={`${rule.at} ${rule.text}`} className={styles['quiet']}>
        {`${foreignWords(rule)}: ${foreignFate(rule)}`}
      </li>
    ));
}

/** Rules in plain words, each to be opened and changed. */
export function RulesForm({
  title,
  list,
  rules,
  path,
}: {
  readonly title: string;
  readonly list: RuleList;
  readonly rules: readonly Rule[];
  /** Where they stand in the document. */
  readonly path: readonly (string | number)[];
}) {
  const editor = useEditor();
  const faults = useEditorView(({ editing }) => editing.faults);
  const [open, setOpen] = useState<number | null>(null);
  return (
    <fieldset className={styles['group']} data-focus-home="">
      <legend>{title}</legend>
      <ul className={styles['rules']} aria-label={title}>
        {rules.map((rule, at) => {
          const problem = faultAt(faults, [...path, at]);
          const words = problem === null ? weighedWords(rule) : `${attributeWords(rule.attribute)}: not whole yet`;
          // What is not whole yet stays open: its fields say what they need.
          const isOpen = open === at || problem !== null;
          return (
            // Two rules of one list may be the same.
            <li key={at}>
              <div className={styles['rule']}>
                <button
                  type="button"
                  className={styles['ruleWords']}
                  aria-expanded={isOpen}
                  onClick={() => setOpen(open === at ? null : at)}
                >
                  <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span> {words}
                </button>
                <Button
                  tone="quiet"
                  aria-label={`Remove the rule ${words}`}
                  onClick={() => {
                    if (editor.act({ do: 'remove-rule', list, rule: at })) setOpen(null);
                  }}
                >
                  Remove
                </Button>
              </div>
              {isOpen ? <RuleFields list={list} rule={rule} at={at} problem={problem} /> : null}
            </li>
          );
        })}
        <ForeignRules list={list} />
      </ul>
      <FormActions>
        <Button
          data-home-focus=""
          onClick={() => {
            if (editor.act({ do: 'add-rule', list })) setOpen(rules.length);
          }}
        >
          Add a rule
        </Button>
      </FormActions>
    </fieldset>
  );
}

function RuleFields({
  list,
  rule,
  at,
  problem,
}: {
  readonly list: RuleList;
  readonly rule: Rule;
  readonly at: number;
  readonly problem: string | null;
}) {
  const editor = useEditor();
  const parts = partsOf(rule);
  const attributes = list.of === 'pictures' ? StackAttribute.options : StudyAttribute.options;
  const set = (to: Partial<RuleParts>, field: string | null = null): void => {
    const next = ruleFrom({ ...parts, ...to });
    editor.act(
      { do: 'set-rule', list, rule: at, to: next },
      field === null ? null : `${JSON.stringify(list)} ${field}`,
    );
  };
  return (
    <div className={styles['fields']}>
      <SelectField
        label="Asked of"
        value={parts.attribute}
        options={attributes.map((value) => ({ value, words: attributeWords(value) }))}
        onChange={(attribute) => set(reworked(parts, attribute, parts.is))}
      />
      <SelectField
        label="How"
        value={parts.is}
        options={comparisonsOf(parts.attribute, parts.is).map((value) => ({ value, words: COMPARISON_WORDS[value] }))}
        onChange={(is) => set(reworked(parts, parts.attribute, is))}
      />
      <ValueFields parts={parts} at={at} set={set} problem={problem} />
      <NumberField
        label="Points where it holds"
        field={`rule ${at} weight`}
        hint="Below 0: speaks against."
        needed
        value={parts.weight}
        problem={
          Number.isInteger(parts.weight) && Math.abs(parts.weight) <= 1000 ? null : 'A whole number from −1000 to 1000.'
        }
        onType={(weight = Number.NaN, field) => set({ weight }, field)}
      />
      <CheckField
        label="Needed: where it does not hold, nothing else counts"
        checked={parts.must}
        onChange={(must) => set({ must })}
      />
    </div>
  );
}

/** What an attribute is compared with. */
function ValueFields({
  parts,
  at,
  set,
  problem,
}: {
  readonly parts: RuleParts;
  readonly at: number;
  readonly set: (to: Partial<RuleParts>, field?: string) => void;
  readonly problem: string | null;
}) {
  const { attribute, is, text, from, to } = parts;
  if (is === 'range') {
    return (
      <>
        <NumberField
          label="From"
          field={`rule ${at} from`}
          hint="Nothing: no lower end."
          value={from}
          problem={Number.isNaN(from) ? 'It needs a number.' : null}
          onType={(value, field) => set({ from: value }, field)}
        />
        <NumberField
          label="To"
          field={`rule ${at} to`}
          hint="Nothing: no upper end."
          value={to}
          problem={Number.isNaN(to) ? 'It needs a number.' : null}
          onType={(value, field) => set({ to: value }, field)}
        />
      </>
    );
  }
  if (!hasText(is)) return null;
  const known = kindOf(attribute) === 'yes-no' ? ['yes', 'no'] : knownValues(attribute);
  if (is === 'equals' && known !== null) {
    const options = [...new Set([...known, text])].map((value) => ({ value, words: value }));
    return <SelectField label="Value" value={text} options={options} onChange={(value) => set({ text: value })} />;
  }
  const isMany = is !== 'equals';
  return (
    <WordsField
      label={isMany ? 'Values, with commas between' : 'Value'}
      field={`rule ${at} text`}
      hint={is.endsWith('word') ? 'Words as you would type them; an asterisk at the end: whatever begins so.' : ''}
      value={text}
      meant={(typed) => partsOf(ruleFrom({ ...parts, text: typed })).text}
      problem={problem}
      onType={(value, field) => set({ text: value }, field)}
    />
  );
}
