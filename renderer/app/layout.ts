import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { z } from 'zod';
import { PersonId, StudyId } from '../../shared/model/ids.ts';

export type AppDialog =
  | 'palette'
  | 'keys'
  | 'about'
  | 'settings'
  | 'people'
  | 'audit'
  | 'reviews'
  | 'forget'
  | 'rotate'
  | 'emergency'
  | 'check'
  | 'check-pictures'
  | 'check-monitor'
  | 'outbox'
  | 'past-reports'
  | 'monitors'
  | 'reconcile'
  | 'follow-ups'
  | 'figures'
  | 'hold'
  | 'handovers'
  | 'second-readings'
  | 'templates'
  | 'end-shift';

/** Each reader's study on the desk. */
const Desks = z.array(z.tuple([PersonId, StudyId]));
type DeskMap = ReadonlyMap<PersonId, StudyId>;

export interface LayoutState {
  readonly dialog: AppDialog | null;
  /** The study that the dialog begins with, where it is about one of several. */
  readonly dialogStudy: StudyId | null;
  /** By reader: whoever unlocks finds the own study there again, and never that of another. */
  readonly desks: DeskMap;
  readonly transfersShown: boolean;
}

export type Layout = StoreApi<LayoutState>;

/** Where the studies on the desk are remembered: for this window only, by ids of our own. */
export type LayoutMemory = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const KEY = 'nightjar.desks';

/** What the window has open. With a memory, a page that is loaded anew finds its study on the desk again. */
export function createLayout(memory: LayoutMemory | null = null): Layout {
  const desks = memory ? readDesks(memory) : new Map<PersonId, StudyId>();
  const layout = createStore<LayoutState>()(() => ({ dialog: null, dialogStudy: null, desks, transfersShown: false }));
  layout.subscribe((now, before) => {
    if (now.desks === before.desks) return;
    if (now.desks.size > 0) memory?.setItem(KEY, JSON.stringify([...now.desks]));
    else memory?.removeItem(KEY);
  });
  return layout;
}

/** The study that a reader has on the desk; null without a reader. */
export function studyOnDesk({ desks }: LayoutState, reader: PersonId | null): StudyId | null {
  return reader === null ? null : (desks.get(reader) ?? null);
}

/** Puts a study on the desk of a reader, or clears it. */
export function putOnDesk(layout: Layout, reader: PersonId | null, studyId: StudyId | null): void {
  if (reader === null) return;
  const desks = new Map(layout.getState().desks);
  if (studyId === null) desks.delete(reader);
  else desks.set(reader, studyId);
  layout.setState({ desks });
}

function readDesks(memory: LayoutMemory): DeskMap {
  try {
    return new Map(Desks.safeParse(JSON.parse(memory.getItem(KEY) ?? '[]')).data ?? []);
  } catch {
    // What is no JSON was not written by us: the list is shown.
    return new Map();
  }
}
