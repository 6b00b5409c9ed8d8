import type { OpeningWork } from '../../../shared/model/access.ts';
import { ProgressBar } from '../../ui/index.ts';
import styles from './gate.module.css';

const LABELS = {
  checking: 'Checking the store …',
  rebuilding: 'Rebuilding the list',
  rekeying: 'Changing the keys',
  packing: 'Making the package',
} as const;

/** What opening or packing the store spends its time on. Its room is kept, so that nothing jumps when it has something to say. */
export function OpeningView({ work }: { readonly work: OpeningWork | null }) {
  return (
    <div className={styles['opening']} role="status">
      {work === null ? null : (
        <ProgressBar
          label={LABELS[work.stage]}
          done={work.doneCount}
          total={work.totalCount}
          timeLeft={work.timeLeft}
        />
      )}
    </div>
  );
}
