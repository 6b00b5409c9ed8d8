import { lazy, Suspense, useEffect, useState } from 'react';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { DeskSession } from '../../reading/index.ts';
import { createReportLinks, ReportPanel } from '../../reporting/index.ts';
import styles from '../app-root.module.css';
import { ErrorBoundary } from '../error-boundary.tsx';
import { joinReport } from './join-report.ts';

/** The image library is large: it is loaded with the first study, not with the list. */
const ReadingDesk = lazy(async () => ({ default: (await import('../../reading/index.ts')).ReadingDesk }));

/** One study on the desk: images and report, joined. */
export function DeskScreen({ studyId, onClose }: { readonly studyId: StudyId; readonly onClose: () => void }) {
  const [links] = useState(createReportLinks);
  const [session, setSession] = useState<DeskSession | null>(null);
  useEffect(() => (session ? joinReport(session, links) : undefined), [session, links]);
  return (
    <Suspense fallback={<p className={styles['starting']}>Opening the desk …</p>}>
      <ReadingDesk
        studyId={studyId}
        onClose={onClose}
        onSession={setSession}
        reportPanel={
          <ErrorBoundary part="The report">
            <ReportPanel studyId={studyId} links={links} />
          </ErrorBoundary>
        }
      />
    </Suspense>
  );
}
