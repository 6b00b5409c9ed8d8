import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { VisuallyHidden } from '../../ui/index.ts';
import { useNotices } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import styles from './idle-notice.module.css';
import { IdleWatch } from './idle-watch.ts';

/** Where the station did not say: as its first policy. */
const MINUTES = 15;

/** Locks the open store when nobody is there; the last half minute is counted down where nothing is pushed about by it. */
export function IdleNotice() {
  const { access, link } = useServices();
  const notices = useNotices();
  const [watch] = useState(
    () =>
      new IdleWatch({
        now: () => performance.now(),
        limit: () => 60 * (access.view.getState().state?.session?.idleMinutes ?? MINUTES),
        lock: () => void access.lock('idle').catch((error: unknown) => notices.fail(error, 'Lock')),
      }),
  );
  useEffect(() => watch.start(window), [watch]);
  useEffect(() => link.on('windows.hand', () => watch.touch()), [watch, link]);
  const left = useStore(watch.view, (view) => view.left);
  if (left === null) return null;
  return (
    <>
      <span role="alert">
        <VisuallyHidden>
          Nobody seems to be here. Nightjar locks within half a minute. Any key or move keeps it open.
        </VisuallyHidden>
      </span>
      <strong className={styles['left']} aria-hidden="true" data-idle-left={left}>
        ▲ Nobody here? Locks in {left} s · any key or move keeps it open
      </strong>
    </>
  );
}
