import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { PersonId, StudyId } from '../../shared/model/ids.ts';

export type AppDialog = 'palette' | 'keys' | 'about' | 'settings';

export interface LayoutState {
  readonly dialog: AppDialog | null;
  /** The study on the desk, and who opened it: another reader does not find it there after an unlock. */
  readonly desk: { readonly studyId: StudyId; readonly by: PersonId | null } | null;
  readonly transfersShown: boolean;
}

export type Layout = StoreApi<LayoutState>;

/** What the window has open. */
export function createLayout(): Layout {
  return createStore<LayoutState>()(() => ({ dialog: null, desk: null, transfersShown: false }));
}
