import { useEffect, useState } from 'react';
import type { Response } from '../../../shared/contract/index.ts';
import type { ReviewNode } from '../../../shared/model/review/node.ts';
import type { ReviewPeer, WaitingPackage } from '../../../shared/model/review/package.ts';
import { errorWords } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { useTask } from '../../app/use-task.ts';
import { FailureLine } from '../../ui/index.ts';
import { NodesPart } from '../packages/nodes-part.tsx';
import { OwnCard } from '../packages/own-card.tsx';
import { PackageList } from '../packages/package-list.tsx';
import styles from '../packages/packages.module.css';
import { PeersPart } from '../packages/peers-part.tsx';
import { WaitingPart } from '../packages/waiting-part.tsx';

const PACKAGE_JOBS: ReadonlySet<string> = new Set(['review-send', 'review-take', 'review-mail', 'review-look']);

interface Known extends Response<'review.packages'> {
  readonly peers: readonly ReviewPeer[];
  readonly nodes: readonly ReviewNode[];
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
        const [{ peers }, { nodes }, found] = await Promise.all([
          link.call('review.peers', {}),
          link.call('review.nodes', {}),
          link.call('review.packages', {}),
        ]);
        setKnown({ peers, nodes, ...found });
      }),
  );
  useEffect(() => {
    load();
    return link.on('jobs.progress', ({ kind, state }) => {
      if (PACKAGE_JOBS.has(kind) && state !== 'running' && state !== 'waiting') load();
    });
  }, [link, load]);
  return (
    <div className={styles['parts']}>
      <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
      {known === null ? (
        <p role="status">{task.failure === null ? 'Looking …' : ''}</p>
      ) : (
        <>
          <WaitingPart waiting={known.waiting} nodes={known.nodes} nameOf={(waiting) => nameOf(known.peers, waiting)} />
          <NodesPart nodes={known.nodes} onChanged={load} />
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
