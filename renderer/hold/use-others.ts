import { useEffect, useState } from 'react';
import type { StudyId } from '../../shared/model/ids.ts';
import type { ClaimWords } from '../../shared/model/site-claim.ts';
import { useServices } from '../app/services.tsx';

/** Who may be reading an open case beside this reader, and what became of its claim; null: nothing to say. */
export function useOthers(studyId: StudyId | null): ClaimWords | null {
  const { link } = useServices();
  const [known, setKnown] = useState<{ readonly of: StudyId; readonly said: ClaimWords | null } | null>(null);
  useEffect(() => {
    if (studyId === null) return undefined;
    let gone = false;
    const ask = (): void => {
      link.call('claim.others', { studyId }).then(
        ({ said }) => (gone ? undefined : setKnown({ of: studyId, said })),
        (error: unknown) => console.warn('who else may be reading did not come', error),
      );
    };
    ask();
    const deafen = link.on('worklist.changed', ({ studyIds }) => (studyIds.includes(studyId) ? ask() : undefined));
    return () => {
      gone = true;
      deafen();
    };
  }, [link, studyId]);
  return known?.of === studyId ? known.said : null;
}
