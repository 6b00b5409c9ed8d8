import { useEffect, useMemo } from 'react';
import type { StudyId } from '../../shared/model/ids.ts';
import { useServices } from '../app/services.tsx';
import { ReportSession } from './report-session.ts';

/** The session of the study on the desk, started while the pane is there; another study is another session. */
export function useReportSession(studyId: StudyId): ReportSession {
  const { access, link } = useServices();
  const session = useMemo(() => new ReportSession(link, studyId), [link, studyId]);
  useEffect(() => session.start(), [session]);
  useEffect(() => access.beforeLeaving(() => session.flush()), [access, session]);
  return session;
}
