import type { Disposer } from '../../../shared/lib/disposable.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import type { SeriesFrame } from '../../../shared/dicom/sort-frames.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import type { Rigid } from '../../../shared/model/registration.ts';
import type { ValueScale } from '../../../shared/rules/colour/overlay-colours.ts';
import { overlayScale } from '../../../shared/volume/overlay-scale.ts';
import type { OverlayScale } from '../../../shared/volume/overlay-scale.ts';
import { movedPlane, overlayOrder, picturePlane } from '../../../shared/volume/picture-plane.ts';
import type { VolumePlan } from '../../../shared/volume/plan-volume.ts';
import type { PlaneOrder } from '../../../shared/volume/render-plane.ts';
import { toImageId } from '../image-id.ts';
import type { FrameRef } from '../image-id.ts';
import type { ImageSource } from '../image-source.ts';
import type { DecodedFrame, PixelArray } from '../pixel-data.ts';
import { PlaneMaker } from '../reformat/plane-maker.ts';
import type { ReformatPort } from '../reformat/reformat-messages.ts';
import { startReformatWorker } from '../reformat/start-reformat-worker.ts';
import { ValueRange } from '../reformat/value-range.ts';
import { VolumeLoader } from '../reformat/volume-loader.ts';
import type { FusedState } from './fused-truth.ts';

/** How a place of a picture comes into the frame of reference of the overlay; `matrix` null: it is the same one. */
export interface FusedWay {
  readonly matrix: Rigid | null;
  /** "registered by …"; null where nobody had to. */
  readonly by: string | null;
}

interface Plane {
  /** Where the picture lies: a plane of a reformat keeps its name when it is turned. */
  readonly key: string;
  values: Float32Array | null;
  known: boolean;
  /** Of the slices that it was made from; -1: of none. */
  version: number;
  abort: AbortController | null;
}

/** While slices come, what is on the glass is made anew this often. */
const REFRESH_MS = 200;
/** Planes that are kept, and their bytes: making one again takes some ten milliseconds. */
const MOST_PLANES = 24;
const MOST_BYTES = 48 * 1024 ** 2;

/**
 * One series as it lies over the pictures of others: its slices in a worker, and for each picture its values on exactly the places of
 * that picture's pixels. Gone with `dispose`, and with the case: nothing of it is a picture of the case (fault F50).
 */
export class FusedSeries {
  readonly scale: OverlayScale;
  readonly #source: ImageSource;
  readonly #plan: Extract<VolumePlan, { ok: true }>;
  readonly #way: (image: ImageInfo) => FusedWay | null;
  readonly #maker: PlaneMaker;
  readonly #loader: VolumeLoader;
  readonly #range: ValueRange;
  readonly #changed = new Emitter<void>();
  /** Oldest first. */
  readonly #planes = new Map<string, Plane>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #version = 0;
  #disposed = false;

  /** @param way how pictures lie to this series; null: nothing ties them */
  constructor(
    source: ImageSource,
    plan: Extract<VolumePlan, { ok: true }>,
    way: (image: ImageInfo) => FusedWay | null,
    start: () => ReformatPort = startReformatWorker,
  ) {
    this.#source = source;
    this.#plan = plan;
    this.#way = way;
    this.scale = overlayScale(plan.frames);
    this.#range = new ValueRange(plan.frames);
    this.#maker = new PlaneMaker(start(), plan.grid);
    const middle = Math.floor(plan.frames.length / 2);
    const soon = (): void => this.#soon();
    this.#loader = new VolumeLoader(source, plan.frames, middle, (at, frame) => this.#addSlice(at, frame), soon);
  }

  /** Fires when something that was asked for is here, or newer. */
  onChange(listener: () => void): Disposer {
    return this.#changed.on(listener);
  }

  get remarks(): readonly string[] {
    const { here, failed } = this.#loader;
    const of = this.#plan.frames.length;
    return [
      ...this.#plan.remarks,
      ...(this.scale.remark === null ? [] : [this.scale.remark]),
      ...(here < of - failed ? [`LOADING ${here}/${of} SLICES`] : []),
      ...(failed > 0 ? [`${failed} OF ${of} SLICES CANNOT BE READ: LEFT EMPTY`] : []),
    ];
  }

