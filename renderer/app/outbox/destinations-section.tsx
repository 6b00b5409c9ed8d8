import { useEffect, useState } from 'react';
import type { Destination } from '../../../shared/model/destination.ts';
import { Button, FailureLine, FormActions } from '../../ui/index.ts';
import { useRefusal } from '../may.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import { DestinationDialog } from './destination-dialog.tsx';
import { whereWords } from './destination-form.ts';
import { heardWords, useHeard } from './use-heard.ts';
import { MessageDialog } from './message-dialog.tsx';
import styles from './outbox.module.css';
import { UnsentOffer } from './unsent-offer.tsx';

/** Of the settings: where the results of each site go. */
export function DestinationsSection() {
  const { link } = useServices();
  const task = useTask();
  const refusal = useRefusal('destination.add');
  const [known, setKnown] = useState<readonly Destination[] | null>(null);
  const [open, setOpen] = useState<Destination | 'new' | null>(null);
  const [trying, setTrying] = useState<Destination | null>(null);
  const [removing, setRemoving] = useState<Destination | null>(null);
  const heard = useHeard(known);
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
  const remove = async ({ destinationId }: Destination): Promise<void> => {
    await link.call('destination.remove', { destinationId });
    setRemoving(null);
    await load();
  };
  const said = task.failure === null ? null : errorWords(task.failure);
  return (
    <fieldset className={styles['section']} id="settings-destinations">
      <legend>Destinations of results</legend>
      <p className={styles['quiet']}>
        {known?.every(({ settings }) => settings.kind === 'context') === true
          ? 'Signed reports go nowhere by themselves: there is no destination.'
          : 'A signed report goes to every destination of its site.'}
      </p>
      <ul className={styles['lines']}>
        {(known ?? []).map((one) => (
          <li key={one.destinationId} className={styles['destination']}>
            <span>
              <bdi>{one.name}</bdi>
              <span
                className={styles['quiet']}
              >{` · ${one.site} · ${whereWords(one.settings)}${heardWords(heard, one)}`}</span>
            </span>
            {refusal !== null ? null : removing?.destinationId === one.destinationId ? (
              <FormActions>
                <span>Nothing goes there any more; what went is still told, and its secrets are erased.</span>
                <Button onClick={() => setRemoving(null)}>Keep it</Button>
                <Button
                  tone="danger"
                  disabled={task.busy}
                  aria-label={`Remove ${one.name} for good`}
                  onClick={() => task.start(() => remove(one))}
                >
                  Remove
                </Button>
              </FormActions>
            ) : (
              <FormActions>
                {one.settings.kind === 'hl7' ? (
                  <Button
                    tone="quiet"
                    aria-haspopup="dialog"
                    aria-label={`Test message to ${one.name} …`}
                    onClick={() => setTrying(one)}
                  >
                    Test message …
                  </Button>
                ) : null}
                <Button
                  tone="quiet"
                  aria-haspopup="dialog"
                  aria-label={`Change ${one.name} …`}
                  onClick={() => setOpen(one)}
                >
                  Change …
                </Button>
                <Button tone="quiet" aria-label={`Remove ${one.name}`} onClick={() => setRemoving(one)}>
                  Remove …
                </Button>
              </FormActions>
            )}
          </li>
        ))}
      </ul>
      <UnsentOffer known={known?.filter(({ settings }) => settings.kind !== 'context') ?? null} />
      {refusal === null ? null : <p className={styles['quiet']}>{refusal}</p>}
      {refusal !== null ? null : (
        <Button aria-haspopup="dialog" onClick={() => setOpen('new')}>
          Add a destination …
        </Button>
      )}
      {open === null ? null : (
        <DestinationDialog
          row={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
          onSaved={async () => {
            setOpen(null);
            await load();
          }}
        />
      )}
      {trying === null ? null : (
        <MessageDialog
          row={trying}
          onClose={() => {
            setTrying(null);
            task.start(load);
          }}
        />
      )}
      <FailureLine said={said} />
    </fieldset>
  );
}
