import { adaptBoxes } from './boxes.ts';
import type { HangingStack } from './case-facts.ts';
import { isExtra } from './extras.ts';
import type { DisplaySet } from './display-set.ts';
import type { HungStage, HungViewport } from './stages.ts';

type Kind = DisplaySet['kind'];

/**
 * What the desk lays out beside other pictures. A kind that comes to the desk is entered here, and the renderer's `hang-stage.ts` hangs
 * it; until then it is shown as its stack, or left out, with the reason.
 */
export const DESK_SHOWS: ReadonlySet<Kind> = new Set<Kind>([
  ...(['stack', 'cine', 'fusion', 'mpr', 'slab', 'volume'] as const),
  ...(['key-images', 'report', 'ai-result'] as const),
]);

/** What the desk can do with the pictures of this case. */
export interface DeskAble {
  readonly shows: ReadonlySet<Kind>;
  /** Why there can be no planes through a stack, in words; null where there can, or nobody looked. */
  readonly noVolume: (stack: HangingStack) => string | null;
}

/** What a stage asked for and does not show, in words. */
export interface LeftOut {
  readonly label: string;
  readonly why: string;
}

/** A stage as the desk shows it. */
export interface DeskStage {
  readonly id: string;
  readonly name: string;
  readonly viewports: readonly HungViewport[];
  readonly leftOut: readonly LeftOut[];
  /** The viewports are planes of one stack: the reformat lays them out. */
  readonly planes: boolean;
}

const NOT_HERE: Readonly<Record<Kind, string>> = {
  stack: 'its pictures',
  cine: 'cine',
  mpr: 'a plane beside other pictures is not laid out',
  slab: 'a slab beside other pictures is not laid out',
  volume: 'the desk does not show a volume beside other pictures',
  fusion: 'the desk does not show two series in one viewport',
  'key-images': 'the strip below the pictures has the key images',
  report: 'the report panel has the report',
  'ai-result': 'the desk does not show AI results in a viewport',
};
const PLANES: ReadonlySet<Kind> = new Set<Kind>(['mpr', 'slab']);
/** They are made of the volume that the slices of a stack are. */
const OF_VOLUME: ReadonlySet<Kind> = new Set<Kind>(['mpr', 'slab', 'volume']);
/** Named windows are in Hounsfield units: on anything else two of them look the same. */
const IN_HOUNSFIELD = 'CT';

/**
 * The stages as the desk can show them: nothing stands there twice, and what it cannot show gives its place to the others. A stage that
 * shows nothing of what it is for is left out while there is another.
 */
export function onDesk(stages: readonly HungStage[], able: Partial<DeskAble> = {}): readonly DeskStage[] {
  const laid = stages.map((stage) => deskStage(stage, { shows: DESK_SHOWS, noVolume: () => null, ...able }));
  const useful = laid.filter(({ viewports }) => viewports.some((one) => one.stack !== null && !isStandIn(one)));
  const kept = useful.length > 0 ? useful : laid;
  return kept.filter((stage, at) => !kept.slice(0, at).some((other) => looksLike(other, stage)));
}

function deskStage({ id, name, viewports, partial }: HungStage, able: DeskAble): DeskStage {
  if (isPlanes(viewports)) {
    const planes = viewports.map((one) => ({ ...one, kind: one.display?.kind ?? one.kind, remark: null }));
    return { id, name, viewports: planes, leftOut: [], planes: true };
  }
  const shown = viewports.map((one) => asDeskShows(one, able));
  const out = new Map(shown.flatMap((one, at) => outOf(one, at, shown, able.shows)));
  const isAdapting = partial === 'ADAPT_LAYOUT';
  const kept = shown.map((one, at) => {
    const why = out.get(at);
    return why === undefined ? one : { ...one, stack: null, over: null, remark: null, reason: `${one.label}: ${why}` };
  });
  return {
    ...{ id, name, planes: false },
    viewports: isAdapting ? spread(kept, (at) => !out.has(at)) : kept,
    leftOut: [...out].map(([at, why]) => ({ label: shown[at]?.label ?? '', why })),
  };
}

/** Planes of one volume, and nothing else. */
function isPlanes(viewports: readonly HungViewport[]): boolean {
  const [first] = viewports;
  // The reformat has one look for its three planes.
  if (viewports.some(({ look }) => planesLook(look) !== planesLook(first?.look ?? {}))) return false;
  return viewports.every(({ display, kind, stack, reason }) => {
    if (reason !== null || display === null || !PLANES.has(display.kind) || stack === null) return false;
    // Its own plane is no stand-in: the matcher shows it as the slices that it has.
    return sameStack(stack, first?.stack ?? null) && (PLANES.has(kind) || isOwnPlane(display, stack));
  });
}

function planesLook({ window, picture, invert = false, colourMap = 'grey' }: HungViewport['look']): string {
  return JSON.stringify([window, picture, invert, colourMap]);
}

