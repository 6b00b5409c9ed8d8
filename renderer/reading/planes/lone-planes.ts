import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { DeskPlane } from '../../../shared/model/desk-plane.ts';
import type { ObjectId } from '../../../shared/model/ids.ts';
import type { MeasurementPlane, Point2 } from '../../../shared/model/measurement.ts';
import { nearestPlane, planeOrigin } from '../../../shared/volume/plane-stack.ts';
import { planVolume, volumeBytes } from '../../../shared/volume/plan-volume.ts';
import { Reformatter } from '../../viewer/index.ts';
import type { FrameRef, ViewerEngine, ViewportHandle } from '../../viewer/index.ts';
import type { SeriesStack } from '../../hanging/index.ts';
import type { LinkedScroll } from '../linked-scroll.ts';
import { homeOn, middleOf, nextMode, nextThickness, placeShown, refusalWords } from '../mpr-places.ts';
import { PlaneTurner } from '../plane-turner.ts';
import type { Say } from '../said-tone.ts';
import type { Composed, DeskStores } from '../stores.ts';
import { LoneCasts } from '../volume/lone-casts.ts';
import type { CastsParts } from '../volume/lone-casts.ts';
import { keptPlane, linkOf, stackFor, swung } from './lone-plane.ts';

export interface LoneParts {
  readonly engine: ViewerEngine;
  readonly stores: Pick<DeskStores, 'composition'>;
  readonly link: Pick<LinkedScroll, 'set'>;
  readonly say: Say;
  readonly failed: (error: unknown, doing: string) => void;
  /** Drawings on planes come and go with them. */
  readonly planesChanged: () => void;
  readonly casts: CastsParts;
}

/** What stands in place of the slices of a viewport. */
export interface WantedMade {
  readonly cell: Composed;
  readonly stack: SeriesStack;
}

interface WantedPlane extends WantedMade {
  readonly plane: DeskPlane;
}

interface Lone extends WantedPlane {
  readonly handle: ViewportHandle;
  readonly reformatter: Reformatter;
  readonly turner: PlaneTurner;
  readonly bag: DisposerBag;
}

type WithPlane = FrameRef & { readonly plane: MeasurementPlane };

/** Planes of volumes, each alone in a viewport beside other pictures: it scrolls, is linked and drawn on as a stack is. */
export class LonePlanes {
  readonly #parts: LoneParts;
  readonly #open = new Map<string, Lone>();
  /** Volumes that are seen from outside. */
  readonly casts: LoneCasts;

  constructor(parts: LoneParts) {
    this.#parts = parts;
    this.casts = new LoneCasts(parts.casts);
  }

