import { useId, useState } from 'react';
import type { Macro, MacroFacts } from '../../../shared/model/macro.ts';
import { Macro as MacroSchema } from '../../../shared/model/macro.ts';
import { expandMacro } from '../../../shared/report/macros/expand-macro.ts';
import { readMacro } from '../../../shared/report/macros/read-macro.ts';
import { Button, FormActions, SelectField, TextField } from '../../ui/index.ts';
import styles from './macros.module.css';

const SEXES = [
  { value: '', words: 'any' },
  { value: 'F', words: 'female' },
  { value: 'M', words: 'male' },
] as const;

/** A macro is written: what it comes to in this report is shown as it is typed, and what cannot be understood is said. */
export function MacroForm({
  macro,
  facts,
  busy,
  onSave,
  onLeave,
}: {
  readonly macro: Macro;
  readonly facts: MacroFacts;
  readonly busy: boolean;
  readonly onSave: (macro: Macro) => void;
  readonly onLeave: () => void;
}) {
  const id = useId();
  const [now, setNow] = useState(macro);
  const [lists, setLists] = useState({
    modalities: macro.modalities.join(', '),
    bodyParts: macro.bodyParts.join(', '),
  });
  const { problems } = readMacro(now.text);
  const whole = { ...now, modalities: listOf(lists.modalities.toUpperCase()), bodyParts: listOf(lists.bodyParts) };
  const valid = MacroSchema.safeParse(whole);
  const put = (next: Partial<Macro>): void => setNow((before) => ({ ...before, ...next }));
  return (
    <form
      className={styles['side']}
      aria-label="Macro"
      onSubmit={(event) => {
        event.preventDefault();
        if (valid.success && problems.length === 0) onSave(valid.data);
      }}
    >
      <div className={styles['pair']}>
        <TextField label="Name" autoFocus value={now.name} onChange={(event) => put({ name: event.target.value })} />
        <TextField
          label="Shorthand"
          value={now.shorthand}
          problem={/\s/u.test(now.shorthand) ? 'No blanks' : null}
          onChange={(event) => put({ shorthand: event.target.value })}
        />
      </div>
      <label htmlFor={id}>Text</label>
      <textarea
        id={id}
        className={styles['area']}
        rows={6}
        spellCheck={false}
        value={now.text}
        aria-describedby={`${id}-note`}
        onChange={(event) => put({ text: event.target.value })}
      />
      <p id={`${id}-note`} className={problems.length === 0 ? styles['quiet'] : styles['problem']}>
        {problems.length === 0
          ? '[field]  [left|right]  {age} {sex} {side} {modality}  {if sex=F and age>=50}…{else}…{end}'
          : `${problems[0]}.`}
      </p>
      <div className={styles['pair']}>
        <TextField
          label="Modalities"
          hint="CT, MR; empty: any"
          value={lists.modalities}
          onChange={(event) => setLists({ ...lists, modalities: event.target.value })}
        />
        <TextField
          label="Anatomy"
          hint="Chest; empty: any"
          value={lists.bodyParts}
          onChange={(event) => setLists({ ...lists, bodyParts: event.target.value })}
        />
        <SelectField
          label="Sex"
          value={now.sexes[0] === 'F' || now.sexes[0] === 'M' ? now.sexes[0] : ''}
          options={SEXES}
          onChange={(sex) => put({ sexes: sex === '' ? [] : [sex] })}
        />
      </div>
      <p className={styles['text']} aria-label="In this report">
        {expandMacro(now.text, facts)}
      </p>
      <FormActions>
        <Button tone="primary" type="submit" disabled={busy || !valid.success || problems.length > 0}>
          Keep the macro
        </Button>
        <Button onClick={onLeave}>Cancel</Button>
      </FormActions>
    </form>
  );
}

function listOf(text: string): string[] {
  return text
    .split(/[,;]/u)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
