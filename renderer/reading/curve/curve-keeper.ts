import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { ParsedRequest } from '../../../shared/contract/index.ts';
import { asAppError } from '../../../shared/errors/app-error.ts';
import type { AppError } from '../../../shared/errors/app-error.ts';
import type { Measurement } from '../../../shared/model/measurement.ts';
import type { TimeCurve } from '../../../shared/model/time-curve.ts';

/** After the last change, so that a region that is dragged is not measured at every pixel. */
const REST_MS = 250;

type Drawn = Pick<Measurement, 'measurementId' | 'objectId' | 'frame' | 'tool' | 'points' | 'plane' | 'range' | 'suv'>;

/** Who measures. */
export interface CurveStation {
  curve(request: ParsedRequest<'reading.timeCurve'>): Promise<TimeCurve>;
  stop(askId: string): Promise<unknown>;
}

export interface CurveState {
  /** What `curve` or `error` is of; both null: the station works on it. */
  readonly of: string | null;
  readonly curve: TimeCurve | null;
  readonly error: AppError | null;
  /** What the last curve went over: while the next is worked out the panel keeps its name and its fields. */
  readonly over: 'b' | 'time';
}

const NONE: CurveState = { of: null, curve: null, error: null, over: 'time' };

/** What a curve hangs on, as a text: another region, place or choice is another curve. */
export function curveOf(drawn: Drawn, baseline: number): string {
  const { measurementId, objectId, frame, tool, points, plane, range, suv } = drawn;
  return JSON.stringify([measurementId, objectId, frame, tool, points, plane, range, suv, baseline]);
}

/** The curve of one region, as the station last worked it out. What is asked next stops what is under way. */
export class CurveKeeper {
  readonly store: StoreApi<CurveState> = createStore<CurveState>()(() => NONE);
  readonly #station: CurveStation;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: string | null = null;

  constructor(station: CurveStation) {
    this.#station = station;
  }

  /** Asks when the region rests; null: nothing is wanted. */
  want(drawn: Drawn | null, baseline: number): void {
    this.stop();
    const of = drawn && curveOf(drawn, baseline);
    if (of === this.store.getState().of && this.store.getState().curve !== null) return;
    this.store.setState({ of, curve: null, error: null });
    if (drawn) this.#timer = setTimeout(() => void this.#ask(drawn, baseline), REST_MS);
  }

  /** Stops what is under way; what stands stays. */
  stop(): void {
    clearTimeout(this.#timer);
    const askId = this.#running;
    this.#running = null;
    // What could not be stopped ends by itself, and nobody takes it.
    if (askId !== null) this.#station.stop(askId).catch(() => undefined);
  }

  async #ask({ objectId, frame, tool, points, plane, range, suv }: Drawn, baseline: number): Promise<void> {
    const askId = crypto.randomUUID();
    this.#running = askId;
    const own = { ...(plane ? { plane } : {}), ...(range ? { range } : {}), ...(suv ? { suv } : {}) };
    const asked = { askId, objectId, frame, tool, points: [...points], ...own, baseline };
    try {
      const curve = await this.#station.curve(asked);
      if (this.#running !== askId) return;
      this.store.setState({ curve, over: curve.ok && curve.over === 'b' ? 'b' : 'time' });
    } catch (error) {
      if (this.#running === askId) this.store.setState({ error: asAppError(error) });
    } finally {
      if (this.#running === askId) this.#running = null;
    }
  }
}
