import type { OpeningWork } from '../../../shared/model/access.ts';
import { ProgressBar } from '../../ui/index.ts';
import styles from './gate.module.css';

/** What opening the store spends its time on. Its room is kept, so that nothing jumps when it has something to say. */
export function OpeningView({ work }: { readonly work: OpeningWork | null }) {
  return (
    <div className={styles['opening']} role="status">
      {work === null ? null : (
        <ProgressBar
          label={work.stage === 'checking' ? 'Checking the store …' : 'Rebuilding the list'}
          done={work.doneCount}
          total={work.totalCount}
          timeLeft={work.timeLeft}
        />
      )}
    </div>
  );
}
