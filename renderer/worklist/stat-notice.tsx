import type { StudyId } from '../../shared/model/ids.ts';
import { Button } from '../ui/index.ts';
import { isOrderAlone } from './order-words.ts';
import { statWords, useStatOrders } from './stat-orders.ts';
import { useWorklistView } from './worklist-context.tsx';
import styles from './worklist-screen.module.css';

/** On the desk, in the strip below it: a STAT order came. Seen, and read aloud; nothing moves until the reader asks for it. */
export function StatNotice({ onOpen }: { readonly onOpen: (studyId: StudyId) => void }) {
  const { arrived, set } = useStatOrders();
  const newest = arrived[0];
  const row = useWorklistView((view) =>
    newest === undefined ? undefined : [...view.rows.values()].find((one) => one.order?.orderId === newest.orderId),
  );
  const words = statWords(arrived);
  return (
    <span className={styles['statNotice']} role="status" aria-live="polite">
      {words === '' ? null : (
        <>
          <strong>
            <span aria-hidden="true">S </span>
            {words}
          </strong>
          {row === undefined || isOrderAlone(row) ? null : (
            <Button
              tone="quiet"
              title="The case on the desk is put aside as it stands, and comes back when this one is closed."
              onClick={() => {
                set((before) => before.slice(1));
                onOpen(row.studyId);
              }}
            >
              Read it now
            </Button>
          )}
          <Button tone="quiet" onClick={() => set(() => [])}>
            Put away
          </Button>
        </>
      )}
    </span>
  );
}
