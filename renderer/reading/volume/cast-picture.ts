import type { ObjectId } from '../../../shared/model/ids.ts';
import { cameraOrientation } from '../../../shared/volume/cast/camera.ts';
import type { CastOrder } from '../../../shared/volume/cast/cast-rows.ts';
import { volumePicture } from '../../../shared/volume/volume-picture.ts';
import { freshId } from '../../viewer/index.ts';
import type { FrameRef, ImageSource, Reformatter, ViewportHandle } from '../../viewer/index.ts';
import { PIXELS } from './cast-model.ts';

interface Shown {
  readonly objectId: ObjectId;
  readonly ref: FrameRef;
  readonly surface: boolean;
}

type Pixels = Float32Array | Uint8Array;

/** The picture of a volume from outside, as a picture like any other: one in colour, one in grey, one of them at a time. */
export class CastPicture {
  readonly #source: ImageSource;
  readonly #reformatter: Reformatter;
  #shown: Shown | null = null;

  constructor(source: ImageSource, reformatter: Reformatter) {
    this.#source = source;
    this.#reformatter = reformatter;
  }

  /** Pixels, letters and words change in one go. */
  put(handle: ViewportHandle, order: CastOrder, memory: ArrayBufferLike, remarks: readonly string[]): void {
    const surface = order.preset.kind === 'surface';
    const former = this.#shown;
    const objectId = former?.surface === surface ? former.objectId : freshId();
    const ref = { objectId, frame: 1 };
    const { plan, values } = this.#reformatter;
    const header = volumePicture(objectId, plan.frames, {
      ...{ kind: 'volume', columns: PIXELS, rows: PIXELS, count: 1, size: null },
      ...{ orientation: cameraOrientation(order.camera), colour: surface, padding: order.padding, remarks },
    });
    const pixels = upscaled(surface ? new Uint8Array(memory) : new Float32Array(memory), order.pixels, surface ? 3 : 1);
    const frame = {
      header: {
        ...{ objectId, frame: 1, rows: PIXELS, columns: PIXELS },
        ...(surface
          ? { samples: 3, type: 'uint8' as const, photometric: 'RGB', min: 0, max: 255 }
          : {
              ...{ samples: 1, type: 'float32' as const, min: order.padding, max: values.max },
              photometric: plan.frames[0]?.image.pixels?.photometric ?? 'MONOCHROME2',
            }),
      },
      pixels,
    };
    this.#source.addMade(header, () => Promise.resolve(frame));
    if (former?.objectId === objectId && this.#source.isLoaded(ref)) {
      this.#source.replace(ref, frame);
      handle.render();
      return;
    }
    if (former?.objectId !== objectId || handle.stack.length === 0) {
      handle.setStack([ref], 0, { ...handle.view, scale: null, center: null });
    }
    if (former && former.objectId !== objectId) this.#source.removeMade(former.objectId);
    this.#shown = { objectId, ref, surface };
  }

  has(objectId: ObjectId): boolean {
    return this.#shown?.objectId === objectId;
  }

  /** The viewport is another one, or none: what comes next is put there anew. */
  forget(): void {
    if (this.#shown) this.#source.removeMade(this.#shown.objectId);
    this.#shown = null;
  }
}

/** A coarse picture as large as a fine one: each of its pixels a square. */
function upscaled(from: Pixels, pixels: number, samples: number): Pixels {
  const times = PIXELS / pixels;
  const count = PIXELS * PIXELS * samples;
  const out = samples === 3 ? new Uint8Array(count) : new Float32Array(count);
  if (times === 1) {
    out.set(from);
    return out;
  }
  for (let y = 0; y < PIXELS; y += 1) {
    const row = Math.floor(y / times) * pixels;
    for (let x = 0; x < PIXELS; x += 1) {
      const at = (row + Math.floor(x / times)) * samples;
      for (let one = 0; one < samples; one += 1) out[(y * PIXELS + x) * samples + one] = from[at + one] ?? 0;
    }
  }
  return out;
}
