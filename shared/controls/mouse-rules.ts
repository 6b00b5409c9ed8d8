import { HabitTool } from '../model/controls.ts';
import type { DragAct, DragName, MouseActs, MouseHabit, WheelAct, WheelActs } from '../model/controls.ts';

/** What buttons and wheel do now. */
export type MouseNow = Pick<MouseActs, 'drag' | 'wheel'>;

/** Tools that draw nothing. */
const LOOKING: ReadonlySet<string> = new Set(['window', 'scroll', 'zoom', 'pan', 'magnify']);

/** What buttons and wheel do while a tool is held: its own habit, else that of all drawing tools, else what they do with every tool. */
export function mouseWith(
  { drag, wheel, byTool }: Pick<MouseActs, 'drag' | 'wheel' | 'byTool'>,
  tool: string,
): MouseNow {
  const known = HabitTool.safeParse(tool);
  const habits = [LOOKING.has(tool) ? undefined : byTool.drawing, known.success ? byTool[known.data] : undefined];
  return {
    drag: { ...drag, ...habits[0]?.drag, ...habits[1]?.drag },
    wheel: { ...wheel, ...habits[0]?.wheel, ...habits[1]?.wheel },
  };
}

/** A press or a turn of the wheel, as the browser tells it. */
export interface HeldKeys {
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** `MouseEvent.buttons` of the presses that count. */
const BUTTONS: Readonly<Record<number, 'left' | 'middle' | 'right' | 'both'>> = {
  1: 'left',
  2: 'right',
  3: 'both',
  4: 'middle',
};

/** One key at most: two of them are nobody's. */
function heldOf({ ctrlKey, shiftKey, altKey, metaKey }: HeldKeys): keyof WheelActs | null {
  if (metaKey || [ctrlKey, shiftKey, altKey].filter(Boolean).length > 1) return null;
  return ctrlKey ? 'ctrl' : shiftKey ? 'shift' : altKey ? 'alt' : 'plain';
}

/** Which drag a press begins; null: the tool's (left alone), or none that has a name. @param buttons those that are held now */
export function dragNameOf(buttons: number, keys: HeldKeys): DragName | null {
  const button = BUTTONS[buttons];
  const held = heldOf(keys);
  if (button === undefined || held === null) return null;
  if (held !== 'plain') return `${held} ${button}`;
  return button === 'left' ? null : button;
}

/** Of several keys Ctrl counts before Shift, and Shift before Alt: a wheel always does something. */
export function wheelActOf(wheel: WheelActs, { ctrlKey, shiftKey, altKey }: HeldKeys): WheelAct {
  if (ctrlKey) return wheel.ctrl;
  if (shiftKey) return wheel.shift;
  return altKey ? wheel.alt : wheel.plain;
}

/** What a choice of acts would leave without a way, in words; null: nothing. It holds for every tool that has a habit of its own. */
export function mouseRefusal(mouse: Pick<MouseActs, 'drag' | 'wheel' | 'byTool'>): string | null {
  const stuck = HabitTool.options
    .filter((tool) => tool !== 'drawing' && tool !== 'scroll')
    .some((tool) => !scrolls(mouseWith(mouse, tool)));
  return stuck
    ? 'With every tool the wheel or a drag has to scroll picture by picture: pictures would be skipped, or not be reached at all.'
    : null;
}

function scrolls({ drag, wheel }: MouseNow): boolean {
  return Object.values(wheel).includes('scroll') || Object.values<DragAct>(drag).includes('scroll');
}

/** Sets one act of a tool's habit, or takes it out again (null); a habit of nothing is none. */
export function withHabit(
  { byTool }: Pick<MouseActs, 'byTool'>,
  tool: HabitTool,
  change:
    | { readonly drag: readonly [DragName, DragAct | null] }
    | { readonly wheel: readonly [keyof WheelActs, WheelAct | null] },
): MouseActs['byTool'] {
  const now: MouseHabit = byTool[tool] ?? { drag: {}, wheel: {} };
  const habit: MouseHabit =
    'drag' in change
      ? { ...now, drag: changed<DragName, DragAct>(now.drag, ...change.drag) }
      : { ...now, wheel: changed<keyof WheelActs, WheelAct>(now.wheel, ...change.wheel) };
  const isNone = Object.keys(habit.drag).length + Object.keys(habit.wheel).length === 0;
  const others = Object.fromEntries(Object.entries(byTool).filter(([one]) => one !== tool));
  return isNone ? others : { ...others, [tool]: habit };
}

function changed<K extends string, V>(
  acts: Readonly<Partial<Record<K, V>>>,
  name: K,
  act: V | null,
): Partial<Record<K, V>> {
  const others = Object.fromEntries(Object.entries(acts).filter(([one]) => one !== name)) as Partial<Record<K, V>>;
  return act === null ? others : { ...others, [name]: act };
}

/** The button of a drag, and the key that is held with it. */
export function partsOfDrag(name: DragName): {
  readonly button: 'left' | 'middle' | 'right' | 'both';
  readonly key: 'shift' | 'ctrl' | 'alt' | null;
} {
  return DRAG_PARTS[name];
}

const DRAG_PARTS = {
  middle: { button: 'middle', key: null },
  right: { button: 'right', key: null },
  both: { button: 'both', key: null },
  'shift left': { button: 'left', key: 'shift' },
  'ctrl left': { button: 'left', key: 'ctrl' },
  'alt left': { button: 'left', key: 'alt' },
  'shift middle': { button: 'middle', key: 'shift' },
  'ctrl middle': { button: 'middle', key: 'ctrl' },
  'alt middle': { button: 'middle', key: 'alt' },
  'shift right': { button: 'right', key: 'shift' },
  'ctrl right': { button: 'right', key: 'ctrl' },
  'alt right': { button: 'right', key: 'alt' },
  'shift both': { button: 'both', key: 'shift' },
  'ctrl both': { button: 'both', key: 'ctrl' },
  'alt both': { button: 'both', key: 'alt' },
} as const satisfies Record<DragName, ReturnType<typeof partsOfDrag>>;
