import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { z } from 'zod';
import { PersonId, StudyId } from '../../shared/model/ids.ts';

export type AppDialog = 'palette' | 'keys' | 'about' | 'settings';

const OnDesk = z.strictObject({ studyId: StudyId, by: PersonId.nullable() });

export interface LayoutState {
  readonly dialog: AppDialog | null;
  /** The study on the desk, and who opened it: another reader does not find it there after an unlock. */
  readonly desk: z.infer<typeof OnDesk> | null;
  readonly transfersShown: boolean;
}

export type Layout = StoreApi<LayoutState>;

/** Where the study on the desk is remembered: for this window only, by ids of our own. */
export type LayoutMemory = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const KEY = 'nightjar.desk';

/** What the window has open. With a memory, a page that is loaded anew finds its study on the desk again. */
export function createLayout(memory: LayoutMemory | null = null): Layout {
  const desk = memory ? readDesk(memory) : null;
  const layout = createStore<LayoutState>()(() => ({ dialog: null, desk, transfersShown: false }));
  layout.subscribe((now, before) => {
    if (now.desk === before.desk) return;
    if (now.desk) memory?.setItem(KEY, JSON.stringify(now.desk));
    else memory?.removeItem(KEY);
  });
  return layout;
}

function readDesk(memory: LayoutMemory): LayoutState['desk'] {
  try {
    return OnDesk.safeParse(JSON.parse(memory.getItem(KEY) ?? 'null')).data ?? null;
  } catch {
    // What is no JSON was not written by us: the list is shown.
    return null;
  }
}
