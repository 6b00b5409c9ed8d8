import { DisposerBag } from '../../shared/lib/disposable.ts';
import type { ObjectId } from '../../shared/model/ids.ts';
import { frameInfo } from '../../shared/model/image.ts';
import type { Vec3 } from '../../shared/model/image.ts';
import type { Measurement, MeasurementPlane, Point2 } from '../../shared/model/measurement.ts';
import { pixelToWorld } from '../../shared/rules/geometry.ts';
import { dot, minus } from '../../shared/rules/vector.ts';
import { step } from '../../shared/volume/grid.ts';
import { nearestPlane, planeOrigin, standardPlanes } from '../../shared/volume/plane-stack.ts';
import { planVolume } from '../../shared/volume/plan-volume.ts';
import type { Slab } from '../../shared/volume/render-plane.ts';
import { crossLayer, INITIAL_VIEW, MOST_VOLUME_BYTES, planeOf, Reformatter } from '../viewer/index.ts';
import type { FrameRef, GlassTruth, ReformatStack, ViewerEngine, ViewportHandle, ViewState } from '../viewer/index.ts';
import type { SeriesStack } from '../hanging/index.ts';
import { REFORMAT_CELLS } from './stores.ts';
import type { Composed, DeskLayout, DeskStores } from './stores.ts';

export interface MprParts {
  readonly engine: ViewerEngine;
  readonly stores: DeskStores;
  readonly handle: (viewportId: string) => ViewportHandle | null;
  /** Words to the reader: why there is no reformat. */
  readonly say: (title: string, detail: string) => void;
  /** Takes down where every viewport stands, so that it comes back there. */
  readonly remember: () => void;
  /** Drawings on planes come and go with them. */
  readonly planesChanged: () => void;
}

type Grey = Pick<ViewState, 'window' | 'preset' | 'invert'>;
type Former = Pick<DeskLayout, 'rows' | 'columns' | 'cells' | 'active' | 'full'>;

interface Open {
  readonly reformatter: Reformatter;
  readonly former: Former;
  readonly cell: Composed;
  readonly bag: DisposerBag;
  /** Where the planes meet, mm LPS. */
  cross: Vec3;
  /** One window for all planes. */
  grey: Grey;
}

/** Thicknesses of a slab, mm; 0: one thin plane. */
const THICKNESSES = [0, 3, 5, 8, 10, 15, 20, 30, 50] as const;
const MODES = ['mean', 'max', 'min'] as const;

/** Three planes of the active series beside each other, tied by the place where they meet; leaves the desk as it was. */
export class Mpr {
  readonly #parts: MprParts;
  readonly #watch = new Map<string, DisposerBag>();
  #open: Open | null = null;
  #mode: Slab['mode'] = 'mean';
  /** The viewport that gets the keys when it is on the screen: what had them is gone. */
  #focus: string | null = null;

  constructor(parts: MprParts) {
    this.#parts = parts;
  }

  get on(): boolean {
    return this.#open !== null;
  }

  /** @param stack what the active viewport shows */
  enter(cell: Composed, stack: SeriesStack, shown: FrameRef | null, view: ViewState): boolean {
    const { engine, stores } = this.#parts;
    const plan = planVolume(stack.frames, MOST_VOLUME_BYTES);
    if (!plan.ok) {
      this.#parts.say('No reformat of this series', `${plan.words[0]?.toUpperCase() ?? ''}${plan.words.slice(1)}.`);
      return false;
    }
    this.#parts.remember();
    const planes = (['axial', 'coronal', 'sagittal'] as const).map((name) => standardPlanes(plan.grid, name));
    const reformatter = new Reformatter(engine.source, plan, planes, shown);
    const { rows, columns, cells, active, full } = stores.layout.getState();
    const grey = { window: view.window, preset: view.preset, invert: view.invert };
    const start: Composed = { ...cell, start: null, view: { ...INITIAL_VIEW, ...grey } };
    const bag = new DisposerBag();
    this.#open = {
      reformatter,
      former: { rows, columns, cells, active, full },
      cell,
      bag,
      cross: this.#placeOf(shown, view) ?? middleOf(reformatter),
      grey,
    };
    bag.add(reformatter.onChange(() => this.#redraw()));
    this.#focus = REFORMAT_CELLS[0] ?? null;
    const upright = window.innerHeight > window.innerWidth;
    stores.composition.setState(({ cells: others }) => ({
      cells: { ...others, ...Object.fromEntries(REFORMAT_CELLS.map((id) => [id, start])) },
    }));
    stores.layout.setState({
      rows: upright ? 3 : 1,
      columns: upright ? 1 : 3,
      cells: REFORMAT_CELLS,
      active: REFORMAT_CELLS[0] ?? active,
      full: false,
    });
    this.#parts.planesChanged();
    return true;
  }

  /** Back to the desk as it was. @returns the viewport that was active then */
  leave(): string | null {
    const open = this.#open;
    if (!open) return null;
    this.#focus = open.former.active;
    this.#parts.stores.layout.setState(open.former);
    this.abandon();
    this.#parts.planesChanged();
    return open.former.active;
  }

  /** The case goes: nothing is brought back. */
  abandon(): void {
    const open = this.#open;
    if (!open) return;
    this.#open = null;
    for (const id of [...this.#watch.keys()]) this.detach(id);
    open.bag.dispose();
    open.reformatter.dispose();
    this.#parts.stores.composition.setState(({ cells }) => ({
      cells: Object.fromEntries(Object.entries(cells).filter(([id]) => !REFORMAT_CELLS.includes(id))),
    }));
  }

