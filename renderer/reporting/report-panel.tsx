import { useMemo } from 'react';
import type { StudyId } from '../../shared/model/ids.ts';
import { AddendumWanted } from './addendum-wanted.tsx';
import { createReportLinks } from './links.ts';
import type { ReportLinks } from './links.ts';
import { PaneSplitter } from './pane-splitter.tsx';
import styles from './report-panel.module.css';
import { ReportWork } from './report-work.tsx';
import { useReportSession } from './use-report-session.ts';

/**
 * The report pane of one study. `links` joins it to the images; without them measurements cannot be inserted or shown.
 * `onNext` opens the next unread study after a signature; without it nothing offers that. `writing`: the reader comes back to it in the
 * middle of writing, and goes on there.
 */
export function ReportPanel({
  studyId,
  links,
  onNext,
  writing = false,
}: {
  readonly studyId: StudyId;
  readonly links?: ReportLinks;
  readonly onNext?: () => void;
  readonly writing?: boolean;
}) {
  const session = useReportSession(studyId);
  const own = useMemo(() => links ?? createReportLinks(), [links]);
  return (
    <section className={styles['panel']} aria-label="Report" data-scope="report">
      <AddendumWanted key={`addendum ${studyId}`} studyId={studyId} />
      <ReportWork key={studyId} session={session} links={own} onNext={onNext ?? null} writing={writing} />
      <PaneSplitter />
    </section>
  );
}
