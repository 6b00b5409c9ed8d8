import { useEffect, useState } from 'react';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { PriorReportText } from '../../../shared/model/prior-report.ts';
import { useServices } from '../../app/services.tsx';

export type PriorReports =
  | { readonly phase: 'loading' }
  | { readonly phase: 'failed'; readonly failure: unknown }
  | { readonly phase: 'ready'; readonly reports: readonly PriorReportText[] };

/** Earlier reports of the patient, newest first; fetched when they are first wanted, and again by `load`. */
export function usePriorReports(
  studyId: StudyId,
  wanted: boolean,
): { readonly view: PriorReports; load(): Promise<readonly PriorReportText[]> } {
  const { link } = useServices();
  const [view, setView] = useState<PriorReports>({ phase: 'loading' });
  const load = async (): Promise<readonly PriorReportText[]> => {
    try {
      const { reports } = await link.call('report.priorTexts', { studyId });
      setView({ phase: 'ready', reports });
      return reports;
    } catch (failure) {
      setView({ phase: 'failed', failure });
      throw failure;
    }
  };
  const isMissing = wanted && view.phase === 'loading';
  useEffect(() => {
    let isShown = true;
    const put = (next: PriorReports): void => {
      if (isShown) setView(next);
    };
    if (isMissing)
      link.call('report.priorTexts', { studyId }).then(
        ({ reports }) => put({ phase: 'ready', reports }),
        (failure: unknown) => put({ phase: 'failed', failure }),
      );
    return () => {
      isShown = false;
    };
  }, [link, studyId, isMissing]);
  return { view, load };
}
