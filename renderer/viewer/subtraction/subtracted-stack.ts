import { AppError } from '../../../shared/errors/app-error.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import type { RowColumn } from '../../../shared/model/image.ts';
import type { SeriesFrame } from '../../../shared/dicom/sort-frames.ts';
import { difference, differenceWindow, meanOf, shifted } from '../../../shared/rules/subtraction/subtract-pixels.ts';
import type { Difference, DifferenceWay, Values } from '../../../shared/rules/subtraction/subtract-pixels.ts';
import { subtractionImage } from '../../../shared/rules/subtraction/subtraction-image.ts';
import { sameFrame, toImageId } from '../image-id.ts';
import type { FrameRef } from '../image-id.ts';
import type { ImageSource } from '../image-source.ts';
import type { DecodedFrame } from '../pixel-data.ts';
import { freshId } from '../reformat/fresh-id.ts';

/** How one picture is made. */
export interface SubtractedPicture {
  /** Averaged. */
  readonly contrast: readonly FrameRef[];
  /** Averaged, moved, taken away. */
  readonly masks: readonly FrameRef[];
  readonly shift: RowColumn;
  readonly way: DifferenceWay;
}

/** How the pictures of a stack are made from stored ones. */
export interface SubtractionRecipe {
  /** Those that stand in their place when nothing is subtracted. */
  readonly frames: readonly SeriesFrame[];
  /** One for each of them; null: it is shown as it came. */
  readonly pictures: readonly (SubtractedPicture | null)[];
  readonly words: readonly string[];
  /** Of values, where they have a unit: the type of a rescale. */
  readonly type: string | null;
  /** What no difference looks like. */
  readonly zero: 'around' | 'above';
  /** Frames follow each other as those of one object. */
  readonly course: boolean;
}

/** Places of a run that its window is taken from: the first pictures of one show no contrast yet. */
const LOOKED_AT = [1 / 3, 1 / 2, 2 / 3];

/**
 * Pictures made by subtracting, as a stack that viewports can show: worked out when they are asked for, by the processor. They belong to
 * the image source and go with the case (fault F50), or with `dispose`.
 */
export class SubtractedStack {
  readonly refs: readonly FrameRef[];
  readonly #source: ImageSource;
  readonly #objectId = freshId();
  readonly #changed = new Emitter<void>();
  #recipe: SubtractionRecipe;
  /** Of the recipe: what was made by a former one is made again. */
  #version = 0;
  #window: Promise<ReturnType<typeof differenceWindow>> | null = null;
  #known: ReturnType<typeof differenceWindow> = null;
  #mask: { readonly key: string; readonly values: Values } | null = null;
  #disposed = false;

  constructor(source: ImageSource, recipe: SubtractionRecipe) {
    this.#source = source;
    this.#recipe = recipe;
    this.refs = recipe.frames.map(({ image, frame }, at) =>
      recipe.pictures[at] ? { objectId: this.#objectId, frame: at + 1 } : { objectId: image.objectId, frame },
    );
    this.#tell();
  }

  /** Fires when pictures on the glass are new: draw them. */
  onChange(listener: () => void): Disposer {
    return this.#changed.on(listener);
  }

  /** Another recipe for the same pictures. */
  async change(recipe: SubtractionRecipe): Promise<void> {
    this.#recipe = recipe;
    this.#version += 1;
    const version = this.#version;
    const made = this.refs.filter((ref) => ref.objectId === this.#objectId && this.#source.isLoaded(ref));
    const shown = made.filter((ref) => this.#source.isOnGlass(ref));
    const frames = await Promise.all(shown.map(async (ref) => ({ ref, frame: await this.#make(ref.frame) })));
    // Pixels, and what is said of them, change in one go.
    if (this.#disposed || version !== this.#version) return;
    this.#tell();
    for (const { ref, frame } of frames) this.#source.replace(ref, frame);
    for (const ref of made) if (!shown.includes(ref)) this.#source.forget(ref);
    this.#changed.emit();
  }

  dispose(): void {
    this.#disposed = true;
    this.#source.removeMade(this.#objectId);
  }

  #tell(): void {
    const { frames, words, type, course, pictures } = this.#recipe;
    const interpolated = pictures.some((one) => one !== null && !one.shift.every(Number.isInteger));
    const facts = { window: this.#known, words, type, course, interpolated };
    this.#source.addMade(subtractionImage(this.#objectId, frames, facts), (frame) => this.#make(frame));
  }

  /** @throws AppError request/cancelled, and why a picture that it is made from did not come */
  async #make(frame: number): Promise<DecodedFrame> {
    for (;;) {
      const version = this.#version;
      await this.#windowKnown();
      const made = await this.#difference(frame - 1);
      if (this.#disposed) throw new AppError('request/cancelled', 'the subtraction is gone');
      if (version === this.#version) return this.#asFrame(frame, made);
    }
  }

  #asFrame(frame: number, { pixels, min, max }: Difference): DecodedFrame {
    const image = this.#source.image(this.#objectId)?.pixels;
    if (!image) throw new AppError('request/cancelled', 'the subtraction is gone');
    const { rows, columns, photometric } = image;
    return {
      header: { objectId: this.#objectId, frame, rows, columns, samples: 1, type: 'float32', photometric, min, max },
      pixels,
    };
  }

  /** One window for all of them, taken when the first is made: the header has it before anything is drawn. */
  async #windowKnown(): Promise<void> {
    if (this.#known) return;
    this.#window ??= this.#lookForWindow();
    this.#known = await this.#window;
    if (this.#known && !this.#disposed) this.#tell();
  }

  async #lookForWindow(): Promise<ReturnType<typeof differenceWindow>> {
    const places = this.#recipe.pictures.flatMap((one, at) => (one ? [at] : []));
    const looked = new Set(LOOKED_AT.map((share) => places[Math.floor(share * (places.length - 1))]));
    const made: Difference[] = [];
    for (const at of looked) if (at !== undefined) made.push(await this.#difference(at));
    return differenceWindow(made, this.#recipe.zero);
  }

  async #difference(at: number): Promise<Difference> {
    const picture = this.#recipe.pictures[at];
    if (!picture) throw new AppError('internal/bug', 'nothing is subtracted from this picture');
    const { contrast, way } = picture;
    const from = meanOf((await Promise.all(contrast.map((ref) => this.#stored(ref)))).map(({ pixels }) => pixels));
    return difference(from, await this.#maskOf(picture), way);
  }

  async #maskOf({ masks, shift }: SubtractedPicture): Promise<Values> {
    const key = `${masks.map(toImageId).join(' ')} ${shift.join(' ')}`;
    if (this.#mask?.key === key) return this.#mask.values;
    const frames = await Promise.all(masks.map((ref) => this.#stored(ref)));
    const values = shifted(meanOf(frames.map(({ pixels }) => pixels)), frames[0]?.header.columns ?? 1, shift);
    this.#mask = { key, values };
    return values;
  }

  /** @throws AppError why it did not come */
  async #stored(ref: FrameRef): Promise<DecodedFrame> {
    let failed: AppError | null = null;
    const stop = this.#source.onFailed((failure) => {
      if (sameFrame(failure.ref, ref)) failed = failure.error;
    });
    try {
      if (!this.#source.isLoaded(ref)) await this.#source.prefetch(ref, 'shown');
      const frame = this.#source.decoded(ref);
      if (frame) return frame;
      throw failed ?? new AppError('request/cancelled', 'a picture that is subtracted did not come');
    } finally {
      stop();
    }
  }
}
