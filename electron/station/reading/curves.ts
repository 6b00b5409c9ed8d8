import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { ObjectId } from '../../../shared/model/ids.ts';
import type { TimeCurve } from '../../../shared/model/time-curve.ts';
import type { StoredPixels } from '../../../shared/rules/stored-pixels.ts';
import { timeCurve } from '../../../shared/rules/time-curve/time-curve.ts';
import type { CurveDrawing } from '../../../shared/rules/time-curve/time-curve.ts';
import type { Archive } from '../archive/archive.ts';

export interface CurveWish {
  readonly objectId: ObjectId;
  readonly drawing: CurveDrawing;
  readonly baseline: number;
  /** By which `stop` knows it; null: it is not stopped. */
  readonly askId: string | null;
}

export interface CurveParts {
  readonly archive: Archive;
  readonly pixels: (objectId: ObjectId, frame: number, signal: AbortSignal) => Promise<StoredPixels>;
}

/** Regions over time. Pictures are read one after the other, from the frames that are kept or by the pool; nothing is kept here. */
export class Curves {
  readonly #parts: CurveParts;
  readonly #running = new Map<string, AbortController>();

  constructor(parts: CurveParts) {
    this.#parts = parts;
  }

  /** @throws AppError archive/unknown-object, measure/bad-points, dicom/frame-out-of-range, request/cancelled */
  async curve({ objectId, drawing, baseline, askId }: CurveWish): Promise<TimeCurve> {
    const { archive, pixels } = this.#parts;
    const { image, seriesId } = archive.object(objectId);
    if (drawing.frame > image.frames) throw new AppError('dicom/frame-out-of-range', 'the object has fewer frames');
    const controller = new AbortController();
    if (askId !== null) this.#running.set(askId, controller);
    const { signal } = controller;
    try {
      return await timeCurve({
        ...{ images: archive.imagesOf(seriesId), image, drawing, baseline },
        pixels: async (one) => {
          // Between two pictures the station answers others.
          await setImmediate();
          return pixels(one.image.objectId, one.frame, signal);
        },
        goOn: () => {
          if (signal.aborted) throw new AppError('request/cancelled', 'the curve is not wanted any more');
        },
      });
    } finally {
      if (askId !== null && this.#running.get(askId) === controller) this.#running.delete(askId);
    }
  }

  /** What is not under way any more is left alone. */
  stop(askId: string): void {
    this.#running.get(askId)?.abort();
  }
}
