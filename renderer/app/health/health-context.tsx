import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { Health } from './health.ts';
import styles from './health.module.css';

export const HealthContext = createContext<Health | null>(null);

export function useHealth(): Health {
  const health = useContext(HealthContext);
  if (!health) throw new Error('HealthContext is missing above this part');
  return health;
}

/** On a study that is to be compared with its source. */
export function CheckAgainMark({
  studyId,
  className,
}: {
  readonly studyId: StudyId;
  readonly className: string | undefined;
}) {
  const health = useContext(HealthContext);
  return health === null ? null : <Mark health={health} studyId={studyId} className={className} />;
}

function Mark({
  health,
  studyId,
  className,
}: {
  readonly health: Health;
  readonly studyId: StudyId;
  readonly className: string | undefined;
}) {
  const marked = useStore(health.view, (view) => view.checkAgain.has(studyId));
  if (!marked) return null;
  return (
    <span className={className} title="Images may be missing. Compare this study with its source.">
      <span aria-hidden="true">▲ </span>
      <span className={styles['markWords']}>check again </span>
    </span>
  );
}
