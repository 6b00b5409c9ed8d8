import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { z } from 'zod';

/** Steps of the colours for the light of the room, and a high-contrast set. */
export const Theme = z.enum(['dimmer', 'normal', 'brighter', 'contrast']);
export type Theme = z.infer<typeof Theme>;

export interface PreferencesState {
  readonly theme: Theme;
}

export type Preferences = StoreApi<PreferencesState>;

const KEY = 'nightjar.theme';

/** Looks of this window on this computer. Nothing about patients is ever kept this way. */
export function createPreferences(storage: Pick<Storage, 'getItem' | 'setItem'>): Preferences {
  const kept = Theme.safeParse(storage.getItem(KEY));
  const store = createStore<PreferencesState>()(() => ({ theme: kept.success ? kept.data : 'normal' }));
  store.subscribe(({ theme }) => storage.setItem(KEY, theme));
  return store;
}
