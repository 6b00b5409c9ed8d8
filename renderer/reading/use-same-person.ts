import { useEffect, useState } from 'react';
import type { StudyId } from '../../shared/model/ids.ts';
import type { SamePersonAnswer, SamePersonCandidate } from '../../shared/model/same-person.ts';
import { useNotices } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';
import { useDesk } from './desk-context.tsx';

/** Patients of other issuers who may be the one on the glass. */
export interface SamePerson {
  readonly candidates: readonly SamePersonCandidate[];
  /** Null takes back what was answered. */
  readonly answer: (candidate: SamePersonCandidate, answer: SamePersonAnswer | null) => void;
}

interface Known {
  readonly studyId: StudyId | null;
  readonly candidates: readonly SamePersonCandidate[];
}
const NOBODY: Known = { studyId: null, candidates: [] };

/** Asked when a study is opened. After an answer the case opens again: its priors are others. */
export function useSamePerson(studyId: StudyId | null): SamePerson {
  const { link } = useServices();
  const notices = useNotices();
  const desk = useDesk();
  const [known, setKnown] = useState<Known>(NOBODY);
  useEffect(() => {
    if (studyId === null) return undefined;
    let gone = false;
    link.call('study.samePerson', { studyId }).then(
      ({ candidates }) => (gone ? undefined : setKnown({ studyId, candidates })),
      (error: unknown) => (gone ? undefined : notices.fail(error, 'Same person?')),
    );
    return () => {
      gone = true;
    };
  }, [link, notices, studyId]);
  const answer: SamePerson['answer'] = ({ patientKey }, said) => {
    if (studyId === null) return;
    link.call('study.answerSamePerson', { studyId, patientKey, answer: said }).then(
      ({ candidates }) => {
        setKnown({ studyId, candidates });
        void desk.open(studyId);
      },
      (error: unknown) => notices.fail(error, 'Same person?'),
    );
  };
  return { candidates: known.studyId === studyId ? known.candidates : [], answer };
}
