import { lazy, Suspense, useEffect, useState } from 'react';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { CallsAhead } from '../../client/index.ts';
import type { DeskSession } from '../../reading/index.ts';
import { createReportLinks, ReportPanel } from '../../reporting/index.ts';
import styles from '../app-root.module.css';
import { useInHand } from '../cases/index.ts';
import type { CaseBook } from '../cases/index.ts';
import { useKeyDispatcher, useRegisterCommands } from '../commands/index.ts';
import type { Command } from '../commands/index.ts';
import { ErrorBoundary } from '../error-boundary.tsx';
import { PUT_ASIDE } from '../put-aside.ts';
import { CaseNotices } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { CasePane, useCaseOfStudy } from '../../review/index.ts';
import { joinReport } from './join-report.ts';

/** The image library is large: it is loaded with the first study, not with the list. */
const ReadingDesk = lazy(async () => ({ default: (await import('../../reading/index.ts')).ReadingDesk }));

/** One study on the desk: images and report, joined. */
export function DeskScreen({
  studyId,
  call,
  onClose,
  book,
  onNext,
}: {
  readonly studyId: StudyId;
  /** Knows what was asked when the study was opened. */
  readonly call: CallsAhead['call'];
  readonly onClose: () => void;
  /** Where the case waits for its reader, and from where it comes back. */
  readonly book: CaseBook;
  /** Opens the next unread study in place of this one. */
  readonly onNext: () => void;
}) {
  const [links] = useState(createReportLinks);
  const [session, setSession] = useState<DeskSession | null>(null);
  const { access } = useServices();
  useEffect(() => (session ? joinReport(session, links) : undefined), [session, links]);
  useEffect(() => (session ? access.beforeLeaving(() => session.settle()) : undefined), [access, session]);
  useEffect(() => session?.stood.on(book.stands), [session, book]);
  const came = useInHand(session, book);
  const reviewId = useCaseOfStudy(studyId);
  useKeysToImage(session);
  useRegisterCommands([putAside(() => book.putAside())]);
  return (
    <CaseNotices of={studyId}>
      <Suspense fallback={<p className={styles['starting']}>Opening the desk …</p>}>
        <ReadingDesk
          studyId={studyId}
          call={call}
          onClose={onClose}
          onSession={setSession}
          onOffer={links.offer}
          reportPanel={
            reviewId === undefined ? (
              <div aria-busy="true" />
            ) : reviewId === null ? (
              <ErrorBoundary part="The report">
                <ReportPanel studyId={studyId} links={links} onNext={onNext} writing={came?.writing === true} />
              </ErrorBoundary>
            ) : (
              <ErrorBoundary part="The second reading">
                <CasePane key={reviewId} reviewId={reviewId} desk={session} />
              </ErrorBoundary>
            )
          }
        />
      </Suspense>
    </CaseNotices>
  );
}

export function putAside(run: () => void): Command {
  return { ...PUT_ASIDE, run };
}

/** When the case is there the keys go to the images, unless the reader put them elsewhere meanwhile. */
function useKeysToImage(session: DeskSession | null): void {
  const dispatcher = useKeyDispatcher();
  useEffect(() => {
    if (!session) return;
    let frame = 0;
    const give = (): void => {
      if (session.stores.open.getState().status !== 'open') return;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        if (document.activeElement === document.body) dispatcher.focusScope('image');
      });
    };
    const stop = session.stores.open.subscribe(give);
    give();
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [session, dispatcher]);
}
