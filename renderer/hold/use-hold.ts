import { useEffect, useState } from 'react';
import type { RowHold } from '../../shared/model/case-hold.ts';
import type { StudyId } from '../../shared/model/ids.ts';
import { useServices } from '../app/services.tsx';
import { holdWords } from './hold-words.ts';

/** What an open case waits for, in words; empty: it is not on hold, or the station did not say. */
export function useHold(studyId: StudyId | null): string {
  const { link } = useServices();
  const [known, setKnown] = useState<{ readonly of: StudyId; readonly hold: RowHold | null } | null>(null);
  useEffect(() => {
    if (studyId === null) return undefined;
    let gone = false;
    const ask = (): void => {
      link.call('hold.ofStudy', { studyId }).then(
        ({ holds }) => (gone ? undefined : setKnown({ of: studyId, hold: holds.find(({ ended }) => !ended) ?? null })),
        // The list says it too, and it is asked about before a signature.
        () => undefined,
      );
    };
    ask();
    const deafen = link.on('worklist.changed', ({ studyIds }) => (studyIds.includes(studyId) ? ask() : undefined));
    return () => {
      gone = true;
      deafen();
    };
  }, [link, studyId]);
  if (known === null || known.of !== studyId || known.hold === null) return '';
  return `ON HOLD: ${holdWords(known.hold)}`;
}
