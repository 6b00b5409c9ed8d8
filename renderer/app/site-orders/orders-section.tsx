import { useEffect, useState } from 'react';
import type { Response } from '../../../shared/contract/index.ts';
import { isErrorCode } from '../../../shared/errors/codes.ts';
import type { FhirFeed, OrderFeeds } from '../../../shared/model/order-feeds.ts';
import { Button, Dialog, FailureLine, FormActions } from '../../ui/index.ts';
import { ERROR_TEXT } from '../error-text.ts';
import { useRefusal } from '../may.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import { FhirDialog } from './fhir-dialog.tsx';
import { ListenerFields } from './listener-fields.tsx';
import { draftOf, feedsOf } from './listener-form.ts';
import type { FeedsRead, ListenerDraft } from './listener-form.ts';
import styles from './site-orders.module.css';

type FeedState = Response<'siteOrders.states'>['feeds'][number];

/** Of the settings: where imaging orders come from. */
export function OrdersSection() {
  const { link } = useServices();
  const task = useTask();
  const refusal = useRefusal('siteOrders.setFeeds');
  const [states, setStates] = useState<readonly FeedState[]>([]);
  const [editing, setEditing] = useState<{ readonly before: OrderFeeds; readonly draft: ListenerDraft } | null>(null);
  const [fhir, setFhir] = useState<{ readonly before: OrderFeeds; readonly feed: FhirFeed | null } | null>(null);
  const [tried, setTried] = useState(false);
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
    setTried(false);
    setEditing({ before, draft: draftOf(before) });
  };
  const beginFhir = async (name: string | null): Promise<void> => {
    const before = (await link.call('siteOrders.feeds', {})).feeds;
    setFhir({ before, feed: before.fhir.find(({ server }) => server.name === name) ?? null });
  };
  const saveFhir = async (feeds: OrderFeeds): Promise<void> => {
    setStates((await link.call('siteOrders.setFeeds', { feeds, certificate: null })).feeds);
    setFhir(null);
  };
  const save = async ({ feeds, certificate }: Extract<FeedsRead, { ok: true }>): Promise<void> => {
    setStates((await link.call('siteOrders.setFeeds', { feeds, certificate })).feeds);
    setEditing(null);
  };
  const read = editing === null ? null : feedsOf(editing.before, editing.draft);
  const said = task.failure === null ? null : errorWords(task.failure);
  return (
    <fieldset className={styles['section']} id="settings-orders">
      <legend>Orders</legend>
      <ul className={styles['lines']}>
        {states.length === 0 ? <li className={styles['quiet']}>No orders are received from sites.</li> : null}
        {states.map((state) => (
          <li key={state.name} className={state.state === 'failed' ? styles['failed'] : undefined}>
            {stateWords(state)}
            {state.kind === 'fhir' && refusal === null ? (
              <Button
                tone="quiet"
                aria-haspopup="dialog"
                aria-label={`Change ${state.name}`}
                disabled={task.busy}
                onClick={() => task.start(() => beginFhir(state.name))}
              >
                Change …
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {refusal === null ? null : <p className={styles['quiet']}>{refusal}</p>}
      {refusal !== null ? null : (
        <FormActions>
          <Button aria-haspopup="dialog" disabled={task.busy} onClick={() => task.start(begin)}>
            Set up receiving by HL7 …
          </Button>
          <Button aria-haspopup="dialog" disabled={task.busy} onClick={() => task.start(() => beginFhir(null))}>
            Add a FHIR server …
          </Button>
        </FormActions>
      )}
      {fhir === null ? null : <FhirDialog {...fhir} onSave={saveFhir} onClose={() => setFhir(null)} />}
      {editing === null || read === null ? null : (
        <Dialog title="Receiving orders" width="wide" open onClose={() => setEditing(null)}>
          <form
            className={styles['form']}
            aria-label="Receiving orders"
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              setTried(true);
              if (read.ok) task.start(() => save(read));
            }}
          >
            <ListenerFields
              before={editing.before}
              draft={editing.draft}
              problems={tried && !read.ok ? read.problems : {}}
              onChange={(draft) => setEditing({ ...editing, draft })}
            />
            <FailureLine said={said} />
            <FormActions>
              <Button type="submit" tone="primary" disabled={task.busy}>
                Save
              </Button>
              <Button tone="quiet" onClick={() => setEditing(null)}>
                Back
              </Button>
            </FormActions>
          </form>
        </Dialog>
      )}
      {said === null || editing !== null || fhir !== null ? null : <FailureLine said={said} />}
    </fieldset>
  );
}

function stateWords({ name, kind, state, port, error }: FeedState): string {
  if (state === 'failed') {
    const words = error !== null && isErrorCode(error) ? ERROR_TEXT[error].title : 'not known why';
    return `${kind === 'hl7' ? 'HL7' : name}: no orders come. ${words}.`;
  }
  return kind === 'hl7' ? `HL7: listening on port ${port ?? '?'}.` : `${name}: asked by FHIR.`;
}