function isOwnPlane(display: DisplaySet, stack: HangingStack): boolean {
  return (display.kind === 'mpr' || display.kind === 'slab') && display.plane === stack.plane;
}

function asDeskShows(one: HungViewport, { shows, noVolume }: DeskAble): HungViewport {
  const { kind, stack } = one;
  const refused = stack !== null && (OF_VOLUME.has(kind) || isFusedPlane(one)) ? noVolume(stack) : null;
  if (kind === 'fusion' && refused !== null && shows.has(kind)) return fusedSlices(one, refused);
  if (stack === null || (shows.has(kind) && refused === null)) return one;
  if (isExtra(kind)) {
    return { ...one, stack: null, reason: `${one.label}: ${NOT_HERE[kind]}` };
  }
  const remark = [one.remark, `as its slices: ${refused ?? NOT_HERE[kind]}`].filter((part) => part !== null).join('; ');
  return { ...one, kind: 'stack', over: null, remark };
}

/** A fusion in another plane than that of its slices. */
export function isFusedPlane({ kind, display, stack }: Pick<HungViewport, 'kind' | 'display' | 'stack'>): boolean {
  return kind === 'fusion' && display?.kind === 'fusion' && (display.plane ?? stack?.plane) !== stack?.plane;
}

/** What lies over it lies over its slices as well. */
function fusedSlices(one: HungViewport, refused: string): HungViewport {
  if (one.display?.kind !== 'fusion') return one;
  const { plane, ...display } = one.display;
  const remark = [one.remark, `on its slices, not on a ${plane ?? ''} plane: ${refused}`].filter(
    (part) => part !== null,
  );
  return { ...one, display, remark: remark.join('; ') };
}

/** Why a viewport gives up its place; nothing where it keeps it. */
function outOf(
  one: HungViewport,
  at: number,
  all: readonly HungViewport[],
  shows: DeskAble['shows'],
): readonly (readonly [number, string])[] {
  // What is missing stays as its protocol says it: the matcher left out what was to be left out.
  if (one.stack === null) return shows.has(one.kind) ? [] : [[at, one.reason ?? 'not here']];
  const standIn = isStandIn(one);
  const twin = all.find((other, place) => {
    if (place === at || !sameStack(other.stack, one.stack)) return false;
    if (standIn) return !isStandIn(other) || place < at;
    return place < at && !isStandIn(other) && looksOf(other) === looksOf(one);
  });
  if (!twin) return [];
  const why = one.remark === null ? '' : `${one.remark}; `;
  return [[at, `${why}its pictures stand in “${twin.label}” already`]];
}

/** Shown as something else than what was asked for. */
function isStandIn({ display, kind, stack }: HungViewport): boolean {
  return display !== null && stack !== null && display.kind !== kind && !isOwnPlane(display, stack);
}

function sameStack(a: HangingStack | null, b: HangingStack | null): boolean {
  return (
    a !== null &&
    b !== null &&
    a.studyUid === b.studyUid &&
    a.seriesUid === b.seriesUid &&
    a.stack === b.stack &&
    a.objectId === b.objectId
  );
}

/** What of a look the eye can tell apart. */
function looksOf({ kind, look, stack, display }: HungViewport): string {
  const { window, picture, turn, flip, invert = false, colourMap, sort } = look;
  const grey = stack?.modality === IN_HOUNSFIELD && stack.hounsfield !== false ? window : undefined;
  const plane = display !== null && kind === display.kind ? planeOf(display) : null;
  return JSON.stringify([kind, plane, grey, picture, turn, flip, invert, colourMap, sort]);
}

function planeOf(display: DisplaySet): readonly unknown[] | null {
  if (display.kind === 'slab') return [display.plane, display.mode, display.thickness];
  if (display.kind === 'volume') return [display.preset];
  if (display.kind === 'fusion') return [display.plane ?? null, display.over];
  return display.kind === 'mpr' ? [display.plane] : null;
}

function looksLike(a: DeskStage, b: DeskStage): boolean {
  return (
    a.planes === b.planes &&
    a.viewports.length === b.viewports.length &&
    a.viewports.every((one, at) => {
      const other = b.viewports[at];
      return other !== undefined && sameStack(one.stack, other.stack) && looksOf(one) === looksOf(other);
    })
  );
}

/** Those that stay take the room of the others, monitor by monitor. */
function spread(viewports: readonly HungViewport[], stays: (at: number) => boolean): readonly HungViewport[] {
  const monitors = [...new Set(viewports.map(({ place }) => place.monitor))];
  return monitors.flatMap((monitor) => {
    const boxes = viewports.flatMap(({ place: { monitor: own, ...rect } }, at) =>
      own === monitor ? [{ show: String(at), ...rect }] : [],
    );
    return adaptBoxes(boxes, ({ show }) => stays(Number(show))).flatMap(({ show, ...rect }) => {
      const one = viewports[Number(show)];
      return one ? [{ ...one, place: { monitor, ...rect } }] : [];
    });
  });
}
