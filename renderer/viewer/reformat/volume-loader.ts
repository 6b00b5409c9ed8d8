import type { SeriesFrame } from '../../../shared/dicom/sort-frames.ts';
import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { FrameRef } from '../image-id.ts';
import { toImageId } from '../image-id.ts';
import type { ImageSource } from '../image-source.ts';
import type { DecodedFrame } from '../pixel-data.ts';

/** Slices asked for at a time, as in the prefetch. */
const IN_FLIGHT = 12;

/** Brings every slice of a volume, what is here already at once, the rest from the middle of what is looked at outwards. */
export class VolumeLoader {
  readonly #source: ImageSource;
  readonly #refs: readonly FrameRef[];
  readonly #places: ReadonlyMap<string, number>;
  readonly #missing: Set<number>;
  readonly #order: readonly number[];
  readonly #bag = new DisposerBag();
  readonly #arrived: (at: number, frame: DecodedFrame) => void;
  readonly #lost: () => void;
  #next = 0;
  #running = 0;
  #failed = 0;
  #stopped = false;

  /**
   * @param near place in `frames` to begin with
   * @param arrived told once for every slice; at once for those that are here
   * @param lost told when one will not come
   */
  constructor(
    source: ImageSource,
    frames: readonly SeriesFrame[],
    near: number,
    arrived: (at: number, frame: DecodedFrame) => void,
    lost: () => void,
  ) {
    this.#source = source;
    this.#arrived = arrived;
    this.#lost = lost;
    this.#refs = frames.map(({ image, frame }) => ({ objectId: image.objectId, frame }));
    this.#places = new Map(this.#refs.map((ref, at) => [toImageId(ref), at]));
    this.#missing = new Set(this.#refs.keys());
    this.#order = [...this.#refs.keys()].sort((a, b) => Math.abs(a - near) - Math.abs(b - near));
    this.#bag.add(source.onLoaded((ref) => this.#take(ref)));
    for (const ref of this.#refs) this.#take(ref);
    this.#fill();
  }

  get here(): number {
    return this.#refs.length - this.#missing.size;
  }

  get failed(): number {
    return this.#failed;
  }

  /** Nothing more comes. */
  get done(): boolean {
    return this.#missing.size <= this.#failed;
  }

  dispose(): void {
    this.#stopped = true;
    this.#bag.dispose();
  }

  #take(ref: FrameRef): void {
    const at = this.#places.get(toImageId(ref));
    if (at === undefined || !this.#missing.has(at)) return;
    const frame = this.#source.decoded(ref);
    if (!frame) return;
    this.#missing.delete(at);
    this.#arrived(at, frame);
  }

  #fill(): void {
    while (this.#running < IN_FLIGHT && !this.#stopped) {
      const at = this.#order[this.#next];
      const ref = at === undefined ? undefined : this.#refs[at];
      if (at === undefined || !ref) return;
      this.#next += 1;
      if (!this.#missing.has(at)) continue;
      this.#running += 1;
      void this.#source.prefetch(ref, 'near').finally(() => {
        this.#running -= 1;
        if (this.#stopped) return;
        if (this.#missing.has(at)) {
          this.#failed += 1;
          this.#lost();
        }
        this.#fill();
      });
    }
  }
}
