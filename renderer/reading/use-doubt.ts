import { useEffect, useState } from 'react';
import type { StudyId } from '../../shared/model/ids.ts';
import type { PatientDoubt } from '../../shared/model/patient-doubt.ts';
import { useNotices } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';

/** What contradicts whose study is open. */
export interface Doubt {
  /** In words; empty: nothing. */
  readonly words: string;
  /** For the site; null: there is nothing to ask. */
  readonly text: string | null;
  /** Keeps what the site answered. */
  readonly answer: (words: string) => void;
}

interface Known extends PatientDoubt {
  readonly studyId: StudyId | null;
}
const NOTHING: Known = { studyId: null, doubts: [], text: null };

/** Asked when a study is opened, and when anything of it comes. The reader decides nobody's identity: the site is asked. */
export function useDoubt(studyId: StudyId | null): Doubt {
  const { link } = useServices();
  const notices = useNotices();
  const [known, setKnown] = useState<Known>(NOTHING);
  useEffect(() => {
    if (studyId === null) return undefined;
    let gone = false;
    const ask = (): void => {
      link.call('study.doubt', { studyId }).then(
        (doubt) => (gone ? undefined : setKnown({ studyId, ...doubt })),
        // It is said before signing all the same.
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
  const { doubts, text } = known.studyId === studyId ? known : NOTHING;
  const answer = (words: string): void => {
    if (studyId === null) return;
    link.call('study.answerDoubt', { studyId, words }).then(
      (doubt) => setKnown({ studyId, ...doubt }),
      (error: unknown) => notices.fail(error, 'Answer of the site'),
    );
  };
  return { words: doubtWords(doubts), text, answer };
}

export function doubtWords(doubts: PatientDoubt['doubts']): string {
  const words = doubts.map((one) => one.words).join(' · ');
  return words === '' ? '' : `WHOSE STUDY? ${words}`;
}
