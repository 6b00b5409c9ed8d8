import { asAppError } from '../../shared/errors/app-error.ts';
import type { ObjectId, StudyId } from '../../shared/model/ids.ts';
import { SEEN_FRAMES_A_CALL } from '../../shared/model/seen.ts';
import type { SeenFrame, SeenLooks } from '../../shared/model/seen.ts';
import type { Look } from '../../shared/rules/seen-map/look-tally.ts';
import type { StudyForReading } from '../../shared/model/study.ts';
import type { callStation } from '../client/index.ts';
import type { SeriesStacks } from '../hanging/index.ts';
import type { FrameRef } from '../viewer/index.ts';
import { LookClock } from './seen/look-clock.ts';
import type { DeskStores } from './stores.ts';

const AFTER_MS = 400;
const RETRY_MS = 2000;
/** What the station will not take however often it is asked: the object went meanwhile. */
const FINAL = new Set(['archive/unknown-object', 'dicom/frame-out-of-range', 'request/bad']);

export interface SeenParts {
  readonly stores: Pick<DeskStores, 'open' | 'runtime'>;
  readonly stacks: SeriesStacks;
  readonly call: typeof callStation;
}

/** Brings to the journal which pictures were on the glass, a little after they were; what fails is kept and tried again. */
export class SeenKeeper {
  readonly #parts: SeenParts;
  readonly #known = new Map<ObjectId, Set<number>>();
  #waiting: SeenFrame[] = [];
  /** Named when they are made: one that is sent again counts once. */
  #batches: SeenLooks[] = [];
  readonly #clock = new LookClock(() => void this.flush());
  #timer: ReturnType<typeof setTimeout> | null = null;
  #writing: Promise<void> | null = null;
  #ended = false;

  constructor(parts: SeenParts) {
    this.#parts = parts;
  }

  /** The render event showed this picture, at this place of its series. */
  shown(seriesUid: string, place: number, { objectId, frame }: FrameRef): void {
    this.#mark(seriesUid, [place]);
    if (!this.#isNew(objectId, frame)) return;
    this.#waiting.push({ objectId, frame, at: new Date().toISOString() });
    this.#schedule(AFTER_MS);
  }

  /** What stands in a viewport from now on; null: nothing that counts. */
  look(viewportId: string, look: Look | null): void {
    this.#clock.see(viewportId, look);
  }

  /** What was on the glass before this sitting: nobody waits for it. */
  async load({ study, series }: StudyForReading, wanted: () => boolean): Promise<void> {
    const { call, stores, stacks } = this.#parts;
    try {
      const { objects, aside } = await call('reading.seen', { studyId: study.studyId });
      const open = stores.open.getState();
      if (!wanted() || open.status !== 'open') return;
      if (open.current.study.studyId === study.studyId) stores.runtime.setState({ aside: new Set(aside) });
      for (const { objectId, frames } of objects) for (const frame of frames) this.#isNew(objectId, frame);
      const known = new Map(objects.map(({ objectId, frames }) => [objectId, frames]));
      for (const one of series) {
        const { placeOf } = stacks.of(one);
        const places = one.images.flatMap(({ objectId }) =>
          (known.get(objectId) ?? []).flatMap((frame) => placeOf({ objectId, frame }) ?? []),
        );
        this.#mark(one.seriesUid, places);
      }
    } catch (error) {
      // A comfort: the journal has it, and the check before the signature asks the journal.
      console.warn('seen pictures not loaded', asAppError(error).code);
    }
  }

  /** Leaves a series unread, or takes it up again. */
  async toggleAside(
    { studyId, seriesUid }: { readonly studyId: StudyId; readonly seriesUid: string },
    wanted: () => boolean,
  ): Promise<void> {
    const { call, stores } = this.#parts;
    const aside = new Set(stores.runtime.getState().aside);
    if (!aside.delete(seriesUid)) aside.add(seriesUid);
    await call('reading.setAside', { studyId, seriesUid, aside: aside.has(seriesUid) });
    if (wanted()) stores.runtime.setState({ aside });
  }

  /** Resolves when all that was noted is written, or one try failed: the next comes by itself. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#collect();
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null;
      // Noted while the last call was on its way, or given back by a call that failed.
      if (this.#waiting.length + this.#batches.length > 0) this.#schedule(RETRY_MS);
    });
    return this.#writing;
  }

  /** Writes what is left, and tries no more. */
  dispose(): void {
    void this.flush();
    this.#ended = true;
    this.#clock.dispose();
  }

  async #write(): Promise<void> {
    while (this.#waiting.length + this.#batches.length > 0) {
      const frames = this.#waiting.slice(0, SEEN_FRAMES_A_CALL);
      const [looks] = this.#batches;
      try {
        await this.#parts.call('reading.saveSeen', { frames, ...(looks ? { looks } : {}) });
      } catch (error) {
        const { code } = asAppError(error);
        if (!FINAL.has(code)) return;
        console.warn('seen frames refused', code);
      }
      this.#waiting = this.#waiting.slice(frames.length);
      if (looks) this.#batches = this.#batches.slice(1);
    }
  }

  #collect(): void {
    const looks = this.#clock.take();
    for (let from = 0; from < looks.length; from += SEEN_FRAMES_A_CALL) {
      this.#batches.push({ batch: crypto.randomUUID(), of: looks.slice(from, from + SEEN_FRAMES_A_CALL) });
    }
  }

  #mark(seriesUid: string, places: readonly number[]): void {
    const { runtime } = this.#parts.stores;
    const { seen } = runtime.getState();
    const fresh = places.filter((place) => seen[seriesUid]?.has(place) !== true);
    if (fresh.length === 0) return;
    runtime.setState({ seen: { ...seen, [seriesUid]: new Set([...(seen[seriesUid] ?? []), ...fresh]) } });
  }

  #isNew(objectId: ObjectId, frame: number): boolean {
    const frames = this.#known.get(objectId) ?? new Set<number>();
    if (frames.has(frame)) return false;
    this.#known.set(objectId, frames.add(frame));
    return true;
  }

  #schedule(after: number): void {
    if (this.#timer !== null || this.#ended) return;
    this.#timer = setTimeout(() => void this.flush(), after);
  }
}
