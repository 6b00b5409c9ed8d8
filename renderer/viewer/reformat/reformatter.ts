import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import type { SeriesFrame } from '../../../shared/dicom/sort-frames.ts';
import { ObjectId, idFromBytes } from '../../../shared/model/ids.ts';
import type { PlaneName, PlaneStack } from '../../../shared/volume/plane-stack.ts';
import type { VolumePlan } from '../../../shared/volume/plan-volume.ts';
import { reformatImage } from '../../../shared/volume/reformat-image.ts';
import { bytesOfPlane } from '../../../shared/volume/render-plane.ts';
import type { Slab } from '../../../shared/volume/render-plane.ts';
import type { FrameRef } from '../image-id.ts';
import { sameFrame } from '../image-id.ts';
import type { ImageSource } from '../image-source.ts';
import type { DecodedFrame } from '../pixel-data.ts';
import { PlaneMaker } from './plane-maker.ts';
import type { ReformatPort } from './reformat-messages.ts';
import { startReformatWorker } from './start-reformat-worker.ts';
import { ValueRange } from './value-range.ts';
import { VolumeLoader } from './volume-loader.ts';

/** Planes in one direction, as a stack of pictures that viewports can show. */
export interface ReformatStack {
  readonly name: PlaneName;
  readonly stack: PlaneStack;
  readonly refs: readonly FrameRef[];
}

interface Kept extends ReformatStack {
  readonly objectId: ObjectId;
  /** Frames that were made, the newest last. */
  made: FrameRef[];
}

/** Of stored values that one volume may hold: it lies in memory beside what the other viewports show. */
export const MOST_VOLUME_BYTES = 1.2 * 1024 ** 3;
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
  readonly #stacks: readonly Kept[];
  readonly #changed = new Emitter<void>();
  readonly #bag = new DisposerBag();
  #slab: Slab | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #disposed = false;
  /** Of what planes are made from: a slice more, or another thickness. */
  #version = 0;
  #refreshes = 0;
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
    this.#stacks = stacks.map((stack): Kept => {
      const objectId = freshId();
      const refs = Array.from({ length: stack.count }, (_unused, at) => ({ objectId, frame: at + 1 }));
      return { name: stack.name, stack, objectId, refs, made: [] };
    });
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
    for (const one of this.#stacks) {
      const { stack, objectId } = one;
      const facts = { stack, slab: this.#slab, padding: this.#range.padding, remarks: this.#remarks() };
      this.#source.addMade(reformatImage(objectId, this.plan.frames, facts), (frame, signal) =>
        this.#make(one, frame, signal),
      );
    }
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
    await Promise.all(
      this.#stacks.flatMap((one) =>
        one.made.map(async (ref) => {
          const frame = await this.#render(one, ref.frame, null).catch(() => null);
          // A later one has newer planes.
          if (frame && !this.#disposed && turn === this.#refreshes) this.#source.replace(ref, frame);
        }),
      ),
    );
    if (!this.#disposed) this.#changed.emit();
  }

  async #make(one: Kept, frame: number, signal: AbortSignal): Promise<DecodedFrame> {
    let version: number;
    let made: DecodedFrame;
    do {
      version = this.#version;
      made = await this.#render(one, frame, signal);
      // While slices come, the next refresh has them; after the last one nothing else would.
    } while (version !== this.#version && this.#loader.done);
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

function placeOf(frames: readonly SeriesFrame[], near: FrameRef | null): number {
  const at = near
    ? frames.findIndex(({ image, frame }) => image.objectId === near.objectId && frame === near.frame)
    : -1;
  return at < 0 ? Math.floor(frames.length / 2) : at;
}

/** Never one of the station's: it is random, and of 130 bits. */
function freshId(): ObjectId {
  return ObjectId.parse(idFromBytes(crypto.getRandomValues(new Uint8Array(26))));
}
