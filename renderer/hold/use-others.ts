import { useEffect, useState } from 'react';
import type { StudyId } from '../../shared/model/ids.ts';
import { useServices } from '../app/services.tsx';

/** Who may be reading an open case beside this reader, in words; empty: nobody, as far as the station knows. */
export function useOthers(studyId: StudyId | null): string {
  const { link } = useServices();
  const [known, setKnown] = useState<{ readonly of: StudyId; readonly words: string } | null>(null);
  useEffect(() => {
    if (studyId === null) return undefined;
    let gone = false;
    link.call('claim.others', { studyId }).then(
      ({ words }) => (gone ? undefined : setKnown({ of: studyId, words: words ?? '' })),
      (error: unknown) => console.warn('who else may be reading did not come', error),
    );
    return () => {
      gone = true;
    };
  }, [link, studyId]);
  return known?.of === studyId ? known.words : '';
}
