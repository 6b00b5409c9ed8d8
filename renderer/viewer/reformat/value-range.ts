import type { FrameHeader } from '../../../shared/contract/frames.ts';
import type { SeriesFrame } from '../../../shared/dicom/sort-frames.ts';
import { frameInfo } from '../../../shared/model/image.ts';
import { toModality } from '../../../shared/rules/modality.ts';

const SMALLEST = -32_768;
const LARGEST = 32_767;

/** Modality values of the slices that are here, and what follows from them. */
export class ValueRange {
  #min = Infinity;
  #max = -Infinity;
  readonly #wholeRescale: boolean;
  #wholeValues = true;

  constructor(frames: readonly SeriesFrame[]) {
    this.#wholeRescale = frames.every(({ image, frame }) => {
      const rescale = frameInfo(image, frame).rescale;
      return rescale === null || (Number.isInteger(rescale.slope) && Number.isInteger(rescale.intercept));
    });
  }

  add({ image, frame }: SeriesFrame, header: FrameHeader): void {
    for (const stored of [header.min, header.max]) {
      const value = toModality(image, frame, stored);
      this.#min = Math.min(this.#min, value);
      this.#max = Math.max(this.#max, value);
    }
    if (header.type.startsWith('float')) this.#wholeValues = false;
  }

  get min(): number {
    return Number.isFinite(this.#min) ? this.#min : 0;
  }

  get max(): number {
    return Number.isFinite(this.#max) ? this.#max : 0;
  }

  /** A whole number below every value. */
  get padding(): number {
    return Math.floor(this.min) - 1;
  }

  /** All values, and padding, are whole and fit into 16 bits. */
  get whole(): boolean {
    return this.#wholeRescale && this.#wholeValues && this.padding >= SMALLEST && this.max <= LARGEST;
  }
}
