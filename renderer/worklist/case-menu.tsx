import type { StudyId } from '../../shared/model/ids.ts';
import { useKeyLabels } from '../app/commands/index.ts';
import { Menu } from '../ui/index.ts';
import { LIST_KEYS } from './list-keys.ts';
import { useCaseActs } from './use-case-acts.ts';
import { useWorklist, useWorklistView } from './worklist-context.tsx';

/** What can be done with the focused case. */
export function CaseMenu({ onOpen }: { readonly onOpen: (studyId: StudyId) => void }) {
  const worklist = useWorklist();
  const focused = useWorklistView((view) => view.focused);
  // Drawn anew when the row changes: what is kept is said by its words.
  useWorklistView((view) => (view.focused === null ? undefined : view.rows.get(view.focused)?.kept));
  const acts = useCaseActs();
  const labelOf = useKeyLabels();
  if (focused === null) return null;
  return (
    <Menu
      label="Case"
      items={[
        { id: 'open', label: 'Open the study', keyHint: labelOf(LIST_KEYS.open.id) ?? '', run: () => onOpen(focused) },
        {
          ...{
            id: 'readiness',
            label: 'What reading it offline needs',
            keyHint: labelOf(LIST_KEYS.readiness.id) ?? '',
          },
          run: () => worklist.readiness.ask(focused),
        },
        ...acts,
      ]}
    />
  );
}
