import type { StudyId } from '../../shared/model/ids.ts';
import type { PatientDoubt } from '../../shared/model/patient-doubt.ts';
import { useNotices } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';
import type { StationLink } from '../app/station-link.ts';
import { useOfStudy } from '../app/use-of-study.ts';

/** What contradicts whose study is open. */
export interface Doubt {
  /** In words; empty: nothing. */
  readonly words: string;
  /** For the site; null: there is nothing to ask. */
  readonly text: string | null;
  /** Keeps what the site answered. */
  readonly answer: (words: string) => void;
}

/** Asked when a study is opened, and when anything of it comes. The reader decides nobody's identity: the site is asked. */
export function useDoubt(studyId: StudyId | null): Doubt {
  const { link } = useServices();
  const notices = useNotices();
  const { said, set } = useOfStudy(askDoubt, studyId, 'Whose study this is');
  const answer = (words: string): void => {
    if (studyId === null) return;
    link
      .call('study.answerDoubt', { studyId, words })
      .then(set, (error: unknown) => notices.fail(error, 'Answer of the site'));
  };
  return { words: doubtWords(said?.doubts ?? []), text: said?.text ?? null, answer };
}

export function doubtWords(doubts: PatientDoubt['doubts']): string {
  const words = doubts.map((one) => one.words).join(' · ');
  return words === '' ? '' : `WHOSE STUDY? ${words}`;
}

function askDoubt(link: StationLink, studyId: StudyId): Promise<PatientDoubt> {
  return link.call('study.doubt', { studyId });
}
