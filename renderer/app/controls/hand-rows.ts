import { knownDevice } from '../../../shared/controls/known-devices.ts';
import { isSamePlace } from '../../../shared/controls/hid-buttons.ts';
import { DragName, HabitTool } from '../../../shared/model/controls.ts';
import type { AllowedDevice, Controls, DeviceButton, DeviceKind } from '../../../shared/model/controls.ts';
import type { ListedCommand } from '../commands/index.ts';
import { isSameKind } from './devices/device-hands.ts';
import { nameOf } from './devices/device-name.ts';
import { DRAG_WORDS, dragWords, toolWords, WHEEL_NAMES, WHEEL_WORDS } from './mouse-words.ts';

/** One thing that the hand or the foot does, and what comes of it. */
export interface HandRow {
  readonly by: string;
  readonly does: string;
}

/** A button of a device by its name, where the device is known; else by its place among those that were learned. */
export function buttonName(device: DeviceKind, button: DeviceButton, at: number): string {
  const known = knownDevice(device)?.buttons.find(({ place }) => isSamePlace(place, button));
  return known?.name ?? `Button ${at + 1}`;
}

/** Everything that mouse, wheel and devices do now, in words; what does nothing is left out. */
export function handRows(
  { mouse, devices }: Controls,
  allowed: readonly AllowedDevice[],
  commands: readonly ListedCommand[],
): readonly HandRow[] {
  const titleOf = (id: string): string => commands.find((one) => one.id === id)?.title ?? id;
  const extra = [
    ['Fourth button (back)', mouse.back],
    ['Fifth button (forward)', mouse.forward],
  ] as const;
  return [
    { by: 'Left button', does: 'The tool that is chosen' },
    ...DragName.options.map((name) => ({ by: dragWords(name), does: DRAG_WORDS[mouse.drag[name]] })),
    ...WHEEL_NAMES.map(([name, by]) => ({ by, does: WHEEL_WORDS[mouse.wheel[name]] })),
    ...HabitTool.options.flatMap((tool) => habitRows(mouse.byTool[tool], toolWords(tool, commands))),
    ...extra.flatMap(([by, id]) => (id === null ? [] : [{ by, does: titleOf(id) }])),
    ...devices.flatMap((device) => {
      const found = allowed.find((one) => isSameKind(one, device));
      return found ? deviceRows(found, device.buttons, titleOf) : [];
    }),
  ].filter(({ does }) => does !== DRAG_WORDS.none);
}

function habitRows(habit: Controls['mouse']['byTool'][HabitTool], tool: string): readonly HandRow[] {
  if (habit === undefined) return [];
  const drags = DragName.options.flatMap((name): HandRow[] => {
    const act = habit.drag[name];
    return act === undefined ? [] : [{ by: `${tool}: ${dragWords(name)}`, does: ownWords(DRAG_WORDS[act]) }];
  });
  const wheels = WHEEL_NAMES.flatMap(([name, by]): HandRow[] => {
    const act = habit.wheel[name];
    return act === undefined ? [] : [{ by: `${tool}: ${by}`, does: ownWords(WHEEL_WORDS[act]) }];
  });
  return [...drags, ...wheels];
}

/** That a tool takes an act away is said, unlike what never did anything. */
function ownWords(words: string): string {
  return words === DRAG_WORDS.none ? 'Nothing, with this tool' : words;
}

function deviceRows(
  device: AllowedDevice,
  buttons: readonly DeviceButton[],
  titleOf: (id: string) => string,
): readonly HandRow[] {
  return buttons.flatMap((button, at) => {
    const by = `${nameOf(device)}: ${buttonName(device, button, at)}`;
    const { press, release } = button;
    return [
      ...(press === null ? [] : [{ by: `${by}, pressed`, does: titleOf(press) }]),
      ...(release === null ? [] : [{ by: `${by}, let go`, does: titleOf(release) }]),
    ];
  });
}
