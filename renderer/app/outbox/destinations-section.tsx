import { useEffect, useState } from 'react';
import { DICOM_OBJECT_KINDS } from '../../../shared/model/destination.ts';
import type { Destination } from '../../../shared/model/destination.ts';
import { Button, TextField } from '../../ui/index.ts';
import { useRefusal } from '../may.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import { EMPTY_DRAFT, KIND_WORDS, OBJECT_WORDS, requestOf, whereWords } from './destination-form.ts';
import type { DestinationDraft } from './destination-form.ts';
import styles from './outbox.module.css';
import { UnsentOffer } from './unsent-offer.tsx';

/** Of the settings: where the results of each site go. */
export function DestinationsSection() {
  const { link } = useServices();
  const task = useTask();
  const refusal = useRefusal('destination.add');
  const [known, setKnown] = useState<readonly Destination[] | null>(null);
  const [draft, setDraft] = useState<DestinationDraft | null>(null);
  const load = async (): Promise<void> => setKnown((await link.call('destination.list', {})).destinations);
  useEffect(() => {
    let gone = false;
    link.call('destination.list', {}).then(
      ({ destinations }) => {
        if (!gone) setKnown(destinations);
      },
      () => {
        if (!gone) setKnown(null);
      },
    );
    return () => {
      gone = true;
    };
  }, [link]);
  const add = async (given: DestinationDraft): Promise<void> => {
    await link.call('destination.add', requestOf(given));
    setDraft(null);
    await load();
  };
  const remove = async ({ destinationId }: Destination): Promise<void> => {
    await link.call('destination.remove', { destinationId });
    await load();
  };
  const said = task.failure === null ? null : errorWords(task.failure);
  return (
    <fieldset className={styles['section']}>
      <legend>Destinations of results</legend>
      <p className={styles['quiet']}>
        {known?.length === 0
          ? 'Signed reports go nowhere by themselves: there is no destination.'
          : 'A signed report goes to every destination of its site.'}
      </p>
      <ul className={styles['lines']}>
        {(known ?? []).map((one) => (
          <li key={one.destinationId} className={styles['destination']}>
            <span>
              <bdi>{one.name}</bdi>
              <span className={styles['quiet']}>{` · ${one.site} · ${whereWords(one.settings)}`}</span>
            </span>
            {refusal === null ? (
              <Button
                tone="quiet"
                disabled={task.busy}
                aria-label={`Remove ${one.name}`}
                onClick={() => task.start(() => remove(one))}
              >
                Remove
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <UnsentOffer known={known} />
      {refusal === null ? null : <p className={styles['quiet']}>{refusal}</p>}
      {refusal !== null ? null : draft === null ? (
        <Button onClick={() => setDraft(EMPTY_DRAFT)}>Add a destination …</Button>
      ) : (
        <form
          className={styles['form']}
          aria-label="New destination"
          onSubmit={(event) => {
            event.preventDefault();
            task.start(() => add(draft));
          }}
        >
          <DraftFields draft={draft} onChange={setDraft} />
          <div className={styles['actions']}>
            <Button onClick={() => setDraft(null)}>Back</Button>
            <Button type="submit" tone="primary" disabled={task.busy}>
              Add destination
            </Button>
          </div>
        </form>
      )}
      {said === null ? null : <p role="alert">{`${said.title}. ${said.data} ${said.next}`}</p>}
    </fieldset>
  );
}

const TELL_STATUS = 'It is told, too, when a study is claimed, begun, given back and read';

type TextKey = 'name' | 'site' | 'source' | 'host' | 'port' | 'url' | 'user' | 'secret';
type FlagKey = 'tls' | 'insideTunnel' | 'takesOnce' | 'keep' | 'status';

function DraftFields({
  draft,
  onChange,
}: {
  readonly draft: DestinationDraft;
  readonly onChange: (draft: DestinationDraft) => void;
}) {
  const field = (key: TextKey, label: string, hint = '', type = 'text') => (
    <TextField
      label={label}
      hint={hint}
      type={type}
      autoComplete="off"
      value={draft[key]}
      onChange={(event) => onChange({ ...draft, [key]: event.target.value })}
    />
  );
  const flag = (key: FlagKey, label: string) => (
    <label>
      <input
        type="checkbox"
        checked={draft[key]}
        onChange={(event) => onChange({ ...draft, [key]: event.target.checked })}
      />{' '}
      {label}
    </label>
  );
  const tunnel = flag('insideTunnel', 'The way there is inside a tunnel (VPN): only then may it be plain');
  return (
    <>
      {field('name', 'Name')}
      {field('site', 'Site', 'As the list names it: its studies’ results go here.')}
      <label>
        Kind{' '}
        <select
          value={draft.kind}
          onChange={(event) => onChange({ ...draft, kind: event.target.value as DestinationDraft['kind'] })}
        >
          {(['hl7', 'dicom', 'fhir'] as const).map((kind) => (
            <option key={kind} value={kind}>
              {KIND_WORDS[kind]}
            </option>
          ))}
        </select>
      </label>
      {draft.kind === 'dicom' ? (
        <>
          {field('source', 'Source', 'The name of a source that takes objects.')}
          <fieldset className={styles['objects']}>
            <legend>What goes there</legend>
            {DICOM_OBJECT_KINDS.map((kind) => (
              <label key={kind}>
                <input
                  type="checkbox"
                  checked={draft.objects.includes(kind)}
                  onChange={({ target }) => {
                    const others = draft.objects.filter((one) => one !== kind);
                    onChange({ ...draft, objects: target.checked ? [...others, kind] : others });
                  }}
                />{' '}
                {OBJECT_WORDS[kind]}
              </label>
            ))}
          </fieldset>
          {flag(
            'keep',
            'It is asked to answer for keeping what it took (storage commitment; a DIMSE source with a receiver)',
          )}
        </>
      ) : null}
      {draft.kind === 'hl7' ? (
        <>
          {field('host', 'Host')}
          {field('port', 'Port')}
          {flag('tls', 'TLS')}
          {tunnel}
          {flag('status', TELL_STATUS)}
          {flag('takesOnce', 'The site says that it takes a message with the same control id once')}
        </>
      ) : null}
      {draft.kind === 'fhir' ? (
        <>
          {field('url', 'Address', 'The part before /DiagnosticReport.')}
          {field('user', 'User', 'Empty where a token is enough.')}
          {field('secret', 'Password or token', 'Kept in the encrypted store, and never shown again.', 'password')}
          {flag('status', TELL_STATUS)}
          {tunnel}
        </>
      ) : null}
    </>
  );
}
