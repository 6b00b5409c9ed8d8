import { useEffect, useRef } from 'react';
import { useNotices } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';

/** Not said again within so many milliseconds. */
const AGAIN_MS = 60 * 60_000;

/** Says once that what comes waits for room on the disk; the transfers panel goes on saying it. */
export function useRoomNotice(): void {
  const { link } = useServices();
  const notices = useNotices();
  const saidAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(
    () =>
      link.on('transfers.changed', ({ transfers }) => {
        const waits = transfers.some(({ state, error }) => state === 'waiting' && error?.code === 'source/quota');
        if (!waits || performance.now() - saidAt.current < AGAIN_MS) return;
        saidAt.current = performance.now();
        notices.add({
          tone: 'note',
          title: 'Studies from sites wait for room on the disk',
          detail:
            'What is here can be read. They go on by themselves when there is room: allow more in Settings, Sources.',
        });
      }),
    [link, notices],
  );
}
