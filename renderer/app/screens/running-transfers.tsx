import { useStore } from 'zustand';
import type { Transfers } from '../../worklist/index.ts';

/** What is on its way, in one line, on every screen of the open store. */
export function RunningTransfers({ transfers }: { readonly transfers: Transfers }) {
  const words = useStore(transfers.view, ({ jobs }) => {
    const running = [...jobs.values()].filter((job) => job.state === 'running' || job.state === 'waiting');
    if (running.length === 0) return '';
    const done = running.reduce((sum, job) => sum + job.doneCount, 0);
    const counted = running.every((job) => job.totalCount !== null);
    const total = running.reduce((sum, job) => sum + (job.totalCount ?? 0), 0);
    return `transfers ${done}/${counted ? total : '…'}`;
  });
  return words === '' ? null : <span>{words}</span>;
}
