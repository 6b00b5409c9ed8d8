import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { z } from 'zod';
import type { AppMonitor } from '../../shared/contract/app.ts';
import type { CheckedOn, StationCheck } from '../../shared/model/station-check.ts';
import { UndoSeconds } from '../../shared/model/waiting-signature.ts';
import { MonitorPitches } from './monitor-pitches.ts';

/** Steps of the colours for the light of the room, and a high-contrast set. */
export const Theme = z.enum(['dimmer', 'normal', 'brighter', 'contrast']);
export type Theme = z.infer<typeof Theme>;

/** Who draws pictures: a graphics card that proves itself and is faster, always the processor, or any card that proves itself. */
export const Painting = z.enum(['auto', 'processor', 'card']);
export type Painting = z.infer<typeof Painting>;

/** A microphone of this computer, as the page knows it. */
export const ChosenMicrophone = z.strictObject({ id: z.string().min(1).max(200), label: z.string().max(200) });
export type ChosenMicrophone = Readonly<z.infer<typeof ChosenMicrophone>>;

export interface PreferencesState {
  readonly theme: Theme;
  /** Taken up when the next study is opened. */
  readonly painting: Painting;
  /** Who really draws, and why, since a desk was opened in this window; kept nowhere. */
  readonly painted: { readonly by: 'processor' | 'card'; readonly why: string } | null;
  /** Of the report pane, pixels; null: as the window has room. */
  readonly reportWidth: number | null;
  /** That the window stands on; kept nowhere. */
  readonly monitor: AppMonitor | null;
  /**
   * The checks of this station, the newest first, and the machine that they have to be about; kept nowhere. Null: no store is open, or
   * nobody has asked yet.
   */
  readonly checked: { readonly checks: readonly StationCheck[]; readonly machine: Omit<CheckedOn, 'monitor'> } | null;
  /** What was measured on each monitor, by its key. */
  readonly monitors: MonitorPitches;
  /** A soft sound when an order became STAT. */
  readonly statSound: boolean;
  /** How long a report waits, unsigned, before it is signed: 0 to 60 seconds. */
  readonly undoSeconds: number;
  /** That dictation listens to; null: the one the system gives. */
  readonly microphone: ChosenMicrophone | null;
}

export type Preferences = StoreApi<PreferencesState>;

const KEY = 'nightjar.theme';
const PAINTING_KEY = 'nightjar.painting';
const WIDTH_KEY = 'nightjar.report-width';
const SOUND_KEY = 'nightjar.stat-sound';
const MONITORS_KEY = 'nightjar.monitors';
const UNDO_KEY = 'nightjar.undo-seconds';
const MICROPHONE_KEY = 'nightjar.microphone';
/** Where the reader chose nothing. */
const UNDO_SECONDS = 10;
const KeptUndo = z.coerce.number().pipe(UndoSeconds);
const Width = z.coerce.number().int().positive();

/** Looks of this window on this computer. Nothing about patients is ever kept this way. */
export function createPreferences(storage: Pick<Storage, 'getItem' | 'setItem'>): Preferences {
  const theme = Theme.safeParse(storage.getItem(KEY));
  const painting = Painting.safeParse(storage.getItem(PAINTING_KEY));
  const width = Width.safeParse(storage.getItem(WIDTH_KEY));
  const undo = KeptUndo.safeParse(storage.getItem(UNDO_KEY) ?? undefined);
  const store = createStore<PreferencesState>()(() => ({
    theme: theme.success ? theme.data : 'normal',
    painting: painting.success ? painting.data : 'auto',
    painted: null,
    reportWidth: width.success ? width.data : null,
    monitor: null,
    checked: null,
    monitors: kept(MonitorPitches, storage.getItem(MONITORS_KEY)) ?? {},
    statSound: storage.getItem(SOUND_KEY) !== 'off',
    undoSeconds: undo.success ? undo.data : UNDO_SECONDS,
    microphone: kept(ChosenMicrophone, storage.getItem(MICROPHONE_KEY)),
  }));
  store.subscribe(({ theme: chosenTheme, painting: chosen, reportWidth, statSound, monitors, ...more }) => {
    storage.setItem(KEY, chosenTheme);
    storage.setItem(PAINTING_KEY, chosen);
    storage.setItem(SOUND_KEY, statSound ? 'on' : 'off');
    storage.setItem(UNDO_KEY, String(more.undoSeconds));
    storage.setItem(MICROPHONE_KEY, JSON.stringify(more.microphone));
    storage.setItem(MONITORS_KEY, JSON.stringify(monitors));
    if (reportWidth !== null) storage.setItem(WIDTH_KEY, String(reportWidth));
  });
  return store;
}

/** What cannot be read is none. */
function kept<T>(schema: z.ZodType<T>, text: string | null): T | null {
  try {
    const read = schema.safeParse(JSON.parse(text ?? 'null'));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
