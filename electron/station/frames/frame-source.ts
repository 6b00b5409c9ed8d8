import { LRUCache } from 'lru-cache';
import { AppError, asAppError } from '../../../shared/errors/app-error.ts';
import { cutFrame, framePlace, thumbnailOf } from './native-frame.ts';
import type { ObjectId } from '../../../shared/model/ids.ts';
import { cutSlice, sheetOf } from './sheet-frame.ts';
import type { DecodedFrame } from '../dicom/decode/decode-types.ts';
import type { FrameObject, FrameServerOptions, FrameWish } from './frame-types.ts';

/** Sheets of slices that are held whole for a moment: their slices are asked for one after another. */
const KEPT_SHEETS = 3;

/** Objects whose row was read lately: a stack is asked for frame by frame, often twice. */
const KEPT_OBJECTS = 4000;

/**
 * Where frames come from: cut out of the stored object where the index says that a frame is a plain range of it, else a
 * decoder process. No header is read here.
 */
export class FrameSource {
  readonly #options: Omit<FrameServerOptions, 'cacheBytes'>;
  readonly #objects = new LRUCache<ObjectId, FrameObject>({ max: KEPT_OBJECTS });
  readonly #sheets = new LRUCache<ObjectId, Promise<DecodedFrame>>({ max: KEPT_SHEETS });
  /** Counts `forget`: a row that was asked for before it is not kept after it. */
  #generation = 0;

  constructor(options: Omit<FrameServerOptions, 'cacheBytes'>) {
    this.#options = options;
  }

  /** Rows that were read for another reason, as when their study was opened: a stack is asked for frame by frame. */
  know(objects: Iterable<FrameObject & { readonly objectId: ObjectId }>): void {
    for (const { objectId, blobId, image } of objects) this.#objects.set(objectId, { blobId, image });
  }

  forget(objectId?: ObjectId): void {
    this.#generation += 1;
    if (objectId === undefined) {
      this.#objects.clear();
      this.#sheets.clear();
    } else {
      this.#objects.delete(objectId);
      this.#sheets.delete(objectId);
    }
  }

  /** Whether a frame is cut as it lies in its object: to read it again costs no more than to keep it. */
  isCut({ objectId, frame, form }: Pick<FrameWish, 'objectId' | 'frame' | 'form'>): boolean {
    const object = this.#objects.get(objectId);
    return (
      form !== 'thumbnail' &&
      form !== 'overlay' &&
      object !== undefined &&
      object.image.sheet?.apart !== true &&
      framePlace(object.image, frame) !== null
    );
  }

  /** @throws AppError archive/…, blob/…, dicom/…, process/…, request/cancelled */
  async frame(wish: FrameWish): Promise<DecodedFrame> {
    const object = await this.#object(wish.objectId);
    try {
      return await this.#of(object, wish);
    } catch (error) {
      const healed = await this.#healed(object, wish.objectId, error);
      if (healed === null) throw error;
      return this.#of(healed, wish);
    }
  }

  /** A damaged object that was imported again lies in another blob than the row kept here says. */
  async #healed(object: FrameObject, objectId: ObjectId, error: unknown): Promise<FrameObject | null> {
    if (!asAppError(error).code.startsWith('blob/')) return null;
    this.forget(objectId);
    const now = await this.#object(objectId);
    return now.blobId === object.blobId ? null : now;
  }

  async #of(object: FrameObject, wish: FrameWish): Promise<DecodedFrame> {
    const sheet = sheetOf(object.image);
    if (sheet === null) return this.#stored(object, wish);
    const slice = cutSlice(object.image, wish.frame, await this.#sheet({ ...object, image: sheet }, wish));
    if (wish.signal.aborted) throw new AppError('request/cancelled', 'the frame is no longer wanted');
    return wish.form === 'thumbnail' ? thumbnailOf(object.image, slice) : slice;
  }

  /** Decoded once for all of its slices: nobody who wanted one of them may take it from the others. */
  #sheet(object: FrameObject, { objectId, priority }: FrameWish): Promise<DecodedFrame> {
    const known = this.#sheets.get(objectId);
    if (known) return known;
    const { signal } = new AbortController();
    const sheet = this.#stored(object, { objectId, frame: 1, form: 'stored', priority, signal });
    this.#sheets.set(objectId, sheet);
    sheet.catch(() => {
      if (this.#sheets.get(objectId) === sheet) this.#sheets.delete(objectId);
    });
    return sheet;
  }

  async #stored(object: FrameObject, wish: FrameWish): Promise<DecodedFrame> {
    const place = wish.form === 'overlay' ? null : framePlace(object.image, wish.frame);
    if (place) {
      if (wish.signal.aborted) throw new AppError('request/cancelled', 'the frame is no longer wanted');
      const { offset, bytes, numbers } = place;
      const read = await this.#options.blobs.readNumbers(object.blobId, offset, bytes, numbers);
      const frame = cutFrame(object.image, wish, read);
      // No decoder has to be started for a small picture either: it would stand in the way of the large one.
      return wish.form === 'thumbnail' ? thumbnailOf(object.image, frame) : frame;
    }
    const load = (): Promise<Uint8Array> => this.#options.blobs.read(object.blobId);
    return this.#options.pool.decode({ ...wish, image: object.image, load });
  }

  async #object(objectId: ObjectId): Promise<FrameObject> {
    const known = this.#objects.get(objectId);
    if (known) return known;
    const generation = this.#generation;
    const object = await this.#options.objects(objectId);
    if (generation === this.#generation) this.#objects.set(objectId, object);
    return object;
  }
}
