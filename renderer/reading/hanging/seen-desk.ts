import type { Seen } from '../../../shared/hanging/protocol/by-example.ts';
import type { HangingCase, HangingStack, HangingStudy } from '../../../shared/hanging/protocol/case-facts.ts';
import type { Presentation } from '../../../shared/hanging/protocol/display-set.ts';
import type { SeenAs, SeenViewport } from '../../../shared/hanging/protocol/seen-viewport.ts';
import type { Slab } from '../../../shared/volume/render-plane.ts';
import type { SeriesStacks } from '../../hanging/index.ts';
import type { FrameRef, ViewportHandle, ViewState } from '../../viewer/index.ts';
import { CAST_CELL, CURVED_CELL, findSeries, isMade, REFORMAT_CELLS, studiesOf } from '../stores.ts';
import type { Composed, DeskLayout, DeskStores } from '../stores.ts';

/** What of a viewport says how it stands. */
export type Standing = Pick<ViewportHandle, 'stack' | 'target' | 'view'>;

export interface SeenDesk {
  readonly stores: Pick<DeskStores, 'open' | 'runtime'>;
  readonly stacks: SeriesStacks;
  readonly handle: (viewportId: string) => Standing | null;
  /** The three planes of a reformat, where they stand on the desk. */
  readonly reformat: { readonly slab: Slab | null; readonly turned: boolean } | null;
}

/** The viewports of one window. */
export interface SeenWindow {
  readonly layout: Pick<DeskLayout, 'rows' | 'columns' | 'cells' | 'places'>;
  readonly cells: Readonly<Record<string, Composed | null>>;
}

/** Viewports as they stand, and what of them no protocol can ask for, in words. */
export type SeenScreen = Pick<Seen, 'lost'> & { readonly viewports: Seen['screens'][number] };

/** As the viewports of a reformat stand. */
export const STANDARD = ['axial', 'coronal', 'sagittal'] as const;

/** The viewports of a window as they stand, as an example of how cases like this one are to hang. Empty where none has a picture. */
export function seenWindow(desk: SeenDesk, facts: HangingCase, { layout, cells }: SeenWindow): SeenScreen {
  const { rows, columns, places } = layout;
  const lost: string[] = [];
  const viewports = layout.cells.flatMap((id, at): SeenViewport[] => {
    const cell = cells[id];
    if (id === CURVED_CELL || id === CAST_CELL)
      lost.push(`Viewport ${at + 1}: the ${id === CAST_CELL ? '3D' : 'curved'} picture is not kept.`);
    const stack = cell && id !== CURVED_CELL && id !== CAST_CELL ? stackIn(desk, facts, id, cell) : null;
    if (!cell || !stack) return [];
    const place = places[id] ?? {
      ...{ x: (at % columns) / columns, y: Math.floor(at / columns) / rows },
      ...{ width: 1 / columns, height: 1 / rows },
    };
    const { as, said, look = {} } = shownAs(desk, facts, id, cell);
    lost.push(...said.map((words) => `Viewport ${at + 1}: ${words}.`));
    const sort = cell.order ? { sort: cell.order } : {};
    const own = { ...lookOf(desk, stack, desk.handle(id)?.view ?? cell.view), ...sort, ...look };
    return [{ place, stack, look: own, ...(as ? { as } : {}) }];
  });
  return { viewports, lost };
}

interface ShownAs {
  readonly as: SeenAs | null;
  /** What of it is not kept. */
  readonly said: readonly string[];
  readonly look?: Presentation;
}

/** A plane, a slab, a fusion, or the pictures themselves. */
function shownAs(desk: SeenDesk, facts: HangingCase, viewportId: string, cell: Composed): ShownAs {
  const { plane, volume, fused } = cell;
  const { reformat } = desk;
  const standard = reformat ? STANDARD[REFORMAT_CELLS.indexOf(viewportId)] : undefined;
  if (standard && reformat) {
    const said = [
      ...(reformat.turned ? ['the planes were turned, and are kept straight'] : []),
      ...(fused ? ['what lies over a plane is not kept'] : []),
    ];
    return { as: planeAs(standard, reformat.slab), said };
  }
  if (volume && !plane)
    return { as: { kind: 'volume', preset: volume.preset }, said: ['how the volume was turned is not kept'] };
  if (plane && fused && !plane.slab && plane.name !== 'oblique') {
    const { as, said, look } = fusedAs(desk, facts, fused);
    const turned = plane.axes ? ['the plane was turned, and is kept straight'] : [];
    if (as?.kind === 'fusion')
      return { as: { ...as, plane: plane.name }, said: [...turned, ...said], ...(look ? { look } : {}) };
  }
  if (plane) {
    if (plane.name === 'oblique')
      return { as: null, said: ['no protocol asks for an oblique plane; its slices are kept'] };
    const said = [
      ...(plane.axes ? ['the plane was turned, and is kept straight'] : []),
      ...(fused ? ['what lies over a plane is not kept'] : []),
    ];
    return { as: planeAs(plane.name, plane.slab), said };
  }
  return fused ? fusedAs(desk, facts, fused) : { as: null, said: [] };
}

