import type { StudyId } from '../../shared/model/ids.ts';
import { Button } from '../ui/index.ts';
import { statWords, useStatOrders } from './stat-orders.ts';
import { useWorklist, useWorklistView } from './worklist-context.tsx';
import styles from './worklist-screen.module.css';

/**
 * Says that a STAT order came, once, in a place that is kept for it: no row moves. It stays until it was opened or put away; of several
 * the newest is named.
 */
export function StatStrip({ onOpen }: { readonly onOpen: (studyId: StudyId) => void }) {
  const worklist = useWorklist();
  const { arrived, set: setArrived } = useStatOrders();
  const newest = arrived[0];
  const row = useWorklistView((view) =>
    newest === undefined ? undefined : [...view.rows.values()].find((one) => one.order?.orderId === newest.orderId),
  );
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
          <span className={styles['statWords']} title={statWords(arrived)}>
            <span aria-hidden="true">S </span>
            {statWords(arrived)}
          </span>
          {row === undefined ? null : (
            <Button tone="quiet" onClick={open}>
              Open
            </Button>
          )}
          <Button tone="quiet" onClick={() => setArrived(() => [])}>
            Put away
          </Button>
        </>
      )}
    </div>
  );
}
