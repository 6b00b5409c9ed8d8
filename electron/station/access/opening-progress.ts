import type { OpeningWork } from '../../../shared/model/access.ts';
import type { Clock } from '../kernel/ports.ts';
import { ProgressMeter } from '../kernel/progress-meter.ts';
import type { OpeningStage } from '../kernel/recovery/opening-stage.ts';

/** Between two words on the same stage, milliseconds. */
const EVERY_MS = 250;

/** Tells whoever waits for a store to open what it is doing, a few times a second, with the time left. */
export class OpeningProgress {
  readonly #tell: (work: OpeningWork | null) => void;
  readonly #clock: Pick<Clock, 'monotonic'>;
  #stage: OpeningStage['stage'] | null = null;
  #meter = new ProgressMeter();
  #toldAt = 0;

  constructor(tell: (work: OpeningWork | null) => void, clock: Pick<Clock, 'monotonic'>) {
    this.#tell = tell;
    this.#clock = clock;
  }

  take({ stage, done, total }: OpeningStage): void {
    const now = this.#clock.monotonic();
    const isNew = stage !== this.#stage;
    if (isNew) this.#meter = new ProgressMeter();
    this.#stage = stage;
    const counts = { doneCount: done, totalCount: total, doneBytes: 0, totalBytes: null };
    const { timeLeft } = this.#meter.add(now, counts);
    if (!isNew && done !== total && now - this.#toldAt < EVERY_MS) return;
    this.#toldAt = now;
    this.#tell({ stage, doneCount: done, totalCount: total, timeLeft });
  }

  /** The store is open, or will not be. */
  end(): void {
    if (this.#stage === null) return;
    this.#stage = null;
    this.#tell(null);
  }
}