function fusedAs(desk: SeenDesk, facts: HangingCase, fused: NonNullable<Composed['fused']>): ShownAs {
  const { over, map, opacity, scale } = fused;
  const lies = stackOf(desk, facts, over.studyId, over.seriesUid, { stack: over.stack, objectId: null });
  if (!lies) return { as: null, said: ['what lies over it is not kept: no rule finds it'] };
  const said = [
    ...(scale === null ? [] : ['the scale of what lies over it is not kept']),
    ...(map === 'inverted-grey' ? ['its inverted grey is kept as grey'] : []),
  ];
  return {
    as: { kind: 'fusion', over: lies, opacity },
    said,
    look: { colourMap: map === 'inverted-grey' ? 'grey' : map },
  };
}

function planeAs(plane: (typeof STANDARD)[number], slab: Slab | null): SeenAs {
  return slab ? { kind: 'slab', plane, mode: slab.mode, thickness: slab.thickness } : { kind: 'mpr', plane };
}

/** The stack, or the one picture of a projection, that stands in a viewport, as the matcher knows it. */
function stackIn(desk: SeenDesk, facts: HangingCase, viewportId: string, cell: Composed): HangingStack | null {
  const series = findSeries(desk.stores.open.getState(), cell.studyId, cell.seriesUid);
  if (!series) return null;
  // What was worked out here is no picture of the series: where it began says which stack it is made of.
  const there = isMade(viewportId, cell) ? null : desk.handle(viewportId);
  const ref: FrameRef | null = there?.stack[there.target] ?? cell.start;
  const { number } = desk.stacks.of(series).holding(ref);
  return stackOf(desk, facts, cell.studyId, cell.seriesUid, { stack: number, objectId: ref?.objectId ?? null });
}

function stackOf(
  { stores }: SeenDesk,
  facts: HangingCase,
  studyId: Composed['studyId'],
  seriesUid: string,
  wanted: { readonly stack: number; readonly objectId: string | null },
): HangingStack | null {
  const open = stores.open.getState();
  const uid = studiesOf(open).find(({ study }) => study.studyId === studyId)?.study.studyUid;
  const isCurrent = open.status === 'open' && open.current.study.studyId === studyId;
  const studies: readonly HangingStudy[] = isCurrent ? [facts.study] : facts.priors;
  const own = studies.find(({ studyUid }) => studyUid === uid)?.stacks.filter((one) => one.seriesUid === seriesUid);
  const meant = own?.find(({ objectId }) => objectId !== null && objectId === wanted.objectId);
  return meant ?? own?.find(({ objectId, stack }) => objectId === null && stack === wanted.stack) ?? null;
}

/**
 * What of the look holds for the next patient, too. Window values do on CT alone, where they are Hounsfield units. How a picture was turned
 * does not: the next one may come the right way round.
 */
function lookOf({ stores }: Pick<SeenDesk, 'stores'>, stack: HangingStack, view: ViewState): Presentation {
  const { colourMap: map = 'grey' } = view;
  const { linked, linkedViews } = stores.runtime.getState();
  const window = stack.modality === 'CT' && stack.hounsfield !== false ? windowOf(view) : null;
  return {
    picture: stack.cine ? 'first' : 'middle',
    ...(window ? { window } : {}),
    ...(view.invert !== (map === 'inverted-grey') ? { invert: true } : {}),
    zoom: view.room ? 'same-size' : view.scale === 1 ? 'pixel' : 'fit',
    ...(view.justify ? { justify: view.justify } : {}),
    ...(map === 'grey' || map === 'inverted-grey' ? {} : { colourMap: map }),
    ...(linked ? { sync: [{ group: 'together', of: ['scroll', ...linkedViews] }] } : {}),
  };
}

function windowOf({ window, preset }: ViewState): { readonly center: number; readonly width: number } | null {
  const shown = window ?? (preset?.show.kind === 'window' ? preset.show.window : null);
  return shown && shown.width > 0 ? { center: shown.center, width: shown.width } : null;
}
