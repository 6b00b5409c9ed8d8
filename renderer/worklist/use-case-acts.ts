import type { PrefetchPin } from '../../shared/model/prefetch.ts';
import type { WorklistRow } from '../../shared/model/study.ts';
import { useKeyLabels, useRegisterCommands } from '../app/commands/index.ts';
import { useRefusal } from '../app/may.ts';
import { useNotices } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';
import type { MenuItem } from '../ui/index.ts';
import { LIST_KEYS } from './list-keys.ts';
import { useWorklist } from './worklist-context.tsx';

interface Act {
  readonly pin: PrefetchPin;
  readonly on: string;
  readonly off: string;
}

const ACTS: readonly Act[] = [
  { pin: 'claimed', on: 'I read this case', off: 'I do not read this case' },
  { pin: 'on-call', on: 'Keep here: I am on call for it', off: 'No longer on call for it' },
  { pin: 'pinned', on: 'Keep here', off: 'Need not stay here' },
];
const UID = /^[0-9.]{1,64}$/;

/** Claiming and keeping the focused case, by key, palette and menu; each a second time undoes it. */
export function useCaseActs(): readonly MenuItem[] {
  const worklist = useWorklist();
  const { link } = useServices();
  const notices = useNotices();
  const refusal = useRefusal('prefetch.pin');
  const labelOf = useKeyLabels();
  const focused = (): WorklistRow | null => {
    const { focused: id, rows, gone } = worklist.view.getState();
    return id === null || gone.has(id) ? null : (rows.get(id) ?? null);
  };
  const mayKeep = (): boolean => refusal === null && UID.test(focused()?.studyUid ?? '');
  const toggle = (pin: PrefetchPin) => (): void => {
    const row = focused();
    if (row === null) return;
    link.call('prefetch.pin', { studyUid: row.studyUid, pin: row.kept?.pin === pin ? null : pin }).then(
      () => worklist.refresh(),
      (error: unknown) => notices.fail(error, 'Keep here'),
    );
  };
  useRegisterCommands(ACTS.map(({ pin }) => ({ ...LIST_KEYS[pin], enabled: mayKeep, run: toggle(pin) })));
  const may = mayKeep();
  const kept = focused()?.kept?.pin ?? null;
  return ACTS.map(({ pin, on, off }) => ({
    ...{ id: pin, label: kept === pin ? off : on, keyHint: labelOf(LIST_KEYS[pin].id) ?? '' },
    ...{ disabled: !may, run: toggle(pin) },
  }));
}
