import { useState } from 'react';
import { fromWire } from '../../../shared/errors/app-error.ts';
import type { LookedAt, ReviewNode } from '../../../shared/model/review/node.ts';
import { errorWords } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { useTask } from '../../app/use-task.ts';
import { Button, classNames, FailureLine, FormActions } from '../../ui/index.ts';
import { NodeForm } from './node-form.tsx';
import { finished, takenWords } from './package-job.ts';
import styles from './packages.module.css';

/** DICOM nodes by which packages go to and fro: set up for second readings, and for nothing else. */
export function NodesPart({
  nodes,
  onChanged,
}: {
  readonly nodes: readonly ReviewNode[];
  readonly onChanged: () => void;
}) {
  const [isAdding, setAdding] = useState(false);
  return (
    <section aria-label="Nodes for second readings" className={styles['part']}>
      <h2>Nodes for second readings</h2>
      <p className={styles['quiet']}>
        A DICOM server that holds nothing but sealed packages. Studies and results never go there, and packages never go
        where those go.
      </p>
      {nodes.length === 0 ? null : (
        <ul className={classNames(styles['rows'], styles['acts'])}>
          {nodes.map((node) => (
            <NodeRow key={node.nodeId} node={node} onChanged={onChanged} />
          ))}
        </ul>
      )}
      {isAdding ? (
        <NodeForm
          onDone={() => {
            setAdding(false);
            onChanged();
          }}
        />
      ) : (
        <FormActions>
          <Button onClick={() => setAdding(true)}>Set up a node …</Button>
        </FormActions>
      )}
    </section>
  );
}

function NodeRow({ node, onChanged }: { readonly node: ReviewNode; readonly onChanged: () => void }) {
  const { link } = useServices();
  const task = useTask();
  const [said, setSaid] = useState('');
  const { nodeId, settings, held } = node;
  const look = async (): Promise<void> => {
    setSaid('Looking …');
    const jobId = await finished(link, () => link.call('review.lookAt', { nodeId }));
    const looked = jobId === null ? null : (await link.call('review.looked', { jobId })).looked;
    setSaid(looked === null ? '' : lookedWords(looked));
  };
  return (
    <li aria-label={settings.name}>
      <strong>{settings.name}</strong>
      <span className={styles['mono']}>{addressOf(node)}</span>
      <span className={styles['quiet']}>{held === 0 ? '' : `${held} not there yet`}</span>
      <FormActions>
        <Button
          disabled={task.busy}
          aria-label={`Look for packages at ${settings.name}`}
          onClick={() => task.start(look)}
        >
          Look for packages
        </Button>
        <Button
          tone="quiet"
          disabled={task.busy}
          aria-label={`Remove ${settings.name}`}
          onClick={() =>
            task.start(async () => {
              await link.call('review.removeNode', { nodeId });
              onChanged();
            })
          }
        >
          Remove
        </Button>
      </FormActions>
      <p role="status" className={styles['wide']}>
        {task.failure === null ? said : ''}
      </p>
      <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
    </li>
  );
}

function addressOf({ settings }: ReviewNode): string {
  return settings.kind === 'dicomweb' ? settings.url : `${settings.calledAe} · ${settings.host}:${settings.port}`;
}

function lookedWords({ taken, refused, incomplete }: LookedAt): string {
  const said = [
    ...taken.map((one) => takenWords(one)),
    ...refused.map((error) => `Not taken: ${errorWords(fromWire(error)).title}.`),
    ...(incomplete === 0 ? [] : [`${incomplete} not there as a whole yet.`]),
  ];
  return said.length === 0 ? 'Nothing new is there for you.' : said.join(' ');
}
