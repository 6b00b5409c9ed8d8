import type { Seen } from '../../../shared/hanging/protocol/by-example.ts';
import { stacksIn } from '../../../shared/hanging/protocol/seen-viewport.ts';
import { dot } from '../../../shared/rules/vector.ts';
import { standardPlanes } from '../../../shared/volume/plane-stack.ts';
import type { SeriesStacks } from '../../hanging/index.ts';
import { fromDeskState } from '../desk-state.ts';
import type { Mpr } from '../mpr.ts';
import type { DeskStores } from '../stores.ts';
import type { HangingKeeper } from './hanging-keeper.ts';
import { seenWindow, STANDARD } from './seen-desk.ts';
import type { SeenDesk, SeenScreen, Standing } from './seen-desk.ts';

export interface SeenCaseDesk {
  readonly stores: Pick<DeskStores, 'open' | 'runtime' | 'layout' | 'composition'>;
  readonly stacks: SeriesStacks;
  handle(viewportId: string): Standing | null;
  readonly mpr: Pick<Mpr, 'host'>;
  readonly hanging: Pick<HangingKeeper, 'facts' | 'windows' | 'desks'>;
}

const BESIDE = 'What stands in this window is not kept: cases hang over the windows with pictures.';
/** Unit vectors nearer to each other than this are one direction. */
const SAME = 1 - 1e-6;

/** What stands on the desk and in its other windows, as an example for cases like this one; null where no case is open. */
export function seenCase(desk: SeenCaseDesk): Seen | null {
  const { stores, stacks, mpr, hanging } = desk;
  const open = stores.open.getState();
  const { facts, windows, desks } = hanging;
  if (!facts || open.status !== 'open') return null;
  const reformat = reformatOf(mpr);
  const own = { layout: stores.layout.getState(), cells: stores.composition.getState().cells };
  const screens = windows.map(({ place }): SeenScreen => {
    if (place === 'desk') {
      return seenWindow({ stores, stacks, reformat, handle: (id) => desk.handle(id) }, facts, own);
    }
    const left = desks.get(place);
    const there = left ? fromDeskState(left, open.current, open.priors) : null;
    if (!there) return { viewports: [], lost: [`The ${place} window: nothing of it is kept.`] };
    const { ids, cells, ...layout } = there;
    const elsewhere = { stores, stacks, reformat: null, handle: () => null };
    const { viewports, lost } = seenWindow(elsewhere, facts, { layout: { ...layout, cells: ids }, cells });
    return { viewports, lost: lost.map((words) => `The ${place} window: ${words}`) };
  });
  const beside = windows.some(({ place }) => place === 'desk') ? [] : [BESIDE];
  // A study also names what its requisitions, key images and segmentations are; what hangs is named by what is looked at.
  const hung = new Set(screens.flatMap(({ viewports }) => viewports.flatMap(stacksIn)).map(({ modality }) => modality));
  const kinds = facts.study.modalities.filter((one) => hung.has(one));
  const name = [...new Set([...kinds.slice(0, 2), ...facts.study.parts.slice(0, 2), 'as I like it'])];
  return {
    ...{ facts, screens: screens.map(({ viewports }) => viewports), planes: reformat !== null },
    ...{ id: `mine-${crypto.randomUUID().slice(0, 8)}`, name: name.join(' ').slice(0, 64) },
    lost: [...screens.flatMap(({ lost }) => lost), ...beside],
  };
}

function reformatOf({ host }: Pick<Mpr, 'host'>): SeenDesk['reformat'] {
  if (!host) return null;
  const { plan, stacks, slab } = host.reformatter;
  const turned = stacks.some(({ stack }, at) => {
    const straight = STANDARD[at] && standardPlanes(plan.grid, STANDARD[at]);
    return straight && (dot(straight.row, stack.row) < SAME || dot(straight.column, stack.column) < SAME);
  });
  return { slab, turned };
}
