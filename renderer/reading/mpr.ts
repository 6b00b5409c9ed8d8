import { DisposerBag } from '../../shared/lib/disposable.ts';
import type { ObjectId } from '../../shared/model/ids.ts';
import { frameInfo } from '../../shared/model/image.ts';
import type { Vec3 } from '../../shared/model/image.ts';
import type { Measurement, MeasurementPlane, Point2 } from '../../shared/model/measurement.ts';
import { columnDirection, pixelToWorld, rowDirection } from '../../shared/rules/geometry.ts';
import { dot, minus } from '../../shared/rules/vector.ts';
import { step } from '../../shared/volume/grid.ts';
import { nearestPlane, planeOrigin, standardPlanes } from '../../shared/volume/plane-stack.ts';
import { planVolume } from '../../shared/volume/plan-volume.ts';
import type { Slab } from '../../shared/volume/render-plane.ts';
import { crossLayer, gripLayer, gripsOf, INITIAL_VIEW, meetingOnGlass, Reformatter } from '../viewer/index.ts';
import type { FrameRef, GlassTruth, ReformatStack, ViewportHandle, ViewState } from '../viewer/index.ts';
import type { SeriesStack } from '../hanging/index.ts';
import type { MprParts } from './mpr-parts.ts';
import { homeOn, middleOf, nextMode, nextThickness, placeShown, refusalWords, sameGrey } from './mpr-places.ts';
import type { Grey } from './mpr-places.ts';
import { meetingOf, PlaneTurner } from './plane-turner.ts';
import { planesGrid } from './planes-grid.ts';
import { isReformatCell, LOOKING_TOOLS, REFORMAT_CELLS } from './stores.ts';
import type { Composed, DeskLayout } from './stores.ts';
import { TurnHand } from './turn-hand.ts';
import type { MprHost } from './volume/mpr-guest.ts';
import { MprGuests } from './volume/mpr-guests.ts';

type Former = Pick<DeskLayout, 'rows' | 'columns' | 'cells' | 'active' | 'full'>;

interface Open {
  readonly reformatter: Reformatter;
  readonly turner: PlaneTurner;
  readonly former: Former;
  readonly cell: Composed;
  readonly bag: DisposerBag;
  /** Where the planes meet, mm LPS. */
  cross: Vec3;
  /** One window for all planes. */
  grey: Grey;
}

/** Three planes of the active series beside each other, tied by the place where they meet; leaves the desk as it was. */
export class Mpr {
  readonly #parts: MprParts;
  readonly #watch = new Map<string, DisposerBag>();
  #open: Open | null = null;
  #mode: Slab['mode'] = 'mean';
  /** The viewport that gets the keys when it is on the screen: what had them is gone. */
  #focus: string | null = null;
  /** Pictures of the volume beside the planes. */
  readonly guests: MprGuests;

