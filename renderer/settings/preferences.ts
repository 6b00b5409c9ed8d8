import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { z } from 'zod';

/** Steps of the colours for the light of the room, and a high-contrast set. */
export const Theme = z.enum(['dimmer', 'normal', 'brighter', 'contrast']);
export type Theme = z.infer<typeof Theme>;

export interface PreferencesState {
  readonly theme: Theme;
  /** Of the report pane, pixels; null: as the window has room. */
  readonly reportWidth: number | null;
}

export type Preferences = StoreApi<PreferencesState>;

const KEY = 'nightjar.theme';
const WIDTH_KEY = 'nightjar.report-width';
const Width = z.coerce.number().int().positive();

/** Looks of this window on this computer. Nothing about patients is ever kept this way. */
export function createPreferences(storage: Pick<Storage, 'getItem' | 'setItem'>): Preferences {
  const kept = Theme.safeParse(storage.getItem(KEY));
  const width = Width.safeParse(storage.getItem(WIDTH_KEY));
  const store = createStore<PreferencesState>()(() => ({
    theme: kept.success ? kept.data : 'normal',
    reportWidth: width.success ? width.data : null,
  }));
  store.subscribe(({ theme, reportWidth }) => {
    storage.setItem(KEY, theme);
    if (reportWidth !== null) storage.setItem(WIDTH_KEY, String(reportWidth));
  });
  return store;
}
