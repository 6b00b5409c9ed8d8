import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import type { SeriesFrame } from '../../../shared/dicom/sort-frames.ts';
import type { ObjectId } from '../../../shared/model/ids.ts';
import type { Vec3 } from '../../../shared/model/image.ts';
import { nearestPlane } from '../../../shared/volume/plane-stack.ts';
import type { PlaneName, PlaneStack } from '../../../shared/volume/plane-stack.ts';
import type { VolumePlan } from '../../../shared/volume/plan-volume.ts';
import { reformatImage } from '../../../shared/volume/reformat-image.ts';
import { bytesOfPlane } from '../../../shared/volume/render-plane.ts';
import type { Slab } from '../../../shared/volume/render-plane.ts';
import { sameShape } from '../../../shared/volume/turned-planes.ts';
import type { FrameRef } from '../image-id.ts';
import { sameFrame, toImageId } from '../image-id.ts';
import type { ImageSource } from '../image-source.ts';
import type { DecodedFrame } from '../pixel-data.ts';
import { freshId } from './fresh-id.ts';
import { PlaneMaker } from './plane-maker.ts';
import type { ReformatPort } from './reformat-messages.ts';
import { startReformatWorker } from './start-reformat-worker.ts';
import { ValueRange } from './value-range.ts';
import { VolumeLoader } from './volume-loader.ts';

/** Planes in one direction, as a stack of pictures that viewports can show. */
export interface ReformatStack {
  /** Of the planes that it was opened with, however they are turned now. */
  readonly name: PlaneName;
  readonly stack: PlaneStack;
  readonly refs: readonly FrameRef[];
}

interface Kept extends ReformatStack {
  /** Another one of the same shape when the planes are turned. */
  stack: PlaneStack;
  readonly objectId: ObjectId;
  /** Frames that were made, the newest last. */
  made: FrameRef[];
}

/** While slices come, what is on the glass is made anew this often. */
const REFRESH_MS = 200;
/** Planes of one direction that are kept: making one again takes a few milliseconds. */
const KEPT_PLANES = 8;

/**
 * Planes of one volume as pictures like any other: made in a worker when they are asked for, made anew on the glass while slices
 * come. Gone with `dispose`, and with the case: its pictures belong to the image source, which drops what comes late (fault F50).
 */
export class Reformatter {
  readonly plan: Extract<VolumePlan, { ok: true }>;
  readonly #source: ImageSource;
  readonly #maker: PlaneMaker;
  readonly #loader: VolumeLoader;
  readonly #range: ValueRange;
  readonly #stacks: Kept[];
  readonly #changed = new Emitter<void>();
  readonly #bag = new DisposerBag();
  #slab: Slab | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #disposed = false;
  /** Of what planes are made from: a slice more, or another thickness. */
  #version = 0;
  #refreshes = 0;
  #refreshing = 0;
  /** Wishes to put the planes elsewhere: only the last one is carried out. */
  #turns = 0;
  /** Padding that the headers say now. */
  #padding: number | null = null;

  /** @param near the picture that the reader looks at: its slices come first */
  constructor(
    source: ImageSource,
    plan: Extract<VolumePlan, { ok: true }>,
    stacks: readonly PlaneStack[],
    near: FrameRef | null,
    start: () => ReformatPort = startReformatWorker,
  ) {
    this.#source = source;
    this.plan = plan;
    this.#range = new ValueRange(plan.frames);
    this.#maker = new PlaneMaker(start(), plan.grid);
    this.#stacks = stacks.map((stack) => keptStack(stack.name, stack));
    let loader: VolumeLoader | null = null;
    const soon = (): void => {
      if (loader) this.#soon();
    };
    loader = new VolumeLoader(
      source,
      plan.frames,
      placeOf(plan.frames, near),
      (at, frame) => {
        this.#addSlice(at, frame);
        soon();
      },
      soon,
    );
    this.#loader = loader;
    this.#tell();
  }

  get stacks(): readonly ReformatStack[] {
    return this.#stacks;
  }

  get slab(): Slab | null {
    return this.#slab;
  }

