import { useEffect, useState } from 'react';
import type { Response } from '../../../shared/contract/index.ts';
import type { ReviewPeer, WaitingPackage } from '../../../shared/model/review/package.ts';
import { errorWords } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { useTask } from '../../app/use-task.ts';
import { FailureLine } from '../../ui/index.ts';
import { OwnCard } from '../packages/own-card.tsx';
import { PackageList } from '../packages/package-list.tsx';
import styles from '../packages/packages.module.css';
import { PeersPart } from '../packages/peers-part.tsx';
import { WaitingPart } from '../packages/waiting-part.tsx';

interface Known extends Response<'review.packages'> {
  readonly peers: readonly ReviewPeer[];
}

/** Second readings at other stations: one's own key, people there, what waits, and what went to and fro. */
export function PackagesArea() {
  const { link } = useServices();
  const task = useTask();
  const { start } = task;
  const [known, setKnown] = useState<Known | null>(null);
  const [load] = useState(
    () => (): void =>
      start(async () => {
        const [{ peers }, found] = await Promise.all([link.call('review.peers', {}), link.call('review.packages', {})]);
        setKnown({ peers, ...found });
      }),
  );
  useEffect(() => {
    load();
    return link.on('jobs.progress', ({ kind, state }) => {
      if ((kind === 'review-send' || kind === 'review-take') && state !== 'running' && state !== 'waiting') load();
    });
  }, [link, load]);
  return (
    <div className={styles['parts']}>
      <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
      {known === null ? (
        <p role="status">{task.failure === null ? 'Looking …' : ''}</p>
      ) : (
        <>
          <WaitingPart waiting={known.waiting} nameOf={(waiting) => nameOf(known.peers, waiting)} />
          <PeersPart peers={known.peers} onChanged={load} />
          <OwnCard />
          <PackageList packages={known.packages} />
        </>
      )}
    </div>
  );
}

function nameOf(peers: readonly ReviewPeer[], { peerId }: WaitingPackage): string {
  const peer = peers.find((one) => one.peerId === peerId);
  return peer === undefined ? '' : `${peer.name}, ${peer.site}`;
}
