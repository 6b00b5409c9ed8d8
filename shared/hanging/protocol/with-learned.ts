import { orderWords } from '../stack-order.ts';
import type { DisplaySet } from './display-set.ts';
import type { HabitLayout, HabitWindow } from './habit.ts';
import type { Learned, Offer } from './learned.ts';
import { NAMED_WINDOWS } from './named-windows.ts';
import type { HangingProtocol, Stage } from './protocol.ts';

/** The protocol with what was learned, in this stage alone: what other stages show as well keeps its look there. */
export function withLearned(protocol: HangingProtocol, learned: Learned): HangingProtocol {
  if (learned.aspect === 'layout') return withLayout(protocol, learned.stage, learned.layout);
  const display = protocol.displaySets.find(({ id }) => id === learned.display);
  if (!display) return protocol;
  const change = learned.aspect === 'window' ? { window: namedOr(learned.window) } : { sort: learned.sort };
  const look = { ...display.look, ...change };
  const isElsewhere = protocol.stages.some(
    ({ id, screens }) =>
      id !== learned.stage && screens.some(({ boxes }) => boxes.some(({ show }) => show === display.id)),
  );
  if (!isElsewhere) {
    const displaySets = protocol.displaySets.map((one) => (one === display ? { ...one, look } : one));
    return { ...protocol, displaySets };
  }
  const id = freeId(display.id, protocol.displaySets.map((one) => one.id)); // prettier-ignore
  const stages = protocol.stages.map((stage) =>
    stage.id === learned.stage
      ? { ...stage, screens: stage.screens.map((screen) => renamed(screen, display.id, id)) }
      : stage,
  );
  return { ...protocol, displaySets: [...protocol.displaySets, { ...display, id, look }], stages };
}

function renamed(screen: Stage['screens'][number], from: string, to: string): Stage['screens'][number] {
  return { ...screen, boxes: screen.boxes.map((box) => (box.show === from ? { ...box, show: to } : box)) };
}

function freeId(id: string, taken: readonly string[]): string {
  const stem = id.slice(0, 36);
  let at = 2;
  while (taken.includes(`${stem}-${at}`)) at += 1;
  return `${stem}-${at}`;
}

function withLayout(
  protocol: HangingProtocol,
  stageId: string,
  { rows, columns, displays }: HabitLayout,
): HangingProtocol {
  const [width, height] = [1 / columns, 1 / rows];
  const boxes = displays.map((show, at) => ({
    ...{ x: (at % columns) * width, y: Math.floor(at / columns) * height },
    ...{ width, height, show },
  }));
  const stages = protocol.stages.map((stage) => (stage.id === stageId ? { ...stage, screens: [{ boxes }] } : stage));
  return { ...protocol, stages };
}

/** By the name of a window where it has one: it follows what the name means. */
function namedOr({ center, width }: HabitWindow): NonNullable<DisplaySet['look']>['window'] {
  return nameOf({ center, width }) ?? { center, width };
}

function nameOf({ center, width }: HabitWindow): keyof typeof NAMED_WINDOWS | null {
  const names = Object.keys(NAMED_WINDOWS) as (keyof typeof NAMED_WINDOWS)[];
  return names.find((name) => NAMED_WINDOWS[name].center === center && NAMED_WINDOWS[name].width === width) ?? null;
}

/** "the lung window in “Axial”". */
export function learnedWords(learned: Learned, protocol: HangingProtocol): string {
  const label = protocol.displaySets.find(({ id }) => id === learned.display)?.label ?? learned.display;
  if (learned.aspect === 'layout') return `${learned.layout.rows} × ${learned.layout.columns} viewports`;
  if (learned.aspect === 'sort') return `“${label}” sorted ${orderWords(learned.sort)}`;
  const { center, width } = learned.window;
  const name = nameOf(learned.window)?.replaceAll('-', ' ');
  return `the ${name ?? `C ${Math.round(center)} W ${Math.round(width)}`} window in “${label}”`;
}

/** "You set the lung window in “Axial” in 5 of the last 6 studies of “CT chest”." */
export function offerWords({ learned, alike, of }: Offer, protocol: HangingProtocol): string {
  const did = learned.aspect === 'window' ? 'set' : learned.aspect === 'layout' ? 'chose' : 'had';
  return `You ${did} ${learnedWords(learned, protocol)} in ${alike} of the last ${of} studies of “${protocol.name}”.`;
}