  /** Slices that are here, of all. */
  get progress(): { readonly here: number; readonly of: number; readonly failed: number } {
    return { here: this.#loader.here, of: this.plan.frames.length, failed: this.#loader.failed };
  }

  /** Makes pictures of the volume that are no planes. */
  get maker(): PlaneMaker {
    return this.#maker;
  }

  /** Modality values of the slices that are here. */
  get values(): Pick<ValueRange, 'min' | 'max' | 'padding' | 'whole'> {
    return this.#range;
  }

  /** What the reader has to know of every picture of the volume. */
  get remarks(): readonly string[] {
    return this.#remarks();
  }

  /** Fires when pictures on the glass, or what is said of them, are new: draw them. */
  onChange(listener: () => void): Disposer {
    return this.#changed.on(listener);
  }

  stackOf(objectId: ObjectId): ReformatStack | null {
    return this.#stacks.find((one) => one.objectId === objectId) ?? null;
  }

  /** Makes all planes thick or thin. */
  setSlab(slab: Slab | null): void {
    this.#slab = slab;
    this.#version += 1;
    void this.#refresh();
  }

  /**
   * Puts planes elsewhere; a stack that is the same object as before stays. On the glass, pixels, header and place change in one go: a
   * stack of the same shape keeps its pictures' names, any other is another stack, which `swap` gives to its viewport before the
   * former one is gone.
   * @param through what the first picture of another stack shows, mm LPS
   * @returns false where a later wish, or the end, came first
   * @throws AppError process/died
   */
  async setPlanes(
    wanted: readonly PlaneStack[],
    through: Vec3,
    swap: (former: ReformatStack, next: ReformatStack, index: number) => void,
  ): Promise<boolean> {
    this.#turns += 1;
    const [turn, version] = [this.#turns, this.#version];
    const changed = this.#stacks.flatMap((one, at) => {
      const stack = wanted[at];
      return stack && stack !== one.stack ? [{ one, stack, alike: sameShape(one.stack, stack) }] : [];
    });
    const moved = changed.filter(({ alike }) => alike);
    const others = changed
      .filter(({ alike }) => !alike)
      .map(({ one, stack }) => ({ one, other: keptStack(one.name, stack), index: nearestPlane(stack, through) }));
    const isLate = (): boolean => turn !== this.#turns || this.#disposed;
    try {
      await Promise.all(others.map(({ other, index }) => this.#tellAndLoad(other, index)));
      const frames = await this.#renderMoved(moved, isLate);
      if (isLate()) return false;
      for (const { one, stack } of moved) this.#move(one, stack, frames);
      for (const { one, other, index } of others) {
        this.#stacks[this.#stacks.indexOf(one)] = other;
        swap(one, other, index);
        this.#source.removeMade(one.objectId);
      }
    } catch (error) {
      if (isLate()) return false;
      throw error;
    } finally {
      for (const { other } of others) if (!this.#stacks.includes(other)) this.#source.removeMade(other.objectId);
    }
    // A refresh that is on its way has planes of the former places.
    const again = this.#refreshing > 0 || version !== this.#version;
    this.#refreshes += 1;
    this.#changed.emit();
    if (again) void this.#refresh();
    return true;
  }

  async #tellAndLoad(other: Kept, index: number): Promise<void> {
    this.#tellOf(other);
    const ref = other.refs[index];
    if (ref) await this.#source.prefetch(ref, 'shown');
  }

  /** What stands on the glass, at its new place; asks again where the reader scrolled on meanwhile. */
  async #renderMoved(
    moved: readonly { readonly one: Kept; readonly stack: PlaneStack }[],
    isLate: () => boolean,
  ): Promise<ReadonlyMap<string, DecodedFrame>> {
    const frames = new Map<string, DecodedFrame>();
    const missing = (): readonly { one: Kept; stack: PlaneStack; ref: FrameRef }[] =>
      moved.flatMap(({ one, stack }) =>
        one.made.flatMap((ref) =>
          this.#source.isOnGlass(ref) && !frames.has(toImageId(ref)) ? [{ one, stack, ref }] : [],
        ),
      );
    for (let due = missing(); due.length > 0 && !isLate(); due = missing()) {
      await Promise.all(
        due.map(async ({ one, stack, ref }) => {
          frames.set(toImageId(ref), await this.#render({ ...one, stack }, ref.frame, null));
        }),
      );
    }
    return frames;
  }

  #move(one: Kept, stack: PlaneStack, frames: ReadonlyMap<string, DecodedFrame>): void {
    one.stack = stack;
    this.#tellOf(one);
    for (const ref of one.made) {
      const frame = frames.get(toImageId(ref));
      if (frame) this.#source.replace(ref, frame);
      else this.#source.forget(ref);
    }
    one.made = one.made.filter((ref) => frames.has(toImageId(ref)));
  }

  dispose(): void {
    this.#disposed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#loader.dispose();
    this.#maker.end();
    for (const { objectId } of this.#stacks) this.#source.removeMade(objectId);
    this.#bag.dispose();
  }

  #addSlice(at: number, { header, pixels }: DecodedFrame): void {
    const frame = this.plan.frames[at];
    if (!frame) return;
    this.#version += 1;
    this.#range.add(frame, header);
    this.#maker.addSlice(at, pixels);
  }

  #soon(): void {
    if (this.#disposed) return;
    if (this.#loader.done) {
      if (this.#timer !== null) clearTimeout(this.#timer);
      this.#timer = null;
      void this.#refresh();
      return;
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.#refresh();
    }, REFRESH_MS);
  }

  /** Says what the planes are now; windows and places stay. */
  #tell(): void {
    this.#padding = this.#range.padding;
    for (const one of this.#stacks) this.#tellOf(one);
  }

  #tellOf(one: Kept): void {
    const { stack, objectId } = one;
    const facts = { stack, slab: this.#slab, padding: this.#range.padding, remarks: this.#remarks() };
    this.#source.addMade(reformatImage(objectId, this.plan.frames, facts), (frame, signal) =>
      this.#make(one, frame, signal),
    );
  }