  /** From the smallest to the largest value of the slices that are here, in the unit of the scale. */
  get fullRange(): ValueScale {
    const { factor, offset } = this.scale;
    const ends = [this.#range.min, this.#range.max].map((value) => value * factor + offset);
    return { low: Math.min(...ends), high: Math.max(...ends) };
  }

  /** What lies over a picture. Asked for a picture that was not asked for before, it begins to work on it. */
  of(ref: FrameRef): FusedState & { readonly by: string | null } {
    const image = this.#source.image(ref.objectId);
    const found = image && this.#orderFor(image, ref.frame);
    if (!image || !found) return { state: 'loading', by: null };
    if (!found.ok) return { state: 'refused', words: found.words, by: null };
    const { by, order, key } = found;
    const plane = this.#wanted(ref, key, order);
    if (!plane.values) return { state: 'loading', by };
    if (!plane.known) return { state: this.#loader.done ? 'outside' : 'loading', by };
    return { state: 'drawn', values: plane.values, columns: order.stack.columns, rows: order.stack.rows, by };
  }

  /** Works ahead on the pictures that come next; the first is the most wanted. What was asked for before and is none of them is left. */
  ahead(refs: readonly FrameRef[]): void {
    const names = new Set(refs.map(toImageId));
    for (const [name, { abort }] of this.#planes) if (!names.has(name)) abort?.abort();
    // The newest wish comes first.
    for (const ref of refs.toReversed()) this.of(ref);
  }

  dispose(): void {
    this.#disposed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#loader.dispose();
    this.#maker.end();
    this.#planes.clear();
  }

  #orderFor(
    image: ImageInfo,
    frame: number,
  ):
    | { readonly ok: true; readonly order: PlaneOrder; readonly key: string; readonly by: string | null }
    | { readonly ok: false; readonly words: string } {
    const found = picturePlane(image, frame);
    if (!found.ok) return found;
    const way = this.#way(image);
    if (!way) return { ok: false, words: 'another frame of reference, and no registration in use' };
    const slab = image.reformat?.slab ?? null;
    const plane = way.matrix ? movedPlane(found.plane, way.matrix) : found.plane;
    return {
      ok: true,
      order: overlayOrder(plane, this.#plan.grid, slab),
      key: JSON.stringify([plane, slab]),
      by: way.by,
    };
  }

  #wanted(ref: FrameRef, key: string, order: PlaneOrder): Plane {
    const name = toImageId(ref);
    const known = this.#planes.get(name);
    const plane = known?.key === key ? known : { key, values: null, known: false, version: -1, abort: null };
    if (known !== plane) known?.abort?.abort();
    this.#planes.delete(name);
    this.#planes.set(name, plane);
    const isOnItsWay = plane.abort !== null && !plane.abort.signal.aborted;
    if (plane.version !== this.#version && !isOnItsWay && !this.#disposed) void this.#make(plane, order);
    this.#forgetOld(order.stack.columns * order.stack.rows * 4);
    return plane;
  }

  async #make(plane: Plane, order: PlaneOrder): Promise<void> {
    const abort = new AbortController();
    plane.abort = abort;
    const version = this.#version;
    try {
      const { pixels } = await this.#maker.make(order, abort.signal);
      if (this.#disposed || !(pixels instanceof Float32Array)) return;
      plane.values = pixels;
      plane.known = pixels.some((value) => !Number.isNaN(value));
      plane.version = version;
    } catch {
      // Left for another one, or the volume is gone: whoever still wants it asks again.
      return;
    } finally {
      if (plane.abort === abort) plane.abort = null;
    }
    this.#changed.emit();
  }

  #forgetOld(bytes: number): void {
    const most = Math.max(3, Math.min(MOST_PLANES, Math.floor(MOST_BYTES / bytes)));
    for (const [name, { abort }] of this.#planes) {
      if (this.#planes.size <= most) return;
      abort?.abort();
      this.#planes.delete(name);
    }
  }

  #addSlice(at: number, { header, pixels }: DecodedFrame): void {
    const frame: SeriesFrame | undefined = this.#plan.frames[at];
    if (!frame) return;
    this.#range.add(frame, header);
    this.#maker.addSlice(at, numbersOnly(pixels, this.scale.valid));
    this.#version += 1;
    this.#soon();
  }

  #soon(): void {
    if (this.#disposed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#changed.emit();
    }, REFRESH_MS);
  }
}

/** Values outside of the range of a map are no numbers: they have no share in what is worked out between them. */
function numbersOnly(pixels: PixelArray, valid: OverlayScale['valid']): PixelArray {
  if (!valid || pixels.every((value) => value >= valid.first && value <= valid.last)) return pixels;
  return Float32Array.from(pixels, (value) => (value >= valid.first && value <= valid.last ? value : NaN));
}
