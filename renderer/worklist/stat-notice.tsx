import { Button } from '../ui/index.ts';
import { statWords, useStatOrders } from './stat-orders.ts';
import styles from './worklist-screen.module.css';

/** On the desk, in the strip below it: a STAT order came. Seen, and read aloud; nothing moves and nothing is opened for it. */
export function StatNotice() {
  const { arrived, set } = useStatOrders();
  const words = statWords(arrived);
  return (
    <span className={styles['statNotice']} role="status" aria-live="polite">
      {words === '' ? null : (
        <>
          <strong>
            <span aria-hidden="true">S </span>
            {words}
          </strong>
          <Button tone="quiet" onClick={() => set(() => [])}>
            Put away
          </Button>
        </>
      )}
    </span>
  );
}
