import { useMemo } from 'react';
import type { StudyId } from '../../shared/model/ids.ts';
import { createReportLinks } from './links.ts';
import type { ReportLinks } from './links.ts';
import styles from './report-panel.module.css';
import { ReportWork } from './report-work.tsx';
import { useReportSession } from './use-report-session.ts';

/**
 * The report pane of one study. `links` joins it to the images; without them measurements cannot be inserted or shown.
 */
export function ReportPanel({ studyId, links }: { readonly studyId: StudyId; readonly links?: ReportLinks }) {
  const session = useReportSession(studyId);
  const own = useMemo(() => links ?? createReportLinks(), [links]);
  return (
    <section className={styles['panel']} aria-label="Report" data-scope="report">
      <ReportWork key={studyId} session={session} links={own} />
    </section>
  );
}
