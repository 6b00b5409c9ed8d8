import { LRUCache } from 'lru-cache';
import { valueRange } from '../../../shared/dicom/pixel-stats.ts';
import { transferSyntax } from '../../../shared/dicom/transfer-syntax.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { frameBytes, frameValues } from '../dicom/decode/frame-values.ts';
import type { ObjectId } from '../../../shared/model/ids.ts';
import type { DecodedFrame, NativeLayout, ObjectLayout } from '../dicom/decode/decode-types.ts';
import type { FrameObject, FrameServerOptions, FrameWish } from './frame-types.ts';

/** Larger frames go through a decoder even where they could be cut: finding their range would hold up the station's loop. */
const LARGEST_CUT = 4 * 1024 * 1024;

/**
 * Where frames come from: cut out of the stored object where a frame is a plain range of it, else a decoder process. Only a
 * decoder process reads headers; what it said about an object's layout is kept.
 */
export class FrameSource {
  readonly #options: Omit<FrameServerOptions, 'cacheBytes'>;
  readonly #layouts = new LRUCache<ObjectId, Promise<ObjectLayout>>({ max: 2000 });

  constructor(options: Omit<FrameServerOptions, 'cacheBytes'>) {
    this.#options = options;
  }

  forget(objectId?: ObjectId): void {
    if (objectId === undefined) this.#layouts.clear();
    else this.#layouts.delete(objectId);
  }

  /** @throws AppError archive/…, blob/…, dicom/…, process/…, request/cancelled */
  async frame(wish: FrameWish): Promise<DecodedFrame> {
    const object = await this.#options.objects(wish.objectId);
    const load = (): Promise<Uint8Array> => this.#options.blobs.read(object.blobId);
    if (wish.form !== 'thumbnail' && mayBeCut(object)) {
      const layout = await this.#layout(wish.objectId, load);
      const native = layout.native;
      if (native && native.stride <= LARGEST_CUT && wish.frame >= 1 && wish.frame <= layout.framesFound) {
        return this.#cut(object, layout, native, wish);
      }
    }
    return this.#options.pool.decode({ ...wish, image: object.image, load });
  }

  #layout(objectId: ObjectId, load: () => Promise<Uint8Array>): Promise<ObjectLayout> {
    const known = this.#layouts.get(objectId);
    if (known) return known;
    const asked = this.#options.pool.layout({ objectId, load });
    this.#layouts.set(objectId, asked);
    // A failure is told to who asked, and the next one asks again.
    asked.catch(() => this.#layouts.delete(objectId));
    return asked;
  }

  async #cut(object: FrameObject, layout: ObjectLayout, native: NativeLayout, wish: FrameWish): Promise<DecodedFrame> {
    if (wish.signal.aborted) throw new AppError('request/cancelled', 'the frame is no longer wanted');
    const offset = native.offset + (wish.frame - 1) * native.stride;
    const data = await this.#options.blobs.readRange(object.blobId, offset, native.stride);
    const { rows, columns, photometric } = layout;
    const shape = { rows, columns, samples: 1, type: native.type };
    if (data.byteLength !== frameBytes(shape)) {
      throw new AppError('dicom/pixel-data-incomplete', 'the stored object ends before this frame does');
    }
    const range = valueRange(frameValues({ header: shape, data }));
    return { header: { objectId: wish.objectId, frame: wish.frame, ...shape, photometric, ...range }, data };
  }
}

/** Worth asking for the layout: many frames of native grey. A single frame is decoded in the same time. */
function mayBeCut({ image }: FrameObject): boolean {
  const syntax = transferSyntax(image.transferSyntax);
  const native = syntax.decodable && !syntax.encapsulated && !syntax.deflated && !syntax.bigEndian;
  return native && image.frames > 1 && image.pixels?.samplesPerPixel === 1;
}