  constructor(parts: MprParts) {
    this.#parts = parts;
    this.guests = new MprGuests(parts.stores, parts.handle, () => this.#drawCross());
  }

  get on(): boolean {
    return this.#open !== null;
  }

  /** What a picture beside the planes goes by; null where there are none. */
  get host(): (MprHost & { readonly cell: Composed }) | null {
    const open = this.#open;
    if (!open) return null;
    const { reformatter, cell, cross, grey } = open;
    return { reformatter, cell, cross, grey, moveTo: (place) => this.#moveTo(place), redraw: () => this.#drawCross() };
  }

  /**
   * @param stack what the active viewport shows
   * @param others stacks of the same series (phases, echoes, b-values) that could be reformatted
   */
  enter(
    cell: Composed,
    stack: SeriesStack,
    shown: FrameRef | null,
    view: ViewState,
    others: readonly string[] = [],
  ): boolean {
    const { engine, stores } = this.#parts;
    const plan = planVolume(stack.frames, engine.source.volumeMemory);
    if (!plan.ok) {
      this.#parts.say('No reformat of this series', refusalWords(plan.words, others));
      return false;
    }
    this.#parts.remember();
    const planes = (['axial', 'coronal', 'sagittal'] as const).map((name) => standardPlanes(plan.grid, name));
    const reformatter = new Reformatter(engine.source, plan, planes, shown);
    const { rows, columns, cells, active, full } = stores.layout.getState();
    const grey = { window: view.window, preset: view.preset, invert: view.invert };
    const start: Composed = { ...cell, start: shown, view: { ...INITIAL_VIEW, ...grey } };
    const bag = new DisposerBag();
    this.#open = {
      reformatter,
      turner: this.#turnerOf(reformatter),
      former: { rows, columns, cells, active, full },
      cell,
      bag,
      cross: placeShown(engine.source, shown, view) ?? middleOf(reformatter),
      grey,
    };
    bag.add(reformatter.onChange(() => this.#handles.forEach(([, handle]) => handle.render())));
    bag.add(stores.runtime.subscribe(({ tool }, before) => tool !== before.tool && this.#drawCross()));
    this.#focus = REFORMAT_CELLS[0] ?? null;
    stores.composition.setState(({ cells: others }) => ({
      cells: { ...others, ...Object.fromEntries(REFORMAT_CELLS.map((id) => [id, start])) },
    }));
    stores.layout.setState({
      ...planesGrid(),
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

  /** The case goes: nothing is brought back, and no plane waits on the glass for the page to take its viewport down (F50). */
  abandon(): void {
    const open = this.#open;
    if (!open) return;
    const guest = this.#parts.handle(this.guests.now?.viewportId ?? '');
    this.guests.clear();
    guest?.setStack([], 0);
    this.#open = null;
    for (const id of [...this.#watch.keys()]) this.detach(id);
    for (const [, handle] of this.#handles) handle.setStack([], 0);
    open.bag.dispose();
    open.reformatter.dispose();
    this.#parts.stores.composition.setState(({ cells }) => ({
      cells: Object.fromEntries(Object.entries(cells).filter(([id]) => !isReformatCell(id))),
    }));
  }

  /** A viewport of ours came onto the screen. */
  attach(viewportId: string, handle: ViewportHandle): void {
    const open = this.#open;
    const planes = this.#planesIn(viewportId);
    if (open && this.guests.attach(viewportId, handle)) return;
    if (!open || !planes) return handle.setStack([], 0);
    this.detach(viewportId);
    const view = this.#parts.stores.composition.getState().cells[viewportId]?.view ?? INITIAL_VIEW;
    handle.setStack(planes.refs, nearestPlane(planes.stack, open.cross), { ...view, ...open.grey });
    const bag = new DisposerBag();
    bag.add(
      handle.onScroll((target) => {
        const now = this.#planesIn(viewportId);
        if (now) this.#scrolled(now, target);
      }),
    );
    bag.add(this.guests.watch(handle, () => this.#planesIn(viewportId)));
    const hand = new TurnHand(handle, {
      grips: () => this.#gripsIn(viewportId, handle),
      middle: () => this.#middleIn(viewportId, handle),
      take: () => this.#take(viewportId),
    });
    bag.add(() => hand.dispose());
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
    return open && image ? homeOn(open.reformatter.plan, open.cell.seriesUid, image, ref, points) : null;
  }

  /** Goes to the plane that a measurement was drawn on, turned as it was then; false where it is not of this volume. */
  show(measurement: Measurement): boolean {
    const open = this.#open;
    const { plane, points } = measurement;
    if (!open || plane?.seriesUid !== open.cell.seriesUid) return false;
    const own = { position: plane.origin, orientation: plane.orientation, pixelSpacing: plane.spacing };
    const place = points[0] ? pixelToWorld(own, points[0]) : null;
    if (!place) return false;
    open.reformatter.setSlab(plane.slab);
    void this.#turnTo(open, measurement, plane, place);
    return true;
  }

  async #turnTo(open: Open, measurement: Measurement, plane: MeasurementPlane, place: Vec3): Promise<void> {
    const { source } = this.#parts.engine;
    const isThere = (): boolean => source.placeOf(measurement) !== null;
    if (!isThere()) await open.turner.straighten();
    const axes = { row: rowDirection(plane.orientation), column: columnDirection(plane.orientation) };
    if (!isThere()) await open.turner.align(axes, place);
    if (this.#open !== open) return;
    this.#moveTo(place);
    this.#parts.planesChanged();
  }

  /** Turns the planes about the place where they meet, clockwise for whoever looks at this viewport. */
  turn(viewportId: string, degrees: number): void {
    const at = REFORMAT_CELLS.indexOf(viewportId);
    if (!this.#open || at < 0) return this.#noPlanes();
    this.#parts.engine.tools.cancel();
    this.#meet();
    void this.#open.turner.turn(at, degrees);
  }

  /** Axial, coronal and sagittal again. */
  straighten(): void {
    if (!this.#open) return this.#noPlanes();
    this.#parts.engine.tools.cancel();
    void this.#open.turner.straighten();
  }

  /** Thicker or thinner. */
  changeSlab(by: 1 | -1): void {
    const { reformatter } = this.#open ?? {};
    if (!reformatter) return;
    const now = reformatter.slab?.thickness ?? 0;
    const thickness = nextThickness(now, by);
    reformatter.setSlab(thickness === 0 ? null : { mode: this.#mode, thickness });
    this.#parts.planesChanged();
  }

  /** As thick as a hanging asks for. */
  setSlab(slab: Slab | null): void {
    if (slab) this.#mode = slab.mode;
    this.#open?.reformatter.setSlab(slab);
    this.#parts.planesChanged();
  }

  changeSlabMode(): void {
    const { reformatter } = this.#open ?? {};
    if (!reformatter) return;
    this.#mode = nextMode(this.#mode);
    const { slab } = reformatter;
    if (slab) reformatter.setSlab({ mode: this.#mode, thickness: slab.thickness });
    this.#parts.planesChanged();
  }

  #noPlanes(): void {
    this.#parts.say('No planes to turn', 'Lay out the three planes of a series first.');
  }

  #turnerOf(reformatter: Reformatter): PlaneTurner {
    return new PlaneTurner({
      reformatter,
      handles: () => REFORMAT_CELLS.map((id) => this.#parts.handle(id)),
      cross: () => this.#open?.cross ?? [0, 0, 0],
      turned: () => {
        this.#meet();
        this.#parts.planesChanged();
      },
      failed: (error) => this.#parts.failed(error, 'Planes'),
    });
  }

  /** The place is where the planes on the glass really meet. */
  #meet(): void {
    const open = this.#open;
    if (!open) return;
    const planes = this.#handles.flatMap(([id, { target }]) => {
      const own = this.#planesIn(id);
      return own ? [{ stack: own.stack, index: target }] : [];
    });
    open.cross = meetingOf(planes, open.cross);
    this.#drawCross();
  }

  #gripsIn(viewportId: string, handle: ViewportHandle): readonly Point2[] {
    const open = this.#open;
    const own = this.#planesIn(viewportId);
    const { tool } = this.#parts.stores.runtime.getState();
    if (!open || !own || !LOOKING_TOOLS.includes(tool) || handle.truth.state !== 'shown') return [];
    const { stacks } = open.reformatter;
    return gripsOf(handle, own, stacks.filter((other) => other !== own), open.cross); // prettier-ignore
  }

  #middleIn(viewportId: string, handle: ViewportHandle): Point2 | null {
    const own = this.#planesIn(viewportId);
    return this.#open && own ? meetingOnGlass(handle, own, this.#open.cross) : null;
  }

  #take(viewportId: string): (degrees: number) => void {
    const open = this.#open;
    if (!open) return () => undefined;
    this.#parts.engine.tools.cancel();
    this.#meet();
    const start = open.turner.start();
    const at = REFORMAT_CELLS.indexOf(viewportId);
    return (degrees) => {
      if (this.#open === open) void open.turner.turn(at, degrees, start);
    };
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
      const lines = stacks.filter((other) => other !== own).map((other) => crossLayer(own, other, open.cross));
      const grips = gripLayer(handle, own, () => this.#gripsIn(id, handle));
      handle.setLayers([...lines, grips, ...this.guests.layers(handle, own)]);
    }
    this.guests.crossed(open.cross);
  }

  #shareWindow(viewportId: string, { view }: ViewportHandle, truth: GlassTruth): void {
    const open = this.#open;
    if (!open || truth.ref === null || sameGrey(view, open.grey)) return;
    open.grey = { window: view.window, preset: view.preset, invert: view.invert };
    for (const [id, other] of this.#handles) if (id !== viewportId) other.setView(open.grey);
  }
}
