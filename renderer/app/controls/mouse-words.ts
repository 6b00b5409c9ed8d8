import { partsOfDrag } from '../../../shared/controls/mouse-rules.ts';
import { DragAct, DragName, WheelAct } from '../../../shared/model/controls.ts';
import type { HabitTool, WheelActs } from '../../../shared/model/controls.ts';
import type { ListedCommand } from '../commands/index.ts';

export const DRAG_WORDS: Readonly<Record<DragAct, string>> = {
  window: 'Window',
  zoom: 'Zoom',
  pan: 'Pan',
  scroll: 'Scroll',
  magnify: 'Magnifier',
  cursor: '3D cursor',
  none: 'Nothing',
};

export const WHEEL_WORDS: Readonly<Record<WheelAct, string>> = {
  scroll: 'Scroll',
  fast: 'Scroll by ten',
  zoom: 'Zoom',
  window: 'Width of the window',
  pan: 'Pan up and down',
  series: 'Next or previous series',
  phase: 'Next or previous phase of this place',
  none: 'Nothing',
};

export const DRAGS = DragAct.options.map((value) => ({ value, words: DRAG_WORDS[value] }));
export const WHEELS = WheelAct.options.map((value) => ({ value, words: WHEEL_WORDS[value] }));

export const WHEEL_NAMES: readonly (readonly [keyof WheelActs, string])[] = [
  ['plain', 'Wheel'],
  ['ctrl', 'Ctrl and wheel'],
  ['shift', 'Shift and wheel'],
  ['alt', 'Alt and wheel'],
];

const BUTTON_WORDS = {
  left: 'left button',
  middle: 'middle button',
  right: 'right button',
  both: 'left and right together',
} as const;

/** "Middle button", "Ctrl and middle button". */
export function dragWords(name: DragName): string {
  const { button, key } = partsOfDrag(name);
  const words = key === null ? BUTTON_WORDS[button] : `${key} and ${BUTTON_WORDS[button]}`;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** Drags of one button, the plain one first. */
export function dragsOf(button: keyof typeof BUTTON_WORDS): readonly DragName[] {
  return DragName.options.filter((name) => partsOfDrag(name).button === button);
}

/** A tool by the name of its command. */
export function toolWords(tool: HabitTool, commands: readonly ListedCommand[] | null): string {
  if (tool === 'drawing') return 'Every tool that draws';
  return commands?.find(({ id }) => id === `tool.${tool}`)?.title ?? tool;
}
