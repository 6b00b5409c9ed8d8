import { useEffect, useState } from 'react';
import type { StudyId } from '../../shared/model/ids.ts';
import type { EventPayload } from '../../shared/contract/index.ts';
import { useServices } from '../app/services.tsx';
import { Button } from '../ui/index.ts';
import { useWorklist, useWorklistView } from './worklist-context.tsx';
import styles from './worklist-screen.module.css';

type Arrived = EventPayload<'siteOrders.stat'>;

/**
 * Says that a STAT order came, once, in a place that is kept for it: no row moves. It stays until it was opened or put away; of several
 * the newest is named.
 */
export function StatStrip({ onOpen }: { readonly onOpen: (studyId: StudyId) => void }) {
  const { link } = useServices();
  const worklist = useWorklist();
  const [arrived, setArrived] = useState<readonly Arrived[]>([]);
  useEffect(
    () =>
      link.on('siteOrders.stat', (stat) =>
        setArrived((before) => [stat, ...before.filter(({ orderId }) => orderId !== stat.orderId)].slice(0, 20)),
      ),
    [link],
  );
  const newest = arrived[0];
  const row = useWorklistView((view) =>
    newest === undefined ? undefined : [...view.rows.values()].find((one) => one.order?.orderId === newest.orderId),
  );
  const more = arrived.length > 1 ? ` and ${arrived.length - 1} more` : '';
  const open = (): void => {
    if (row === undefined) return;
    setArrived((before) => before.slice(1));
    worklist.showWaiting();
    worklist.focus(row.studyId);
    onOpen(row.studyId);
  };
  return (
    <div className={styles['stat']} role="status" aria-live="polite">
      {newest === undefined ? null : (
        <>
          <span className={styles['statWords']} title={statWords(newest)}>
            <span aria-hidden="true">S </span>
            {`STAT ordered: ${statWords(newest)}${more}`}
          </span>
          {row === undefined ? null : (
            <Button tone="quiet" onClick={open}>
              Open
            </Button>
          )}
          <Button tone="quiet" onClick={() => setArrived([])}>
            Put away
          </Button>
        </>
      )}
    </div>
  );
}

function statWords({ procedure, modality, site }: Arrived): string {
  return [procedure ?? modality ?? 'imaging', site].join(', ');
}