  /** A viewport of ours came onto the screen. */
  attach(viewportId: string, handle: ViewportHandle): void {
    const open = this.#open;
    const planes = this.#planesIn(viewportId);
    if (!open || !planes) return handle.setStack([], 0);
    this.detach(viewportId);
    const view = this.#parts.stores.composition.getState().cells[viewportId]?.view ?? INITIAL_VIEW;
    handle.setStack(planes.refs, nearestPlane(planes.stack, open.cross), { ...view, ...open.grey });
    const bag = new DisposerBag();
    bag.add(handle.onScroll((target) => this.#scrolled(planes, target)));
    bag.add(handle.onChange((truth) => this.#shareWindow(viewportId, handle, truth)));
    const jump = (event: MouseEvent): void => this.#jump(handle, event);
    handle.element.addEventListener('dblclick', jump);
    bag.add(() => handle.element.removeEventListener('dblclick', jump));
    this.#watch.set(viewportId, bag);
    this.#drawCross();
  }

  /** Gives the keys to a viewport that took the place of the one that had them. */
  refocus(viewportId: string, { element }: ViewportHandle): void {
    if (this.#focus !== viewportId) return;
    this.#focus = null;
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body) {
      element.closest('section')?.focus({ preventScroll: true });
    }
  }

  detach(viewportId: string): void {
    this.#watch.get(viewportId)?.dispose();
    this.#watch.delete(viewportId);
  }

  /** Whether a picture is one of the planes. */
  has(objectId: ObjectId): boolean {
    return (this.#open?.reformatter.stackOf(objectId) ?? null) !== null;
  }

  /** Whether the planes are those of this series. */
  shows(seriesUid: string): boolean {
    return this.#open?.cell.seriesUid === seriesUid;
  }

  /** Where a drawing on a plane is kept: the stored picture nearest to it, and the plane. Null for other pictures. */
  homeOf(ref: FrameRef, points: readonly Point2[]): (FrameRef & { readonly plane: MeasurementPlane }) | null {
    const open = this.#open;
    const image = this.has(ref.objectId) ? this.#parts.engine.source.image(ref.objectId) : null;
    if (!open || !image) return null;
    const plane = planeOf(image, ref.frame, open.cell.seriesUid);
    const [first] = points;
    const place = first ? pixelToWorld(frameInfo(image, ref.frame), first) : null;
    if (!plane || !place) return null;
    const { grid, frames } = open.reformatter.plan;
    const along = dot(place, grid.normal);
    const nearest = grid.slices.reduce(
      (best, slice, at) =>
        Math.abs(slice.along - along) < Math.abs((grid.slices[best]?.along ?? Infinity) - along) ? at : best,
      0,
    );
    const source = frames[nearest];
    return source ? { objectId: source.image.objectId, frame: source.frame, plane } : null;
  }

  /** Goes to the plane that a measurement was drawn on; false where it is not of this volume. */
  show({ plane, points }: Measurement): boolean {
    const open = this.#open;
    if (!open || plane?.seriesUid !== open.cell.seriesUid) return false;
    const own = { position: plane.origin, orientation: plane.orientation, pixelSpacing: plane.spacing };
    const place = points[0] ? pixelToWorld(own, points[0]) : null;
    if (!place) return false;
    open.reformatter.setSlab(plane.slab);
    this.#moveTo(place);
    return true;
  }

  /** Thicker or thinner. */
  changeSlab(by: 1 | -1): void {
    const { reformatter } = this.#open ?? {};
    if (!reformatter) return;
    const now = reformatter.slab?.thickness ?? 0;
    const thickness =
      by === 1
        ? (THICKNESSES.find((one) => one > now) ?? now)
        : (THICKNESSES.toReversed().find((one) => one < now) ?? now);
    reformatter.setSlab(thickness === 0 ? null : { mode: this.#mode, thickness });
    this.#parts.planesChanged();
  }

  changeSlabMode(): void {
    const { reformatter } = this.#open ?? {};
    if (!reformatter) return;
    this.#mode = MODES[(MODES.indexOf(this.#mode) + 1) % MODES.length] ?? 'mean';
    const { slab } = reformatter;
    if (slab) reformatter.setSlab({ mode: this.#mode, thickness: slab.thickness });
    this.#parts.planesChanged();
  }

  #planesIn(viewportId: string): ReformatStack | null {
    return this.#open?.reformatter.stacks[REFORMAT_CELLS.indexOf(viewportId)] ?? null;
  }

  get #handles(): readonly (readonly [string, ViewportHandle])[] {
    return REFORMAT_CELLS.flatMap((id) => {
      const handle = this.#parts.handle(id);
      return handle ? [[id, handle] as const] : [];
    });
  }

  #placeOf(shown: FrameRef | null, view: ViewState): Vec3 | null {
    const image = shown ? this.#parts.engine.source.image(shown.objectId) : null;
    if (!shown || !image?.pixels) return null;
    const point = view.center ?? [(image.pixels.columns - 1) / 2, (image.pixels.rows - 1) / 2];
    return pixelToWorld(frameInfo(image, shown.frame), [point[0], point[1]]);
  }

  /** The reader scrolled one stack: the place where the planes meet goes along its normal. */
  #scrolled({ stack }: ReformatStack, target: number): void {
    const open = this.#open;
    if (!open) return;
    const off = dot(minus(planeOrigin(stack, target), open.cross), stack.onward);
    open.cross = step(open.cross, stack.onward, off);
    this.#drawCross();
  }

  #jump(handle: ViewportHandle, event: MouseEvent): void {
    const box = handle.element.getBoundingClientRect();
    const point = handle.canvasToPixel([event.clientX - box.left, event.clientY - box.top]);
    const { ref, image } = handle.truth;
    const place = point && ref && image ? pixelToWorld(frameInfo(image, ref.frame), point) : null;
    if (place) this.#moveTo(place);
  }

  #moveTo(place: Vec3): void {
    const open = this.#open;
    if (!open) return;
    for (const [id, handle] of this.#handles) {
      const planes = this.#planesIn(id);
      if (planes) handle.scrollTo(nearestPlane(planes.stack, place));
    }
    open.cross = place;
    this.#drawCross();
  }

  #drawCross(): void {
    const open = this.#open;
    if (!open) return;
    const { stacks } = open.reformatter;
    for (const [id, handle] of this.#handles) {
      const own = this.#planesIn(id);
      if (!own) continue;
      handle.setLayers(stacks.filter((other) => other !== own).map((other) => crossLayer(own, other, open.cross)));
    }
  }

  #shareWindow(viewportId: string, { view }: ViewportHandle, truth: GlassTruth): void {
    const open = this.#open;
    if (!open || truth.ref === null || sameGrey(view, open.grey)) return;
    open.grey = { window: view.window, preset: view.preset, invert: view.invert };
    for (const [id, other] of this.#handles) if (id !== viewportId) other.setView(open.grey);
  }

  #redraw(): void {
    for (const [, handle] of this.#handles) handle.render();
  }
}

function sameGrey(a: Grey, b: Grey): boolean {
  return (
    a.preset === b.preset &&
    a.invert === b.invert &&
    a.window?.center === b.window?.center &&
    a.window?.width === b.window?.width
  );
}

function middleOf({ stacks }: Reformatter): Vec3 {
  const stack = stacks[0]?.stack;
  if (!stack) return [0, 0, 0];
  const origin = planeOrigin(stack, Math.floor(stack.count / 2));
  const across = step(origin, stack.row, ((stack.columns - 1) / 2) * stack.spacing[1]);
  return step(across, stack.column, ((stack.rows - 1) / 2) * stack.spacing[0]);
}
