import { useEffect, useState } from 'react';
import { Button, TextField } from '../../ui/index.ts';
import { useRefusal } from '../may.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import { aheadForm, aheadSettings } from './ahead-form.ts';
import type { AheadForm } from './ahead-form.ts';
import styles from './sources.module.css';

/** Of the settings: how much is fetched before somebody asks for it. */
export function AheadSection() {
  const { link } = useServices();
  const hidden = useRefusal('prefetch.plan');
  const refusal = useRefusal('prefetch.change');
  const task = useTask();
  const [form, setForm] = useState<AheadForm | null>(null);
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (hidden !== null) return undefined;
    let gone = false;
    link.call('prefetch.plan', { ask: false }).then(
      ({ settings }) => (gone ? undefined : setForm(aheadForm(settings))),
      // Without an answer the section does not stand there.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [link, hidden]);
  if (hidden !== null || form === null) return null;
  const change = (part: Partial<AheadForm>): void => {
    setSaid('');
    setForm({ ...form, ...part });
  };
  const save = (): void => {
    const settings = aheadSettings(form);
    if (typeof settings === 'string') {
      setSaid(settings);
      return;
    }
    task.start(async () => {
      setForm(aheadForm(await link.call('prefetch.change', settings)));
      setSaid('Saved.');
    });
  };
  const failure = task.failure === null ? null : errorWords(task.failure);
  return (
    <fieldset className={styles['section']} disabled={refusal !== null}>
      <legend>Fetching ahead</legend>
      <div className={styles['form']}>
        <Tick label="Tonight’s cases and their priors are fetched by themselves" of="on" form={form} change={change} />
        <div className={styles['fields']}>
          <Text label="Room on the disk for them (GB)" of="quota" form={form} change={change} />
          <Text label="You read from" of="from" form={form} change={change} hint="20:00. Empty: at any time." />
          <Text label="until" of="to" form={form} change={change} hint="06:00, also on the next day." />
        </div>
        <Tick
          label="The line is paid by the byte: only STAT cases and what is pinned"
          of="metered"
          form={form}
          change={change}
        />
      </div>
      <div className={styles['actions']}>
        <Button disabled={task.busy || refusal !== null} onClick={save}>
          Save
        </Button>
        <span className={styles['quiet']} role="status">
          {refusal ?? said}
        </span>
      </div>
      {failure === null ? null : <p role="alert">{`${failure.title}. ${failure.next}`}</p>}
    </fieldset>
  );
}

interface PartProps<K extends keyof AheadForm> {
  readonly label: string;
  readonly of: K;
  readonly form: AheadForm;
  readonly change: (part: Partial<AheadForm>) => void;
}

function Tick({ label, of, form, change }: PartProps<'on' | 'metered'>) {
  return (
    <label className={styles['check']}>
      <input type="checkbox" checked={form[of]} onChange={(event) => change({ [of]: event.target.checked })} />
      {label}
    </label>
  );
}

function Text({ label, of, form, change, hint }: PartProps<'quota' | 'from' | 'to'> & { readonly hint?: string }) {
  return (
    <TextField
      label={label}
      value={form[of]}
      maxLength={10}
      autoComplete="off"
      onChange={(event) => change({ [of]: event.target.value })}
      {...(hint === undefined ? {} : { hint })}
    />
  );
}