  /** Fills a viewport with its plane or its volume; false where it has none, or there can be none, and its slices are to be shown. */
  attach(viewportId: string, handle: ViewportHandle, { cell, stack }: WantedMade): boolean {
    const { plane, volume } = cell;
    if (plane) return this.#showPlane(viewportId, handle, { cell, plane, stack });
    return volume ? this.casts.attach(viewportId, handle, { cell, volume, stack }, this.#bytesBeside(stack)) : false;
  }

  #showPlane(viewportId: string, handle: ViewportHandle, wanted: WantedPlane): boolean {
    const { engine, say } = this.#parts;
    const { cell, plane, stack } = wanted;
    const plan = planVolume(stack.frames, engine.source.volumeMemory - this.#bytesBeside(stack));
    if (!plan.ok) {
      this.#keep(viewportId, () => null);
      say(`No ${plane.name} plane of this series`, `${refusalWords(plan.words, [])} Its slices are shown.`, 'warning');
      return false;
    }
    const planes = stackFor(plan.grid, plane);
    const reformatter = new Reformatter(engine.source, plan, [planes], cell.start);
    if (plane.slab) reformatter.setSlab(plane.slab);
    const bag = new DisposerBag();
    const lone: Lone = { ...wanted, handle, reformatter, bag, turner: this.#turnerOf(viewportId, handle, reformatter) };
    this.#open.set(viewportId, lone);
    const through = plane.through ?? placeShown(engine.source, cell.start, cell.view) ?? middleOf(reformatter);
    handle.setStack(refsOf(reformatter), nearestPlane(planes, through), cell.view);
    bag.add(reformatter.onChange(() => handle.render()));
    bag.add(handle.onScroll((target) => this.#scrolled(viewportId, target)));
    this.#tie(viewportId, lone);
    this.#parts.planesChanged();
    return true;
  }

  detach(viewportId: string): void {
    this.casts.detach(viewportId);
    const lone = this.#open.get(viewportId);
    if (!lone) return;
    this.#open.delete(viewportId);
    // Nothing of it waits on the glass for the page to take its viewport down (F50).
    lone.handle.setStack([], 0);
    lone.bag.dispose();
    lone.reformatter.dispose();
    this.#parts.planesChanged();
  }

  /** The case is closed. */
  clear(): void {
    this.casts.clear();
    for (const viewportId of [...this.#open.keys()]) this.detach(viewportId);
  }

  /** Whether a viewport shows a plane. */
  shows(viewportId: string): boolean {
    return this.#open.has(viewportId);
  }

  /** Whether a picture is one of the planes, or of a volume from outside. */
  has(objectId: ObjectId): boolean {
    return this.#holding(objectId) !== null || this.casts.has(objectId);
  }

  /** Where a drawing on a plane is kept: the stored picture nearest to it, and the plane. Null for other pictures. */
  homeOf(ref: FrameRef, points: readonly Point2[]): WithPlane | null {
    const lone = this.#holding(ref.objectId);
    const image = lone ? this.#parts.engine.source.image(ref.objectId) : null;
    return lone && image ? homeOn(lone.reformatter.plan, lone.cell.seriesUid, image, ref, points) : null;
  }

  changeSlab(viewportId: string, by: 1 | -1): void {
    this.#setSlab(viewportId, ({ slab }, now) => {
      const thickness = nextThickness(now?.thickness ?? 0, by);
      return thickness === 0 ? null : { mode: now?.mode ?? slab?.mode ?? 'mean', thickness };
    });
  }

  changeSlabMode(viewportId: string): void {
    this.#setSlab(viewportId, (_plane, now) => now && { mode: nextMode(now.mode), thickness: now.thickness });
  }

  /** Swings the plane about the upright line through the middle of its viewport. */
  turn(viewportId: string, degrees: number): void {
    const lone = this.#open.get(viewportId);
    if (!lone) return;
    this.#parts.engine.tools.cancel();
    const { stacks, place } = lone.turner.start();
    const [from] = stacks;
    if (from) void lone.turner.align(swung(from, degrees), place);
  }

  straighten(viewportId: string): void {
    this.#parts.engine.tools.cancel();
    void this.#open.get(viewportId)?.turner.straighten();
  }

  #setSlab(viewportId: string, next: (plane: DeskPlane, now: DeskPlane['slab']) => DeskPlane['slab']): void {
    const lone = this.#open.get(viewportId);
    if (!lone) return;
    const slab = next(lone.plane, lone.reformatter.slab);
    lone.reformatter.setSlab(slab);
    this.#keep(viewportId, (plane) => ({ ...plane, slab }));
    this.#parts.planesChanged();
  }

  #turnerOf(viewportId: string, handle: ViewportHandle, reformatter: Reformatter): PlaneTurner {
    const straight = reformatter.stacks[0]?.stack;
    const cross = (): ReturnType<typeof middleOf> =>
      placeShown(this.#parts.engine.source, handle.truth.ref, handle.view) ?? middleOf(reformatter);
    return new PlaneTurner({
      ...{ reformatter, handles: () => [handle], cross },
      turned: () => {
        const now = reformatter.stacks[0]?.stack;
        const lone = this.#open.get(viewportId);
        if (!lone || !straight || !now) return;
        this.#keep(viewportId, (plane) => keptPlane({ ...plane, name: lone.plane.name, axes: lone.plane.axes }, straight, now, cross())); // prettier-ignore
        this.#tie(viewportId, lone);
        this.#parts.planesChanged();
      },
      failed: (error) => this.#parts.failed(error, 'Plane'),
    });
  }

  /** The reader, or what it is linked with, moved it: it is no more as it was hung. */
  #scrolled(viewportId: string, target: number): void {
    const lone = this.#open.get(viewportId);
    const stack = lone?.reformatter.stacks[0]?.stack;
    const { plane } = this.#parts.stores.composition.getState().cells[viewportId] ?? {};
    if (!stack || !plane || plane.through !== lone?.plane.through) return;
    this.#keep(viewportId, (now) => ({ ...now, through: planeOrigin(stack, target) }));
  }

  #tie(viewportId: string, { handle, cell, stack, reformatter }: Omit<Lone, 'turner'>): void {
    const planes = reformatter.stacks[0]?.stack;
    const { studyId, role } = cell;
    if (!planes) return;
    this.#parts.link.set(viewportId, { handle, stack: linkOf(planes, stack.link.frameOfReference), studyId, role });
  }

  #keep(viewportId: string, change: (plane: DeskPlane) => DeskPlane | null): void {
    this.#parts.stores.composition.setState(({ cells }) => {
      const cell = cells[viewportId];
      return cell?.plane ? { cells: { ...cells, [viewportId]: { ...cell, plane: change(cell.plane) } } } : { cells };
    });
  }

  #holding(objectId: ObjectId): Lone | null {
    return [...this.#open.values()].find(({ reformatter }) => reformatter.stackOf(objectId) !== null) ?? null;
  }

  /** Slices that other planes hold already; two planes of one volume share theirs. */
  #bytesBeside(own: SeriesStack): number {
    const held = new Set([...[...this.#open.values()].map(({ stack }) => stack), ...this.casts.held]);
    return [...held].reduce((sum, { frames, refs }) => (refs === own.refs ? sum : sum + volumeBytes(frames)), 0);
  }
}

function refsOf({ stacks }: Reformatter): readonly FrameRef[] {
  return stacks[0]?.refs ?? [];
}
