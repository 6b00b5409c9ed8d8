import type { StudyId } from '../../../shared/model/ids.ts';
import { useRegisterCommands } from '../commands/index.ts';
import { useOutbox } from '../outbox/index.ts';
import { useServices } from '../services.tsx';

/** From anywhere, and for the focused study of the list. @param focused the study that has the focus */
export function useReconcileCommands(focused: () => StudyId | null): void {
  const { layout } = useServices();
  const book = useOutbox();
  const isHeld = (studyId: StudyId | null): boolean =>
    studyId !== null && (book.view.getState().byStudy.get(studyId) ?? []).some(({ state }) => state === 'held');
  useRegisterCommands([
    {
      id: 'app.reconcile',
      title: 'Compare what was signed with what the sites say',
      group: 'Store',
      keys: ['Ctrl Shift C'],
      scope: 'global',
      run: () => layout.setState({ dialog: 'reconcile' }),
    },
    {
      id: 'worklist.reconcile',
      title: 'Compare the study with what its site says',
      group: 'Worklist',
      keys: ['D'],
      scope: 'worklist',
      enabled: () => isHeld(focused()),
      run: () => layout.setState({ dialog: 'reconcile', dialogStudy: focused() }),
    },
  ]);
}
