import { useEffect } from 'react';
import type { StudyId } from '../../shared/model/ids.ts';
import { useRegisterCommands } from '../app/commands/index.ts';
import type { Command, CommandFacts } from '../app/commands/index.ts';
import { COLUMNS } from './columns.tsx';
import { LIST_KEYS, sortKey } from './list-keys.ts';
import { useWorklist } from './worklist-context.tsx';

interface GridHand {
  readonly focusRow: (studyId: StudyId) => void;
  /** Rows that a page step moves. */
  readonly pageRows: () => number;
  readonly onOpen: (studyId: StudyId) => void;
}

/** What keys do in the list. Everything goes by the id of the focused row. */
export function useGridCommands({ focusRow, pageRows, onOpen }: GridHand): void {
  const worklist = useWorklist();
  const step = (by: number) => (): void => {
    const { order, focused } = worklist.view.getState();
    const here = focused === null ? -1 : order.shown.indexOf(focused);
    const last = order.shown.length - 1;
    // Without a focused row a step begins at the first.
    const next = here < 0 && Number.isFinite(by) ? 0 : Math.max(0, Math.min(last, here + by));
    const id = order.shown[next];
    if (id !== undefined) focusRow(id);
  };
  const command = (facts: CommandFacts, run: () => void): Command => ({ ...facts, run });
  const canOpen = (): boolean => {
    const { focused, gone } = worklist.view.getState();
    return focused !== null && !gone.has(focused);
  };
  useRegisterCommands([
    {
      ...command(LIST_KEYS.open, () => {
        const { focused } = worklist.view.getState();
        if (focused !== null) onOpen(focused);
      }),
      enabled: canOpen,
    },
    command(LIST_KEYS.preview, () => worklist.togglePreview()),
    {
      ...command(LIST_KEYS.readiness, () => {
        const { focused } = worklist.view.getState();
        if (focused !== null) worklist.readiness.ask(focused);
      }),
      enabled: canOpen,
    },
    command(LIST_KEYS.next, step(1)),
    command(LIST_KEYS.previous, step(-1)),
    command(LIST_KEYS.pageDown, () => step(pageRows())()),
    command(LIST_KEYS.pageUp, () => step(-pageRows())()),
    command(LIST_KEYS.first, step(-Infinity)),
    command(LIST_KEYS.last, step(Infinity)),
    {
      ...command(LIST_KEYS.showNew, () => worklist.showWaiting()),
      enabled: () => worklist.view.getState().order.waiting.length > 0,
    },
    ...COLUMNS.map((column) => command(sortKey(column), () => worklist.sortBy(column.id))),
  ]);
  useReturnToRow(focusRow);
}

/** Back from the desk the focus is on the study that was read; else the list has the keys but holds no row. */
function useReturnToRow(focusRow: (studyId: StudyId) => void): void {
  const worklist = useWorklist();
  useEffect(() => {
    const { focused } = worklist.view.getState();
    if (document.activeElement !== document.body) return;
    if (focused !== null) focusRow(focused);
    else document.querySelector<HTMLElement>('[data-scope="worklist"] [data-scope-focus]')?.focus();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when the list comes on the screen
  }, []);
}
