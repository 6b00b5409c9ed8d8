import { useState } from 'react';
import type { SourceSecrets, SourceSettings } from '../../../shared/model/source-settings.ts';
import { Button, TextField } from '../../ui/index.ts';
import { errorWords } from '../notices/index.ts';
import { useTask } from '../use-task.ts';
import { EMPTY_FORM, secretsOf, settingsOf } from './source-form.ts';
import type { SourceForm } from './source-form.ts';
import styles from './sources.module.css';

export interface AddSourceProps {
  readonly onAdd: (settings: SourceSettings, secrets: SourceSecrets) => Promise<void>;
  readonly onBack: () => void;
}

/** A source is added: where it is, and what proves who we are. */
export function AddSource({ onAdd, onBack }: AddSourceProps) {
  const task = useTask();
  const [form, setForm] = useState(EMPTY_FORM);
  const [tried, setTried] = useState(false);
  const found = settingsOf(form);
  const problem = 'problem' in found ? found.problem : null;
  const said = task.failure === null ? null : errorWords(task.failure);
  const change = (part: Partial<SourceForm>): void => setForm({ ...form, ...part });
  return (
    <form
      className={styles['form']}
      aria-label="Add a source"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if ('settings' in found) task.start(() => onAdd(found.settings, secretsOf(form)));
      }}
    >
      <label className={styles['field']}>
        Kind
        <select
          value={form.kind}
          onChange={(event) => change({ kind: event.target.value === 'dimse' ? 'dimse' : 'dicomweb' })}
        >
          <option value="dicomweb">DICOMweb over TLS</option>
          <option value="dimse">DIMSE (AE title, host, port)</option>
        </select>
      </label>
      <Field label="Name" of="name" form={form} change={change} />
      <Field label="Site" of="site" form={form} change={change} hint="As on its studies; the name where left empty." />
      {form.kind === 'dicomweb' ? (
        <WebFields form={form} change={change} />
      ) : (
        <DimseFields form={form} change={change} />
      )}
      <label className={styles['check']}>
        <input
          type="checkbox"
          checked={form.insideTunnel}
          onChange={(event) => change({ insideTunnel: event.target.checked })}
        />
        The way there is inside a VPN
      </label>
      <WatchFields form={form} change={change} />
      {tried && problem !== null ? <p role="alert">{problem}</p> : null}
      {said === null ? null : <p role="alert">{`${said.title}. ${said.next}`}</p>}
      <div className={styles['actions']}>
        <Button type="submit" disabled={task.busy}>
          Add the source
        </Button>
        <Button tone="quiet" onClick={onBack}>
          Back
        </Button>
      </div>
    </form>
  );
}

interface FieldsProps {
  readonly form: SourceForm;
  readonly change: (part: Partial<SourceForm>) => void;
}

type TextPart = Exclude<keyof SourceForm, 'kind' | 'tls' | 'insideTunnel' | 'auth' | 'watched'>;

function Field({
  label,
  of,
  form,
  change,
  hint,
  type,
}: FieldsProps & {
  readonly label: string;
  readonly of: TextPart;
  readonly hint?: string;
  readonly type?: 'password';
}) {
  return (
    <TextField
      label={label}
      value={form[of]}
      type={type ?? 'text'}
      maxLength={of === 'url' ? 2000 : of === 'secret' ? 16_000 : 100}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => change({ [of]: event.target.value })}
      {...(hint === undefined ? {} : { hint })}
    />
  );
}

function WebFields({ form, change }: FieldsProps) {
  return (
    <>
      <Field label="Address" of="url" form={form} change={change} hint="The part before /studies." />
      <label className={styles['field']}>
        Who we say we are
        <select
          value={form.auth}
          onChange={({ target: { value } }) =>
            change({ auth: value === 'basic' || value === 'bearer' ? value : 'none' })
          }
        >
          <option value="none">Nothing is asked</option>
          <option value="basic">User and password</option>
          <option value="bearer">A token</option>
        </select>
      </label>
      {form.auth === 'basic' ? <Field label="User" of="user" form={form} change={change} /> : null}
      {form.auth === 'none' ? null : (
        <Field
          label={form.auth === 'basic' ? 'Password' : 'Token'}
          of="secret"
          type="password"
          form={form}
          change={change}
        />
      )}
    </>
  );
}

function WatchFields({ form, change }: FieldsProps) {
  return (
    <>
      <label className={styles['check']}>
        <input type="checkbox" checked={form.watched} onChange={(event) => change({ watched: event.target.checked })} />
        The list fills by itself from here
      </label>
      {form.watched ? (
        <>
          <Field label="Asked every (minutes)" of="everyMinutes" form={form} change={change} />
          <Field label="Days back" of="days" form={form} change={change} hint="Beside the studies of today." />
        </>
      ) : null}
    </>
  );
}

function DimseFields({ form, change }: FieldsProps) {
  return (
    <>
      <Field label="Host" of="host" form={form} change={change} />
      <Field label="Port" of="port" form={form} change={change} />
      <Field label="AE title of the site" of="calledAe" form={form} change={change} />
      <Field label="Our AE title" of="callingAe" form={form} change={change} hint="The site has to know it." />
      <label className={styles['check']}>
        <input type="checkbox" checked={form.tls} onChange={(event) => change({ tls: event.target.checked })} />
        TLS
      </label>
      <Field label="User" of="user" form={form} change={change} hint="Only where the site asks for one." />
      {form.user === '' ? null : <Field label="Passcode" of="secret" type="password" form={form} change={change} />}
    </>
  );
}