  #remarks(): readonly string[] {
    const { here, of, failed } = this.progress;
    return [
      ...this.plan.remarks,
      ...(here < of - failed ? [`LOADING ${here}/${of} SLICES`] : []),
      ...(failed > 0 ? [`${failed} OF ${of} SLICES CANNOT BE READ: LEFT EMPTY`] : []),
    ];
  }

  /** What is on the glass is made anew; what is not is forgotten. */
  async #refresh(): Promise<void> {
    this.#refreshes += 1;
    const turn = this.#refreshes;
    this.#tell();
    for (const one of this.#stacks) {
      for (const ref of one.made) if (!this.#source.isOnGlass(ref)) this.#source.forget(ref);
      one.made = one.made.filter((ref) => this.#source.isOnGlass(ref));
    }
    this.#refreshing += 1;
    await Promise.all(
      this.#stacks.flatMap((one) =>
        one.made.map(async (ref) => {
          const frame = await this.#render(one, ref.frame, null).catch(() => null);
          // A later one has newer planes.
          if (frame && !this.#disposed && turn === this.#refreshes) this.#source.replace(ref, frame);
        }),
      ),
    );
    this.#refreshing -= 1;
    if (!this.#disposed) this.#changed.emit();
  }

  async #make(one: Kept, frame: number, signal: AbortSignal): Promise<DecodedFrame> {
    let version: number;
    let stack: PlaneStack;
    let made: DecodedFrame;
    do {
      [version, stack] = [this.#version, one.stack];
      made = await this.#render(one, frame, signal);
      // While slices come, the next refresh has them; after the last one nothing else would. A plane of a former place is never shown.
    } while (stack !== one.stack || (version !== this.#version && this.#loader.done));
    const ref = { objectId: one.objectId, frame };
    one.made = [...one.made.filter((other) => !sameFrame(other, ref)), ref];
    const old = one.made.slice(0, -KEPT_PLANES).filter((other) => !this.#source.isOnGlass(other));
    for (const other of old) this.#source.forget(other);
    one.made = one.made.filter((other) => !old.includes(other));
    return made;
  }

  async #render({ stack, objectId }: Kept, frame: number, signal: AbortSignal | null): Promise<DecodedFrame> {
    const { padding, whole, min, max } = this.#range;
    if (padding !== this.#padding) this.#tell();
    const order = { stack, index: frame - 1, slab: this.#slab, padding, whole };
    const { pixels, padded } = await this.#maker.make(order, signal);
    return {
      header: {
        objectId,
        frame,
        rows: stack.rows,
        columns: stack.columns,
        samples: 1,
        type: bytesOfPlane(order) === stack.rows * stack.columns * 2 ? 'int16' : 'float32',
        photometric: this.plan.frames[0]?.image.pixels?.photometric ?? 'MONOCHROME2',
        min: padded ? padding : min,
        max,
      },
      pixels,
    };
  }
}

function keptStack(name: PlaneName, stack: PlaneStack): Kept {
  const objectId = freshId();
  const refs = Array.from({ length: stack.count }, (_unused, at) => ({ objectId, frame: at + 1 }));
  return { name, stack, objectId, refs, made: [] };
}

function placeOf(frames: readonly SeriesFrame[], near: FrameRef | null): number {
  const at = near
    ? frames.findIndex(({ image, frame }) => image.objectId === near.objectId && frame === near.frame)
    : -1;
  return at < 0 ? Math.floor(frames.length / 2) : at;
}
