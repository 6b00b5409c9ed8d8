import { roleWords } from '../../shared/hanging/role-words.ts';
import type { StudyRole } from '../../shared/hanging/role-words.ts';
import type { StudyId } from '../../shared/model/ids.ts';
import { isSameExamination } from '../../shared/report/comparison.ts';
import type { DeskCase } from './stores.ts';
import { roleIn, studiesOf } from './stores.ts';
import { whenOf } from './study-when.ts';

/** " PRIOR 2019-03-12": said of a series that lies over pictures of another study, or is taken from them; '' where it is of the same one. */
export function otherStudyWords(open: DeskCase, studyId: StudyId, below: StudyId | undefined): string {
  if (below === undefined || studyId === below) return '';
  const studies = studiesOf(open).map(({ study }) => study);
  const study = studies.find((one) => one.studyId === studyId);
  return study ? ` ${roleWords(saidRole(open, studyId), whenOf(study, studies))}` : '';
}

/** What a study of the desk is said to be: another accession of the examination that is read hangs as a prior does, and is none. */
export function saidRole(open: DeskCase, studyId: StudyId): StudyRole {
  const role = roleIn(open, studyId);
  const study = studiesOf(open).find((one) => one.study.studyId === studyId);
  if (role === 'current' || open.status !== 'open' || study === undefined) return role;
  return isSameExamination(study.study, open.current.study) ? 'sibling' : role;
}
