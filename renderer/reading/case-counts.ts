import type { ObjectId } from '../../shared/model/ids.ts';
import type { StudyForReading } from '../../shared/model/study.ts';
import type { FrameRef, ImageSource } from '../viewer/index.ts';
import type { DeskStores, SeriesCounts } from './stores.ts';

const FLUSH_MS = 200;

interface Counted {
  readonly verified: Set<ObjectId>;
  readonly decoded: Set<string>;
  readonly failed: Set<string>;
}

/** Refusals that say nothing against the stored bytes: they were read and authenticated before a decoder saw them. */
const AFTER_READING = 'dicom/';

/**
 * Counts what became of the pictures of the open case, each step apart: a failure never counts as done (architecture,
 * rule 9). Expected and received come from the station, shown from the glass.
 */
export class CaseCounts {
  readonly #runtime: DeskStores['runtime'];
  readonly #seriesOf = new Map<ObjectId, string>();
  readonly #counted = new Map<string, Counted>();
  readonly #stop: readonly (() => void)[];
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(source: Pick<ImageSource, 'onLoaded' | 'onFailed'>, runtime: DeskStores['runtime']) {
    this.#runtime = runtime;
    this.#stop = [
      source.onLoaded((ref) => {
        const counted = this.#of(ref);
        counted?.verified.add(ref.objectId);
        counted?.decoded.add(keyOf(ref));
        counted?.failed.delete(keyOf(ref));
        this.#soon();
      }),
      source.onFailed(({ ref, error }) => {
        const counted = this.#of(ref);
        if (error.code.startsWith(AFTER_READING)) counted?.verified.add(ref.objectId);
        counted?.failed.add(keyOf(ref));
        this.#soon();
      }),
    ];
  }

  add({ series }: StudyForReading): void {
    for (const { seriesUid, images } of series) {
      this.#counted.set(seriesUid, { verified: new Set(), decoded: new Set(), failed: new Set() });
      for (const { objectId } of images) this.#seriesOf.set(objectId, seriesUid);
    }
  }

  /** The case is closed: nothing of it counts any more. */
  clear(): void {
    this.#seriesOf.clear();
    this.#counted.clear();
    this.#runtime.setState({ counts: {} });
  }

  dispose(): void {
    for (const stop of this.#stop) stop();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #of({ objectId }: FrameRef): Counted | undefined {
    return this.#counted.get(this.#seriesOf.get(objectId) ?? '');
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      const counts = [...this.#counted].map(([uid, { verified, decoded, failed }]): [string, SeriesCounts] => [
        uid,
        { verified: verified.size, decoded: decoded.size, failed: failed.size },
      ]);
      this.#runtime.setState({ counts: Object.fromEntries(counts) });
    }, FLUSH_MS);
  }
}

function keyOf({ objectId, frame }: FrameRef): string {
  return `${objectId}/${frame}`;
}
