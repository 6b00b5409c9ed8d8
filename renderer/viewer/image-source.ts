import { cache, imageLoader, utilities } from '@cornerstonejs/core';
import type { Types } from '@cornerstonejs/core';
import type { FramePriority } from '../../shared/contract/frames.ts';
import { AppError, asAppError } from '../../shared/errors/app-error.ts';
import { DisposerBag } from '../../shared/lib/disposable.ts';
import type { Disposer } from '../../shared/lib/disposable.ts';
import { Emitter } from '../../shared/lib/emitter.ts';
import type { ObjectId } from '../../shared/model/ids.ts';
import type { ImageInfo, RowColumn } from '../../shared/model/image.ts';
import type { Measurement, Point2 } from '../../shared/model/measurement.ts';
import { MOST_PICTURE_BYTES } from '../../shared/rules/picture-memory.ts';
import { MOST_VOLUME_BYTES } from '../../shared/volume/plan-volume.ts';
import { CollectorReminder } from '../client/index.ts';
import type { FrameClient } from '../client/index.ts';
import { AheadGate } from './ahead-gate.ts';
import { displaySpacing } from '../../shared/rules/display-spacing.ts';
import { IMAGE_SCHEME, fromImageId, toImageId } from './image-id.ts';
import type { FrameRef } from './image-id.ts';
import { typedPixels } from './pixel-data.ts';
import { PictureBudget } from './picture-budget.ts';
import type { DecodedFrame } from './pixel-data.ts';
import { frameWith } from './reformat/plane-match.ts';
import { renderFrame } from './render-frame.ts';

/** Cornerstone carries a number with a request: the place in this list. */
const PRIORITIES: readonly FramePriority[] = ['shown', 'near', 'ahead', 'idle'];

/** A picture that did not come, and why. */
export interface FrameFailure {
  readonly ref: FrameRef;
  readonly error: AppError;
}

interface Pending {
  readonly abort: AbortController;
  /** Null for a picture that this window makes itself. */
  readonly requestId: number | null;
}

/** Makes a frame of an object that only this window has; frames from 1. */
export type FrameMaker = (frame: number, signal: AbortSignal) => Promise<DecodedFrame>;

/**
 * Pictures of the open case, from the station's frames to Cornerstone's images.
 * A frame that arrives after its case was closed is dropped and counted (fault F50).
 */
export class ImageSource {
  readonly ahead = new AheadGate();
  #frames: FrameClient;
  #images = new Map<ObjectId, ImageInfo>();
  #decoded = new Map<string, DecodedFrame>();
  #pending = new Map<string, Pending>();
  #makers = new Map<ObjectId, FrameMaker>();
  /** Objects of the study that is being read; those of its priors give way to them. */
  readonly #current = new Set<ObjectId>();
  readonly #budget: PictureBudget;
  /** Of pixels, which lie in shared memory (client/frame-relay.ts). */
  readonly #dropped = new CollectorReminder();
  readonly #disagreeing = new Set<ObjectId>();
  /** Bytes of stored values that volumes may hold (`shared/rules/picture-memory.ts`). */
  volumeMemory = MOST_VOLUME_BYTES;
  /** Of the open case; goes with every request. */
  #token = 0;
  #late = 0;
  readonly #arrived = new Emitter<FrameRef>();
  readonly #failed = new Emitter<FrameFailure>();
  #bag = new DisposerBag();

