import { useEffect, useState } from 'react';
import type { SourceStepResult } from '../../../shared/model/source.ts';
import type { SourceRow } from '../../../shared/model/transfer.ts';
import { Button, ManagedMark } from '../../ui/index.ts';
import { useRefusal } from '../may.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import { AddSource } from './add-source.tsx';
import { whereOf } from './source-form.ts';
import { SourceSteps } from './source-steps.tsx';
import styles from './sources.module.css';

/** Of the settings: where studies come from. */
export function SourcesSection() {
  const { link } = useServices();
  const refusal = useRefusal('sources.add');
  const hidden = useRefusal('sources.list');
  const [sources, setSources] = useState<readonly SourceRow[] | null>(null);
  const [adding, setAdding] = useState(false);
  useEffect(() => {
    if (hidden !== null) return undefined;
    let gone = false;
    const ask = (): void =>
      void link.call('sources.list', {}).then(
        (answer) => {
          if (!gone) setSources(answer.sources);
        },
        // Without an answer the section says that it knows nothing.
        () => undefined,
      );
    ask();
    const deafen = link.on('sources.changed', ask);
    return () => {
      gone = true;
      deafen();
    };
  }, [link, hidden]);
  if (hidden !== null) return null;
  return (
    <fieldset className={styles['section']}>
      <legend>Sources</legend>
      {sources === null ? <p className={styles['quiet']}>Which sources there are is not known.</p> : null}
      {sources?.length === 0 ? (
        <p className={styles['quiet']}>
          Studies come from files and discs alone. Add a source to fetch them from a site.
        </p>
      ) : null}
      <ul className={styles['list']} aria-label="Sources">
        {sources?.map((row) => (
          <SourceItem key={row.sourceId} row={row} mayChange={refusal === null} />
        ))}
      </ul>
      <div className={styles['actions']}>
        <Button disabled={refusal !== null} aria-expanded={adding} onClick={() => setAdding(!adding)}>
          Add a source
        </Button>
        <span className={styles['quiet']}>{refusal ?? ''}</span>
      </div>
      {adding ? (
        <AddSource
          onBack={() => setAdding(false)}
          onAdd={async (settings, secrets) => {
            await link.call('sources.add', { settings, secrets });
            setAdding(false);
          }}
        />
      ) : null}
    </fieldset>
  );
}

function SourceItem({ row, mayChange }: { readonly row: SourceRow; readonly mayChange: boolean }) {
  const { link } = useServices();
  const task = useTask();
  const [steps, setSteps] = useState<readonly SourceStepResult[] | null>(null);
  const [removing, setRemoving] = useState(false);
  const { sourceId, settings, managedBy, paused } = row;
  const { name } = settings;
  useEffect(
    () =>
      link.on('sources.step', (one) => {
        if (one.sourceId === sourceId) setSteps((before) => [...(before ?? []), one.result]);
      }),
    [link, sourceId],
  );
  const test = async (): Promise<void> => {
    setSteps([]);
    setSteps((await link.call('sources.test', { sourceId })).steps);
  };
  const said = task.failure === null ? null : errorWords(task.failure);
  return (
    <li className={styles['item']}>
      <div className={styles['facts']}>
        <span>
          <bdi>{name}</bdi>
          {settings.site === name ? '' : ` · ${settings.site}`}
          {paused ? ' · paused' : ''}
          {managedBy === null ? null : <ManagedMark>{`set by the profile of ${managedBy}`}</ManagedMark>}
        </span>
        <span className={styles['quiet']}>{whereOf(settings)}</span>
      </div>
      <div className={styles['actions']}>
        <Button disabled={task.busy} onClick={() => task.start(test)} aria-label={`Test ${name}`}>
          Test
        </Button>
        <Button
          tone="quiet"
          disabled={task.busy}
          aria-label={`${paused ? 'Go on with' : 'Pause'} ${name}`}
          onClick={() =>
            task.start(async () => {
              await link.call('sources.pause', { sourceId, paused: !paused });
            })
          }
        >
          {paused ? 'Go on' : 'Pause'}
        </Button>
        {mayChange && managedBy === null ? (
          <Button
            tone="quiet"
            disabled={task.busy}
            aria-label={removing ? `Remove ${name} for good` : `Remove ${name} …`}
            onClick={() =>
              removing
                ? task.start(async () => {
                    await link.call('sources.remove', { sourceId });
                  })
                : setRemoving(true)
            }
          >
            {removing ? 'Remove; what came from it stays' : 'Remove …'}
          </Button>
        ) : null}
      </div>
      {said === null ? null : <p role="alert">{`${said.title}. ${said.next}`}</p>}
      {steps === null ? null : <SourceSteps steps={steps} busy={task.busy} />}
    </li>
  );
}
