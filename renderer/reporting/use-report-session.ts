import { useEffect, useState } from 'react';
import type { StudyId } from '../../shared/model/ids.ts';
import { useServices } from '../app/services.tsx';
import { ReportSession } from './report-session.ts';

/** The session of the study on the desk; another study is another session. */
export function useReportSession(studyId: StudyId): ReportSession | null {
  const { link } = useServices();
  const [session, setSession] = useState<ReportSession | null>(null);
  useEffect(() => {
    const opened = new ReportSession(link, studyId);
    setSession(opened);
    return opened.start();
  }, [link, studyId]);
  return session;
}
