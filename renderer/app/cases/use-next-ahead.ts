import { useEffect } from 'react';
import type { StudyId } from '../../../shared/model/ids.ts';
import { useServices } from '../services.tsx';

/** Milliseconds after a case was opened: by then its own pictures stand. */
const SETTLED_MS = 3000;

/**
 * While a case is read, the station reads the rows of the one that "next" would open.
 * @param list says which study that is; null: none is left
 */
export function useNextAhead(onDesk: StudyId | null, list: { nextUnread(after: StudyId): StudyId | null }): void {
  const { link } = useServices();
  useEffect(() => {
    if (onDesk === null) return;
    const timer = setTimeout(() => {
      const studyId = list.nextUnread(onDesk);
      // Only time is won by it: a study that cannot be read ahead says so when it is opened.
      if (studyId !== null) link.call('study.ahead', { studyId }).catch(() => undefined);
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [link, onDesk, list]);
}
