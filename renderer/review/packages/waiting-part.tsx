import { useState } from 'react';
import type { ReviewNode } from '../../../shared/model/review/node.ts';
import type { WaitingPackage } from '../../../shared/model/review/package.ts';
import { errorWords } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { useTask } from '../../app/use-task.ts';
import { Button, classNames, FailureLine, FormActions } from '../../ui/index.ts';
import { finished, PACKAGE_DAYS, takenWords, WHAT } from './package-job.ts';
import styles from './packages.module.css';

/** What may go out now, and the way in. */
export function WaitingPart({
  waiting,
  nodes,
  nameOf,
}: {
  readonly waiting: readonly WaitingPackage[];
  readonly nodes: readonly ReviewNode[];
  readonly nameOf: (waiting: WaitingPackage) => string;
}) {
  const { link } = useServices();
  const task = useTask();
  const [said, setSaid] = useState('');
  const send = async ({ peerId, kind, programmeId }: WaitingPackage): Promise<void> => {
    const { token } = await link.call('app.choosePackageFolder', {});
    if (token === null) return;
    setSaid('Making the package …');
    await finished(link, () =>
      link.call('review.send', { token, peer: peerId, kind, programmeId, days: PACKAGE_DAYS }),
    );
    setSaid('The package is in the folder. Hand it over; only they can open it.');
  };
  const post = async (
    { peerId, kind, programmeId }: WaitingPackage,
    { nodeId, settings }: ReviewNode,
  ): Promise<void> => {
    setSaid(`Sending the package by ${settings.name} …`);
    await finished(link, () =>
      link.call('review.sendVia', { nodeId, peer: peerId, kind, programmeId, days: PACKAGE_DAYS }),
    );
    setSaid(`The package is at ${settings.name}. Only they can open it.`);
  };
  const take = async (): Promise<void> => {
    setSaid('Taking the package …');
    const jobId = await finished(link, () => link.call('review.take', {}));
    if (jobId === null) return setSaid('');
    const { taken } = await link.call('review.taken', { jobId });
    setSaid(taken === null ? '' : takenWords(taken));
  };
  return (
    <section aria-label="Waiting to be sent" className={styles['part']}>
      <h2>Waiting to be sent</h2>
      {waiting.length === 0 ? <p className={styles['quiet']}>Nothing waits.</p> : null}
      <ul className={classNames(styles['rows'], styles['acts'])}>
        {waiting.map((one) => (
          <li key={`${one.peerId} ${one.kind} ${one.programmeId}`}>
            <strong>{nameOf(one)}</strong>
            <span className={styles['quiet']}>{one.cases.map(({ name }) => name).join(', ')}</span>
            <span>{`${one.cases.length} ${WHAT[one.kind][one.cases.length === 1 ? 0 : 1]}`}</span>
            <FormActions>
              <Button
                disabled={task.busy}
                aria-label={`Package for ${nameOf(one)}`}
                onClick={() => task.start(() => send(one))}
              >
                Choose a folder …
              </Button>
              {nodes.map((node) => (
                <Button
                  key={node.nodeId}
                  disabled={task.busy}
                  aria-label={`Send to ${nameOf(one)} by ${node.settings.name}`}
                  onClick={() => task.start(() => post(one, node))}
                >
                  {`Send by ${node.settings.name}`}
                </Button>
              ))}
            </FormActions>
          </li>
        ))}
      </ul>
      <p role="status">{task.failure === null ? said : ''}</p>
      <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
      <FormActions>
        <Button tone="primary" disabled={task.busy} onClick={() => task.start(take)}>
          Take a package …
        </Button>
      </FormActions>
    </section>
  );
}
