import type { HabitKey, HabitLayout, HabitNote, HabitWindow, KeptAnswer, KeptNote } from './habit.ts';
import type { StackOrder } from '../../model/stack-order.ts';
import { NAMED_WINDOWS } from './named-windows.ts';
import type { DisplaySet } from './display-set.ts';
import type { HangingProtocol, Stage } from './protocol.ts';

/** The rule: the same in at least so many of so many last cases of the stage, the last case among them. */
export const LEAST_ALIKE = 5;
export const RECENT_CASES = 6;

/** Windows are the same where one is at most so much wider, and their centres at most so far apart in shares of the width. */
const WIDER = 1.1;
const APART = 0.05;

/** What a reader does again and again after a stage was hung. */
export type Learned = HabitKey &
  Readonly<
    | { aspect: 'window'; window: HabitWindow }
    | { aspect: 'sort'; sort: StackOrder }
    | { aspect: 'layout'; layout: HabitLayout }
  >;

export interface Offer {
  readonly learned: Learned;
  readonly alike: number;
  readonly of: number;
}

/**
 * What is to be offered of a stage, the most frequent first. Notes of another version of the protocol count for nothing: it hangs
 * otherwise by now. What the protocol says already is not offered, nor what the reader never wants to hear of again.
 * @param notes of one reader, in any order
 */
export function offersOf(
  protocol: HangingProtocol,
  stageId: string,
  notes: readonly KeptNote[],
  answers: readonly KeptAnswer[],
): readonly Offer[] {
  const stage = protocol.stages.find(({ id }) => id === stageId);
  if (!stage) return [];
  const own = notes.filter(({ note }) => isOf(note, protocol, stageId)).toSorted((a, b) => compare(b.at, a.at));
  const shown = new Set(stage.screens.flatMap(({ boxes }) => boxes.map(({ show }) => show)));
  const found = protocol.displaySets
    .filter(({ id }) => shown.has(id))
    .flatMap((display) => [
      windowOffer(display, stageId, protocol, own, answers),
      sortOffer(display, stageId, protocol, own, answers),
    ]);
  return [...found, layoutOffer(stage, protocol, own, answers)]
    .flatMap((offer) => offer ?? [])
    .toSorted((a, b) => b.alike - a.alike);
}

function isOf(note: HabitNote, { id, scope, version }: HangingProtocol, stage: string): boolean {
  return note.protocol === id && note.scope === scope && note.version === version && note.stage === stage;
}

type Asked = readonly [HangingProtocol, readonly KeptNote[], readonly KeptAnswer[]];

function windowOffer(
  { id: display, look }: DisplaySet,
  stage: string,
  ...[protocol, notes, answers]: Asked
): Offer | null {
  const key = { protocol: protocol.id, stage, aspect: 'window', display } as const;
  const counted = countedFor(key, notes, answers, (note) => viewOf(note, display)?.window, sameWindow);
  if (!counted) return null;
  const { value: window, ...counts } = counted;
  const now = look?.window;
  const values = typeof now === 'object' ? now : now === undefined || now === 'header' ? null : NAMED_WINDOWS[now];
  return values && sameWindow(values, window) ? null : { learned: { ...key, window }, ...counts };
}

function sortOffer(
  { id: display, look }: DisplaySet,
  stage: string,
  ...[protocol, notes, answers]: Asked
): Offer | null {
  const key = { protocol: protocol.id, stage, aspect: 'sort', display } as const;
  const counted = countedFor(key, notes, answers, (note) => viewOf(note, display)?.sort, sameOrder);
  if (!counted) return null;
  const { value: sort, ...counts } = counted;
  return sameOrder(look?.sort ?? { by: 'position' }, sort) ? null : { learned: { ...key, sort }, ...counts };
}

/** Of one screen: what a layout of several does on another set of monitors nobody said. */
function layoutOffer(stage: Stage, ...[protocol, notes, answers]: Asked): Offer | null {
  if (stage.screens.length !== 1) return null;
  const key = { protocol: protocol.id, stage: stage.id, aspect: 'layout', display: '' } as const;
  const counted = countedFor(key, notes, answers, ({ layout }) => layout, sameLayout);
  if (!counted) return null;
  const { value: layout, ...counts } = counted;
  const shown = new Set(stage.screens.flatMap(({ boxes }) => boxes.map(({ show }) => show)));
  const isWhole =
    layout.displays.length === layout.rows * layout.columns && layout.displays.every((one) => shown.has(one));
  return isWhole ? { learned: { ...key, layout }, ...counts } : null;
}

/** The rule itself. @param of what was done in a case: null nothing, undefined: the case does not say */
function countedFor<T>(
  key: HabitKey,
  notes: readonly KeptNote[],
  answers: readonly KeptAnswer[],
  of: (note: HabitNote) => T | null | undefined,
  same: (a: T, b: T) => boolean,
): { readonly value: T; readonly alike: number; readonly of: number } | null {
  const own = answers.filter((one) => sameKey(one, key));
  if (own.some(({ answer }) => answer === 'never')) return null;
  const since =
    own
      .map(({ at }) => at)
      .toSorted(compare)
      .at(-1) ?? '';
  const said = notes.flatMap(({ at, note }) => {
    const value = at > since ? of(note) : undefined;
    return value === undefined ? [] : [value];
  });
  const recent = said.slice(0, RECENT_CASES);
  const last = recent[0];
  if (last === undefined || last === null) return null;
  const alike = recent.filter((value) => value !== null && same(value, last)).length;
  return alike < LEAST_ALIKE ? null : { value: last, alike, of: recent.length };
}

export function sameKey(a: HabitKey, b: HabitKey): boolean {
  return a.protocol === b.protocol && a.stage === b.stage && a.aspect === b.aspect && a.display === b.display;
}

function viewOf({ views }: HabitNote, display: string): HabitNote['views'][number] | undefined {
  return views.find((view) => view.display === display);
}

function sameWindow(a: HabitWindow, b: HabitWindow): boolean {
  const [narrow, wide] = a.width < b.width ? [a, b] : [b, a];
  return wide.width <= narrow.width * WIDER && Math.abs(a.center - b.center) <= APART * narrow.width;
}

function sameOrder(a: StackOrder, b: StackOrder): boolean {
  return a.by === b.by && (a.descending ?? false) === (b.descending ?? false);
}

function sameLayout(a: HabitLayout, b: HabitLayout): boolean {
  return JSON.stringify([a.rows, a.columns, a.displays]) === JSON.stringify([b.rows, b.columns, b.displays]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
