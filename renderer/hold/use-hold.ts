import type { Response } from '../../shared/contract/index.ts';
import type { StudyId } from '../../shared/model/ids.ts';
import type { StationLink } from '../app/station-link.ts';
import { useOfStudy } from '../app/use-of-study.ts';
import { holdWords } from './hold-words.ts';

/** What an open case waits for, in words; empty: it is not on hold, or it is not known yet. */
export function useHold(studyId: StudyId | null): string {
  const { said } = useOfStudy(askHolds, studyId, 'Hold of this case');
  const hold = said?.holds.find(({ ended }) => !ended);
  return hold ? `ON HOLD: ${holdWords(hold)}` : '';
}

function askHolds(link: StationLink, studyId: StudyId): Promise<Response<'hold.ofStudy'>> {
  return link.call('hold.ofStudy', { studyId });
}
