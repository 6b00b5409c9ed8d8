import { useState } from 'react';
import type { Rule } from '../../../shared/hanging/protocol/condition.ts';
import { forbidding, isForbidding } from '../../../shared/hanging/protocol/forbid.ts';
import { plainRule } from '../../../shared/hanging/protocol/plain-words.ts';
import { CheckField } from '../../ui/index.ts';
import styles from './hanging.module.css';

type Strength = 'must' | 'counts' | 'no' | 'not';

const WORDS: Readonly<Record<Strength, string>> = {
  must: 'has to be',
  counts: 'counts for it',
  no: 'does not matter',
  not: 'must not be',
};
/** Of what another picture is: it stands against a series, and shuts it out where the reader says so. */
const AGAINST: Readonly<Record<Strength, string>> = { ...WORDS, counts: 'counts against it' };

/** One rule in plain words: how much it matters, and its numbers and words where they can be others. */
export function RuleLine({
  proposed,
  rule,
  hint,
  isLast = false,
  onCorrect,
}: {
  readonly proposed: Rule;
  /** As it is corrected; null: it is not asked for. */
  readonly rule: Rule | null;
  readonly hint?: string | undefined;
  /** It cannot be left out: nothing else is asked. */
  readonly isLast?: boolean;
  readonly onCorrect: (rule: Rule | null) => void;
}) {
  const isAgainst = proposed.weight < 0;
  const isShut = rule !== null && isForbidding(rule, proposed);
  const opposite = forbidding(proposed);
  const said = plainRule(isShut ? proposed : (rule ?? proposed)).replace(/^rather not /, '');
  const words = isAgainst ? AGAINST : WORDS;
  const strength: Strength = rule === null ? 'no' : isShut ? 'not' : rule.must ? 'must' : 'counts';
  const choose = (next: string): void => {
    const { must: _unused, ...bare } = isShut ? proposed : (rule ?? proposed);
    if (next === 'not') return onCorrect(opposite);
    return onCorrect(next === 'no' ? null : next === 'must' ? { ...bare, must: true } : bare);
  };
  return (
    <div className={styles['rule']}>
      <select aria-label={said} value={strength} onChange={({ target }) => choose(target.value)}>
        {isAgainst ? null : <option value="must">{words.must}</option>}
        <option value="counts">{words.counts}</option>
        {opposite === null ? null : (
          <option value="not" disabled={isLast}>
            {words.not}
          </option>
        )}
        <option value="no" disabled={isLast}>
          {words.no}
        </option>
      </select>
      <div className={rule === null ? styles['quiet'] : undefined}>
        <bdi>{said}</bdi>
        {hint === undefined ? null : <div className={styles['quiet']}>{hint}</div>}
        {rule?.is === 'range' ? <Numbers rule={rule} said={said} onCorrect={onCorrect} /> : null}
        {rule?.is === 'in' && proposed.is === 'in' && proposed.values.length > 1 ? (
          <Values all={proposed.values} rule={rule} onCorrect={onCorrect} />
        ) : null}
      </div>
    </div>
  );
}

type RangeRule = Extract<Rule, { readonly is: 'range' }>;
type InRule = Extract<Rule, { readonly is: 'in' }>;

/** The ends of a range, as far as it has them. */
function Numbers({
  rule,
  said,
  onCorrect,
}: {
  readonly rule: RangeRule;
  readonly said: string;
  readonly onCorrect: (rule: Rule) => void;
}) {
  return (
    <span className={styles['numbers']}>
      {(['from', 'to'] as const).map((end) =>
        rule[end] === undefined ? null : (
          <NumberOf
            key={end}
            label={`${said}: ${end}`}
            words={end}
            value={rule[end]}
            onNumber={(value) => onCorrect({ ...rule, [end]: value })}
          />
        ),
      )}
    </span>
  );
}

/** What is no number changes nothing: the rule stays as it was. */
function NumberOf({
  label,
  words,
  value,
  onNumber,
}: {
  readonly label: string;
  readonly words: string;
  readonly value: number;
  readonly onNumber: (value: number) => void;
}) {
  const [text, setText] = useState(String(value));
  const meant = Number(text.trim().replace(',', '.'));
  const isGood = text.trim() !== '' && Number.isFinite(meant) && meant >= 0;
  return (
    <label>
      {words}{' '}
      <input
        aria-label={label}
        aria-invalid={isGood ? undefined : true}
        inputMode="decimal"
        autoComplete="off"
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          const next = Number(target.value.trim().replace(',', '.'));
          if (target.value.trim() !== '' && Number.isFinite(next) && next >= 0) onNumber(next);
        }}
        onBlur={() => {
          if (!isGood) setText(String(value));
        }}
      />
    </label>
  );
}

/** Some of the values; one of them stays. */
function Values({
  all,
  rule,
  onCorrect,
}: {
  readonly all: InRule['values'];
  readonly rule: InRule;
  readonly onCorrect: (rule: Rule) => void;
}) {
  const isIn = (value: InRule['values'][number]): boolean => rule.values.includes(value);
  return all.map((value) => (
    <CheckField
      key={String(value)}
      label={String(value)}
      checked={isIn(value)}
      disabled={isIn(value) && rule.values.length === 1}
      onChange={(isOn) =>
        onCorrect({ ...rule, values: all.filter((one) => (one === value ? isOn : isIn(one))) } as Rule)
      }
    />
  ));
}
