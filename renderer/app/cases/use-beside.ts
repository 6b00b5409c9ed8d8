import type { StudyId } from '../../../shared/model/ids.ts';
import type { Worklist } from '../../worklist/index.ts';
import { useRegisterCommands } from '../commands/index.ts';
import type { Command } from '../commands/index.ts';
import { useNotices } from '../notices/index.ts';
import { NEXT_STUDY, PREVIOUS_STUDY } from './beside-keys.ts';

/** From the study on the desk to the one beside it in the list. Its draft, its drawings and how it stands are in the journal already. */
export function useBeside(worklist: Worklist, onDesk: StudyId | null, open: (studyId: StudyId) => void): void {
  const notices = useNotices();
  const command = (facts: typeof NEXT_STUDY | typeof PREVIOUS_STUDY, by: 1 | -1): Command => ({
    ...facts,
    enabled: () => onDesk !== null,
    run: () => {
      const beside = onDesk === null ? null : worklist.beside(onDesk, by);
      if (beside !== null) return open(beside);
      const [end, way] = by === 1 ? ['last', 'after'] : ['first', 'before'];
      const detail = `There is none ${way} it under the tab and the search that the list has now.`;
      notices.add({ tone: 'note', title: `The ${end} study of the list`, detail });
    },
  });
  useRegisterCommands([command(NEXT_STUDY, 1), command(PREVIOUS_STUDY, -1)]);
}
