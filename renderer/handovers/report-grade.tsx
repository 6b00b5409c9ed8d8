import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Handover } from '../../shared/model/handover.ts';
import type { ReportId } from '../../shared/model/ids.ts';
import { useServices } from '../app/services.tsx';
import { GradeForm } from './grade-form.tsx';
import { handoverWords } from './handover-words.ts';
import styles from './handovers.module.css';

/** Below a report that took the place of another reader's preliminary one: what is said of the difference, or the form to say it. */
export function ReportGrade({ reportId }: { readonly reportId: ReportId }) {
  const { link, access } = useServices();
  const reader = useStore(access.view, (view) => view.state?.reader?.personId ?? null);
  const [handover, setHandover] = useState<Handover | null>(null);
  useEffect(() => {
    let gone = false;
    link.call('handover.list', {}).then(
      ({ handovers }) => {
        const own = handovers.find(({ final }) => final.reportId === reportId) ?? null;
        if (!gone) setHandover(own);
      },
      (error: unknown) => console.warn('handovers did not come', error),
    );
    return () => {
      gone = true;
    };
  }, [link, reportId]);
  if (handover === null) return null;
  if (handover.final.personId === reader) return <GradeForm handover={handover} onGraded={setHandover} />;
  return <p className={styles['said']}>{handoverWords(handover)}</p>;
}
