import { standardPlane } from '../../../shared/model/desk-plane.ts';
import type { DeskPlane } from '../../../shared/model/desk-plane.ts';
import { frameInfo } from '../../../shared/model/image.ts';
import { columnDirection, rowDirection } from '../../../shared/rules/geometry.ts';
import { planVolume } from '../../../shared/volume/plan-volume.ts';
import { INITIAL_VIEW } from '../../viewer/index.ts';
import type { ViewportHandle } from '../../viewer/index.ts';
import type { DeskSession } from '../desk-session.ts';
import { middleOf, placeShown, refusalWords } from '../mpr-places.ts';
import { findSeries, isMade, isReformatCell, REFORMAT_CELLS } from '../stores.ts';
import type { Composed } from '../stores.ts';
import type { PlaneAction } from './plane-commands.ts';

interface Doing {
  readonly do: string;
}

/** What commands do to a plane that stands alone in a viewport; false: the command is none of its. */
export function runOnPlane(desk: DeskSession, action: Doing | PlaneAction): boolean {
  if (isPlaneAction(action)) {
    showPlane(desk, action.plane);
    return true;
  }
  return changePlane(desk, action as ChangeAction);
}

type ChangeAction =
  | { readonly do: 'slab'; readonly by: 1 | -1 }
  | { readonly do: 'turn-planes'; readonly degrees: number }
  | { readonly do: 'slab-mode' | 'straight-planes' | 'fault' };

function isPlaneAction(action: Doing): action is PlaneAction {
  return action.do === 'plane';
}

function changePlane(desk: DeskSession, action: ChangeAction): boolean {
  const { active } = desk.stores.layout.getState();
  if (!desk.planes.shows(active)) return false;
  switch (action.do) {
    case 'slab':
      desk.planes.changeSlab(active, action.by);
      return true;
    case 'slab-mode':
      desk.planes.changeSlabMode(active);
      return true;
    case 'turn-planes':
      desk.planes.turn(active, action.degrees);
      return true;
    case 'straight-planes':
      desk.planes.straighten(active);
      return true;
    case 'fault':
      desk.say('Marks are on the slices', 'Show the slices in this viewport to go to a gap or a duplicate.');
      return true;
    default:
      return false;
  }
}

const NEXT = ['coronal', 'sagittal', 'axial', 'slices'] as const;

function showPlane(desk: DeskSession, wanted: PlaneAction['plane']): void {
  const { layout, composition } = desk.stores;
  if (desk.mpr.on) return keepPlane(desk);
  const { active } = layout.getState();
  const cell = composition.getState().cells[active] ?? null;
  const handle = desk.active;
  if (!cell || !handle) return desk.say('No plane', 'Choose a viewport with slices first.');
  if (wanted === '3d') return toggleVolume(desk, active, cell, handle);
  const now = cell.plane ? NEXT.findIndex((one) => one === cell.plane?.name) : -1;
  const plane = wanted === 'next' ? (NEXT[now + 1] ?? 'slices') : wanted;
  if (plane === 'slices') return showSlices(desk, active, cell, handle);
  const through = placeShown(desk.engine.source, handle.truth.ref, handle.view);
  put(desk, active, cell, handle, { ...standardPlane(plane, cell.plane?.slab ?? null), through });
}

/** Back to the stored picture that lies nearest to the middle of the plane. */
function showSlices(desk: DeskSession, viewportId: string, cell: Composed, handle: ViewportHandle): void {
  if (!cell.plane && !cell.volume) return;
  const series = findSeries(desk.stores.open.getState(), cell.studyId, cell.seriesUid);
  const { ref } = handle.truth;
  const home = ref ? desk.planes.homeOf(ref, [handle.view.center ?? [0, 0]]) : null;
  if (!series) return;
  const start = home ? { objectId: home.objectId, frame: home.frame } : cell.start;
  desk.compose(viewportId, { ...cell, start, plane: null, volume: null, view: greyOf(handle) });
}

function put(desk: DeskSession, viewportId: string, cell: Composed, handle: ViewportHandle, plane: DeskPlane): void {
  const start = volumeStart(desk, cell, handle, `${plane.name} plane`);
  if (start) desk.compose(viewportId, { ...cell, ...start, plane, volume: null, view: greyOf(handle) });
}

/** The active viewport seen from outside, or its slices again. */
function toggleVolume(desk: DeskSession, viewportId: string, cell: Composed, handle: ViewportHandle): void {
  if (cell.volume && !cell.plane) return showSlices(desk, viewportId, cell, handle);
  const start = volumeStart(desk, cell, handle, '3D');
  if (!start) return;
  const series = findSeries(desk.stores.open.getState(), cell.studyId, cell.seriesUid);
  const preset = series?.modality === 'CT' ? 'bone' : 'mip';
  desk.compose(viewportId, { ...cell, ...start, plane: null, fused: null, volume: { preset }, view: greyOf(handle) });
}

/** The picture that says which stack it is made of; null, with the reason said, where that is no volume. */
function volumeStart(
  desk: DeskSession,
  cell: Composed,
  handle: ViewportHandle,
  what: string,
): Pick<Composed, 'start'> | null {
  const series = findSeries(desk.stores.open.getState(), cell.studyId, cell.seriesUid);
  if (!series) return null;
  const shown = handle.stack[handle.target] ?? null;
  const start = isMade(handle.id, cell) ? cell.start : (shown ?? cell.start);
  const { frames } = desk.stacks.of(series).holding(start);
  const plan = planVolume(frames, desk.engine.source.volumeMemory);
  if (!plan.ok) {
    desk.say(`No ${what} of this series`, refusalWords(plan.words, []));
    return null;
  }
  desk.setCine(false);
  return { start };
}

function greyOf({ view }: ViewportHandle): Composed['view'] {
  const { window, preset, invert, colourMap = 'grey' } = view;
  return { ...INITIAL_VIEW, window, preset, invert, colourMap };
}

/** Out of the three planes: the active one, as it is turned and as thick, stays in the viewport that they were made from. */
function keepPlane(desk: DeskSession): void {
  const { active } = desk.stores.layout.getState();
  const { host } = desk.mpr;
  const handle = desk.handle(active);
  const at = REFORMAT_CELLS.indexOf(active);
  const stack = host?.reformatter.stacks[at];
  const { ref, image } = handle?.truth ?? {};
  if (!host || !handle || !stack || !ref || !image) {
    return desk.say('No plane to keep', 'Choose one of the three planes first.');
  }
  const { orientation } = frameInfo(image, ref.frame);
  const { name, onward } = stack.stack;
  const through = placeShown(desk.engine.source, ref, handle.view) ?? middleOf(host.reformatter);
  const isTurned = name === 'oblique' && orientation !== null;
  const axes = isTurned ? { row: rowDirection(orientation), column: columnDirection(orientation), onward } : null;
  const plane: DeskPlane = { name: isTurned ? 'oblique' : stack.name, axes, slab: host.reformatter.slab, through };
  const { cell } = host;
  const view = greyOf(handle);
  const into = desk.mpr.leave();
  if (into === null || isReformatCell(into)) return;
  const before = desk.stores.composition.getState().cells[into] ?? cell;
  desk.compose(into, { ...before, plane, volume: null, view });
}
