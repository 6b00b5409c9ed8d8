import type { WindowPlace } from '../../../shared/model/desk-window.ts';
import type { DeskMonitor } from '../../../shared/hanging/desk-monitors.ts';
import type { DeskStage } from '../../../shared/hanging/protocol/on-desk.ts';
import { hangStage } from '../../hanging/index.ts';
import type { StageParts } from '../../hanging/index.ts';
import { stageDesk } from '../hang-desk.ts';
import type { HungDesk } from '../hang-desk.ts';

export interface OverWindows extends Omit<StageParts, 'monitor'> {
  /** From left to right, as the stage counts them. */
  readonly monitors: readonly DeskMonitor[];
}

/**
 * A stage for the desk's window. One that names several monitors has its part of each window with it; one that names a single monitor is
 * dealt to the windows by what is current and what is prior.
 * @param name said to the reader
 */
export function stageOverWindows(stage: DeskStage, name: string, parts: OverWindows): HungDesk {
  const { monitors, ...rest } = parts;
  const used = [...new Set(stage.viewports.map(({ place }) => place.monitor))];
  if (stage.planes || used.length < 2) return stageDesk(hangStage(stage, { ...rest, monitor: used[0] ?? 0 }), name);
  const desks = new Map<WindowPlace, HungDesk>();
  for (const monitor of used) {
    const place = monitors[monitor]?.place;
    if (place === undefined) continue;
    // How fine another monitor is is known to its own window.
    const pitch = place === 'desk' ? rest.pitch : null;
    desks.set(place, stageDesk(hangStage(stage, { ...rest, pitch, monitor }), name));
  }
  const [some] = desks.values();
  if (!some) return stageDesk(hangStage(stage, { ...rest, monitor: used[0] ?? 0 }), name);
  const own = desks.get('desk') ?? { ...some, ...firstPicture([...desks.values()], name) };
  desks.delete('desk');
  return { ...own, elsewhere: desks };
}

/** The window of the desk when the case hangs on the others: never black beside them. */
function firstPicture(
  desks: readonly HungDesk[],
  name: string,
): Pick<HungDesk, 'layout' | 'composition' | 'planes' | 'plays'> {
  const hung = desks.flatMap(({ composition: { cells }, layout }) => layout.cells.map((id) => cells[id] ?? null));
  const first = hung.find((cell) => cell?.role === 'current') ?? hung.find((cell) => cell !== null) ?? null;
  return {
    layout: { rows: 1, columns: 1, cells: ['v1-1'], places: {}, active: 'v1-1', full: false },
    composition: { hangingName: name, cells: { 'v1-1': first }, reasons: {} },
    ...{ planes: null, plays: [] },
  };
}
