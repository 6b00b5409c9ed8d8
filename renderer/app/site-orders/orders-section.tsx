import { useEffect, useState } from 'react';
import type { Response } from '../../../shared/contract/index.ts';
import { isErrorCode } from '../../../shared/errors/codes.ts';
import type { OrderFeeds } from '../../../shared/model/order-feeds.ts';
import { Button, TextField } from '../../ui/index.ts';
import { ERROR_TEXT } from '../error-text.ts';
import { useRefusal } from '../may.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import { draftOf, EMPTY_PEER, feedsOf } from './listener-form.ts';
import type { ListenerDraft, PeerDraft } from './listener-form.ts';
import styles from './site-orders.module.css';

type FeedState = Response<'siteOrders.states'>['feeds'][number];

/** Of the settings: where imaging orders come from. */
export function OrdersSection() {
  const { link } = useServices();
  const task = useTask();
  const refusal = useRefusal('siteOrders.setFeeds');
  const [states, setStates] = useState<readonly FeedState[]>([]);
  const [editing, setEditing] = useState<{ readonly before: OrderFeeds; readonly draft: ListenerDraft } | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    link.call('siteOrders.states', {}).then(
      ({ feeds }) => {
        if (!gone) setStates(feeds);
      },
      () => {
        if (!gone) setStates([]);
      },
    );
    return () => {
      gone = true;
    };
  }, [link]);
  const begin = async (): Promise<void> => {
    const before = (await link.call('siteOrders.feeds', {})).feeds;
    setEditing({ before, draft: draftOf(before) });
  };
  const save = async (feeds: OrderFeeds): Promise<void> => {
    setStates((await link.call('siteOrders.setFeeds', { feeds })).feeds);
    setEditing(null);
  };
  const said = task.failure === null ? null : errorWords(task.failure);
  return (
    <fieldset className={styles['section']}>
      <legend>Orders</legend>
      <ul className={styles['lines']}>
        {states.length === 0 ? <li className={styles['quiet']}>No orders are received from sites.</li> : null}
        {states.map((state) => (
          <li key={state.name} className={state.state === 'failed' ? styles['failed'] : undefined}>
            {stateWords(state)}
          </li>
        ))}
      </ul>
      {refusal === null ? null : <p className={styles['quiet']}>{refusal}</p>}
      {refusal !== null ? null : editing === null ? (
        <Button disabled={task.busy} onClick={() => task.start(begin)}>
          Set up receiving by HL7 …
        </Button>
      ) : (
        <form
          className={styles['form']}
          aria-label="Receiving orders"
          onSubmit={(event) => {
            event.preventDefault();
            const read = feedsOf(editing.before, editing.draft);
            setWrong(read.ok ? null : read.words);
            if (read.ok) task.start(() => save(read.feeds));
          }}
        >
          <ListenerFields
            draft={editing.draft}
            onChange={(draft) => {
              setWrong(null);
              setEditing({ ...editing, draft });
            }}
          />
          <p className={styles['quiet']}>
            Certificates (TLS) and FHIR servers are set as a file: <code>nightjar imaging-orders set FILE</code>.
          </p>
          {wrong === null ? null : <p role="alert">{wrong}</p>}
          <div className={styles['actions']}>
            <Button onClick={() => setEditing(null)}>Back</Button>
            <Button type="submit" tone="primary" disabled={task.busy}>
              Save
            </Button>
          </div>
        </form>
      )}
      {said === null ? null : <p role="alert">{`${said.title}. ${said.data} ${said.next}`}</p>}
    </fieldset>
  );
}

function ListenerFields({
  draft,
  onChange,
}: {
  readonly draft: ListenerDraft;
  readonly onChange: (draft: ListenerDraft) => void;
}) {
  const text = (key: 'host' | 'port', label: string, hint: string) => (
    <TextField
      label={label}
      hint={hint}
      autoComplete="off"
      value={draft[key]}
      onChange={(event) => onChange({ ...draft, [key]: event.target.value })}
    />
  );
  const flag = (key: 'on' | 'insideTunnel', label: string) => (
    <label>
      <input
        type="checkbox"
        checked={draft[key]}
        onChange={(event) => onChange({ ...draft, [key]: event.target.checked })}
      />{' '}
      {label}
    </label>
  );
  const change = (at: number, peer: PeerDraft | null): void =>
    onChange({ ...draft, peers: draft.peers.flatMap((one, place) => (place === at ? (peer ?? []) : one)) });
  return (
    <>
      {flag('on', 'Receive orders by HL7 while the store is open')}
      {text(
        'host',
        'Address of this station',
        '127.0.0.1 for this computer alone, 0.0.0.0 for every network it is in.',
      )}
      {text('port', 'Port', 'Usually 2575.')}
      {flag('insideTunnel', 'The way here is inside a tunnel (VPN): only then may it be plain')}
      {draft.peers.map((peer, at) => (
        // A sender has no id before it is saved, and none moves.
        <PeerFields key={at} number={at + 1} peer={peer} onChange={(next) => change(at, next)} />
      ))}
      <div>
        <Button tone="quiet" onClick={() => onChange({ ...draft, peers: [...draft.peers, EMPTY_PEER] })}>
          Add a sender
        </Button>
      </div>
    </>
  );
}

function PeerFields({
  number,
  peer,
  onChange,
}: {
  readonly number: number;
  readonly peer: PeerDraft;
  readonly onChange: (peer: PeerDraft | null) => void;
}) {
  const field = (key: 'name' | 'address' | 'site', label: string) => (
    <TextField
      label={label}
      autoComplete="off"
      value={peer[key]}
      onChange={(event) => onChange({ ...peer, [key]: event.target.value })}
    />
  );
  return (
    <div className={styles['peer']} role="group" aria-label={`Sender ${number}`}>
      {field('name', 'Name')}
      {field('address', 'Address')}
      {field('site', 'Site')}
      <label>
        <input
          type="checkbox"
          checked={peer.trusted}
          onChange={(event) => onChange({ ...peer, trusted: event.target.checked })}
        />{' '}
        may merge and correct patients
      </label>
      <Button tone="quiet" aria-label={`Remove sender ${number}`} onClick={() => onChange(null)}>
        Remove
      </Button>
    </div>
  );
}

function stateWords({ name, kind, state, port, error }: FeedState): string {
  if (state === 'failed') {
    const words = error !== null && isErrorCode(error) ? ERROR_TEXT[error].title : 'not known why';
    return `${kind === 'hl7' ? 'HL7' : name}: no orders come. ${words}.`;
  }
  return kind === 'hl7' ? `HL7: listening on port ${port ?? '?'}.` : `${name}: asked for orders by FHIR.`;
}