  /** @param bytes of decoded pixels that are kept */
  constructor(frames: FrameClient, bytes: number = MOST_PICTURE_BYTES) {
    this.#frames = frames;
    this.#budget = new PictureBudget(bytes);
    // Cornerstone drops the oldest, on the glass or not, and must not come to that: the budget is kept before it.
    cache.setMaxCacheSize(2 * bytes);
    imageLoader.registerImageLoader(IMAGE_SCHEME, (imageId, options) => this.#load(imageId, options));
  }

  /** Decoded pixels that are kept, bytes. */
  get memory(): number {
    return this.#budget.most;
  }

  /** By the machine's memory and the other windows; what is too much goes now, what is on the glass stays. */
  set memory(bytes: number) {
    cache.setMaxCacheSize(2 * bytes);
    for (const imageId of this.#budget.setMost(bytes)) this.#drop(imageId);
  }

  /**
   * Makes pictures known. Objects that are not known cannot be loaded.
   * @param isCurrent of the study that is being read: they stay in memory when those of other studies have to go
   */
  add(images: readonly ImageInfo[], isCurrent = true): void {
    for (const image of images) {
      this.#images.set(image.objectId, image);
      if (isCurrent) this.#current.add(image.objectId);
    }
  }

  /**
   * Makes pictures known that are worked out here (a reformat); as all others they belong to the open case and go with it.
   * Said again, only the header changes.
   */
  addMade(image: ImageInfo, make: FrameMaker): void {
    this.#images.set(image.objectId, image);
    this.#makers.set(image.objectId, make);
  }

  removeMade(objectId: ObjectId): void {
    for (const [imageId, { abort }] of this.#pending) if (isOf(imageId, objectId)) abort.abort();
    for (const imageId of [...this.#decoded.keys()]) if (isOf(imageId, objectId)) this.#drop(imageId);
    this.#images.delete(objectId);
    this.#makers.delete(objectId);
  }

  /** The picture that a measurement stands on, and its points there; null while none such is known (a reformat that is not open). */
  placeOf({
    objectId,
    frame,
    plane,
    points,
    onSheet,
  }: Measurement): { readonly ref: FrameRef; readonly points: readonly Point2[] } | null {
    if (onSheet === true) return null;
    if (!plane) return { ref: { objectId, frame }, points };
    for (const made of this.#makers.keys()) {
      const image = this.image(made);
      const found = image && frameWith(image, plane, points);
      if (found) return { ref: { objectId: made, frame: found.frame }, points: found.points };
    }
    return null;
  }

  /** Pictures of this object are worked out here. */
  isMade({ objectId }: FrameRef): boolean {
    return this.#makers.has(objectId);
  }

  /** New pixels for a picture that is here: the next drawing shows them. */
  replace(ref: FrameRef, frame: DecodedFrame): void {
    const imageId = toImageId(ref);
    if (!this.#decoded.has(imageId)) return;
    this.#decoded.set(imageId, checked(frame));
    this.#arrived.emit(ref);
  }

  /** A viewport shows this now, or nothing: its pixels stay, whatever memory there is. */
  onGlass(viewportId: string, ref: FrameRef | null): void {
    this.#budget.show(viewportId, ref ? toImageId(ref) : null);
  }

  isOnGlass(ref: FrameRef): boolean {
    return this.#budget.shows(toImageId(ref));
  }

  image(objectId: ObjectId): ImageInfo | null {
    return this.#images.get(objectId) ?? null;
  }

  /** Frames of closed cases that arrived and were dropped, since the window was opened. */
  get late(): number {
    return this.#late + this.#frames.late;
  }

  /** The frame's pixels while they are in the cache. */
  decoded(ref: FrameRef): DecodedFrame | null {
    return this.#decoded.get(toImageId(ref)) ?? null;
  }

  isLoaded(ref: FrameRef): boolean {
    return this.#decoded.has(toImageId(ref));
  }

  /** The object of this picture says another number of frames than it has; known once one of them was here. */
  disagrees(ref: FrameRef): boolean {
    return this.#disagreeing.has(ref.objectId);
  }

  /** Fires when a picture's pixels are here. */
  onLoaded(listener: (ref: FrameRef) => void): Disposer {
    return this.#arrived.on(listener);
  }

  /** Fires when a picture was asked for and will not come; not for what nobody wants any more. */
  onFailed(listener: (failure: FrameFailure) => void): Disposer {
    return this.#failed.on(listener);
  }

  /** Loads ahead of need; quiet about failures, which are told when the frame is asked for. */
  async prefetch(ref: FrameRef, priority: FramePriority): Promise<void> {
    try {
      await imageLoader.loadAndCacheImage(toImageId(ref), {
        requestType: 'prefetch',
        priority: PRIORITIES.indexOf(priority),
      });
    } catch (error) {
      if (asAppError(error).family === 'bug') console.error('prefetch failed', asAppError(error).code);
    }
  }

  /** Moves a frame that is on its way up or down the queue. */
  prioritise(ref: FrameRef, priority: FramePriority): void {
    const pending = this.#pending.get(toImageId(ref));
    if (pending && pending.requestId !== null) this.#frames.setPriority(pending.requestId, priority);
  }

  cancel(ref: FrameRef): void {
    this.#pending.get(toImageId(ref))?.abort.abort();
  }

  /** Overlay planes of a picture, a bit each; null where the case was closed meanwhile. */
  async overlay({ objectId, frame }: FrameRef): Promise<DecodedFrame | null> {
    const token = this.#token;
    const { header, data } = await this.#frames.ask(objectId, frame, { form: 'overlay', priority: 'near', token })
      .frame;
    return token === this.#token ? { header, pixels: typedPixels(header, data) } : null;
  }

  /** Forgets every picture of the case, also those still on their way. */
  clear(): void {
    this.#token += 1;
    for (const { abort } of this.#pending.values()) abort.abort();
    this.#pending.clear();
    this.#images.clear();
    this.#makers.clear();
    this.#current.clear();
    this.#dropped.add(this.#budget.bytes);
    this.#budget.clear();
    this.#disagreeing.clear();
    this.#decoded.clear();
    cache.purgeCache();
  }

  /** Drops one picture so that the next look asks the station again. */
  forget(ref: FrameRef): void {
    this.#drop(toImageId(ref));
  }

  dispose(): void {
    this.clear();
    this.#bag.dispose();
  }

  #drop(imageId: string): void {
    if (cache.getImageLoadObject(imageId)) cache.removeImageLoadObject(imageId, { force: true });
    this.#lost(imageId);
  }

  #lost(imageId: string): void {
    this.#dropped.add(this.#decoded.get(imageId)?.pixels.byteLength ?? 0);
    this.#decoded.delete(imageId);
    this.#budget.remove(imageId);
  }

  #load(imageId: string, options?: Record<string, unknown>): Types.IImageLoadObject {
    const abort = new AbortController();
    const ahead = options?.['requestType'] === 'prefetch' ? Number(options['priority']) : 0;
    const promise = this.#fetch(imageId, abort, PRIORITIES[ahead] ?? 'ahead');
    const load = { promise, cancelFn: () => abort.abort(), decache: () => this.#lost(imageId) };
    // Cornerstone would put it there itself and let the branch fail unheard. Whoever waits for the load hears of it.
    cache.putImageLoadObject(imageId, load).catch(() => undefined);
    return load;
  }

  async #fetch(imageId: string, abort: AbortController, priority: FramePriority): Promise<Types.IImage> {
    const ref = fromImageId(imageId);
    const image = ref ? this.image(ref.objectId) : null;
    if (!ref || !image) throw new AppError('archive/unknown-object', 'picture is not part of the open case');
    const token = this.#token;
    const ask = this.#ask(ref, abort.signal, priority);
    const pending: Pending = { abort, requestId: ask.id };
    this.#pending.set(imageId, pending);
    try {
      const made = await ask.frame;
      const { header } = made;
      if (token !== this.#token) {
        this.#late += 1;
        throw new AppError('request/cancelled', 'frame of a closed case');
      }
      if (header.objectId !== ref.objectId || header.frame !== ref.frame) {
        throw new AppError('internal/bug', 'another frame came than was asked for');
      }
      const frame = checked(made);
      this.#decoded.set(imageId, frame);
      const isCurrent = this.#current.has(ref.objectId);
      for (const other of this.#budget.add(imageId, { bytes: frame.pixels.byteLength, isCurrent })) this.#drop(other);
      if (header.objectFrames) this.#disagreeing.add(ref.objectId);
      this.#arrived.emit(ref);
      return this.#toCornerstone(ref, image, frame);
    } catch (reason) {
      const error = asAppError(reason);
      if (error.family !== 'cancelled' && token === this.#token) this.#failed.emit({ ref, error });
      throw error;
    } finally {
      if (this.#pending.get(imageId) === pending) this.#pending.delete(imageId);
    }
  }

  /** From the station, or from whoever makes the object's pictures here. */
  #ask(
    { objectId, frame }: FrameRef,
    signal: AbortSignal,
    priority: FramePriority,
  ): { readonly id: number | null; readonly frame: Promise<DecodedFrame> } {
    const make = this.#makers.get(objectId);
    if (make) return { id: null, frame: make(frame, signal) };
    // Values of a segmentation are numbers of segments: a palette would be in the way.
    const form = this.image(objectId)?.picture.shown === false ? 'stored' : 'display';
    const ask = this.#frames.ask(objectId, frame, { form, priority, signal, token: this.#token });
    return {
      id: ask.id,
      frame: ask.frame.then(({ header, data }) => ({ header, pixels: typedPixels(header, data) })),
    };
  }

  #toCornerstone(ref: FrameRef, image: ImageInfo, frame: DecodedFrame): Types.IImage {
    const imageId = toImageId(ref);
    if (!this.isMade(ref))
      return toCornerstone(imageId, frame, displaySpacing(image, ref.frame), () => ({ image, frame }));
    // What is made here may be made anew under the same name.
    const now = () => ({ image: this.image(ref.objectId) ?? image, frame: this.#decoded.get(imageId) ?? frame });
    return toCornerstone(imageId, frame, displaySpacing(image, ref.frame), now);
  }
}

function isOf(imageId: string, objectId: ObjectId): boolean {
  return fromImageId(imageId)?.objectId === objectId;
}

/** Fault F38: too few pixels are refused, never filled up. */
function checked(frame: DecodedFrame): DecodedFrame {
  const { rows, columns, samples } = frame.header;
  if (frame.pixels.length < rows * columns * samples) {
    throw new AppError('dicom/pixel-data-incomplete', 'frame is shorter than its size says');
  }
  return frame;
}

function toCornerstone(
  imageId: string,
  frame: DecodedFrame,
  [rowSpacing, columnSpacing]: RowColumn,
  now: () => { readonly image: ImageInfo; readonly frame: DecodedFrame },
): Types.IImage {
  const { header } = frame;
  const scalarData = cornerstoneArray(frame);
  const { columns, rows } = header;
  const colour = header.samples >= 3;
  return {
    imageId,
    rows,
    columns,
    height: rows,
    width: columns,
    minPixelValue: header.min,
    maxPixelValue: header.max,
    slope: 1,
    intercept: 0,
    // Grey is made in render-frame.ts: these only keep Cornerstone's own bookkeeping happy.
    windowCenter: 128,
    windowWidth: 256,
    voiLUTFunction: 'LINEAR' as Types.IImage['voiLUTFunction'],
    preScale: { enabled: false, scaled: false, scalingParameters: { rescaleSlope: 1, rescaleIntercept: 0 } },
    getPixelData: () => scalarData,
    getCanvas: () => document.createElement('canvas'),
    render: (enabledElement) => {
      const { image, frame: current } = now();
      renderFrame(enabledElement, image, current);
    },
    color: colour,
    rgba: false,
    numberOfComponents: header.samples,
    rowPixelSpacing: rowSpacing,
    columnPixelSpacing: columnSpacing,
    invert: false,
    photometricInterpretation: colour ? 'RGB' : 'MONOCHROME2',
    sizeInBytes: frame.pixels.byteLength,
    dataType: scalarData.constructor.name as Types.IImage['dataType'],
    voxelManager: utilities.VoxelManager.createImageVoxelManager({
      scalarData,
      width: columns,
      height: rows,
      numberOfComponents: header.samples,
    }),
  };
}

/** Cornerstone knows no 32-bit integers and no doubles; our own values stay as they are beside it. */
function cornerstoneArray({ pixels }: DecodedFrame): Types.PixelDataTypedArray {
  const known =
    pixels instanceof Uint8Array ||
    pixels instanceof Int8Array ||
    pixels instanceof Uint16Array ||
    pixels instanceof Int16Array ||
    pixels instanceof Float32Array;
  return known ? pixels : Float32Array.from(pixels);
}
