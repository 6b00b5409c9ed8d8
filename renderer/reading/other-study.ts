import { roleWords } from '../../shared/hanging/role-words.ts';
import type { StudyId } from '../../shared/model/ids.ts';
import type { DeskCase } from './stores.ts';
import { roleIn, studiesOf } from './stores.ts';
import { whenOf } from './study-when.ts';

/** " PRIOR 2019-03-12": said of a series that lies over pictures of another study, or is taken from them; '' where it is of the same one. */
export function otherStudyWords(open: DeskCase, studyId: StudyId, below: StudyId | undefined): string {
  if (below === undefined || studyId === below) return '';
  const studies = studiesOf(open).map(({ study }) => study);
  const study = studies.find((one) => one.studyId === studyId);
  return study ? ` ${roleWords(roleIn(open, studyId), whenOf(study, studies))}` : '';
}
