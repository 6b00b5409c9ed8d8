import type { CalciumAnswer, GrownMask } from '../../shared/model/grown.ts';
import type { Measurement, MeasureResult } from '../../shared/model/measurement.ts';
import type { FrameRef, GlassLayer, ViewerEngine, ViewportHandle } from '../viewer/index.ts';
import type { SeriesStacks } from '../hanging/index.ts';
import { CalciumScores, same } from './calcium-scores.ts';
import type { Stack } from './calcium-scores.ts';
import type { DeskParts } from './desk-parts.ts';
import { calciumLayers, volumeLayer } from './grown-layers.ts';
import { spineLayer } from './spine-layer.ts';
import type { MeasurementKeeper } from './measurement-keeper.ts';
import { seriesHolding } from './stores.ts';
import type { DeskStores } from './stores.ts';

/** After the last change, so that a press that is dragged is not worked out at every pixel. */
const REST_MS = 250;

/** What it needs of the desk. */
export interface GrownDesk {
  readonly stores: DeskStores;
  readonly stacks: SeriesStacks;
  readonly engine: Pick<ViewerEngine, 'source'>;
  readonly measurements: Pick<MeasurementKeeper, 'setResult'>;
  readonly call: DeskParts['call'];
  readonly handles: readonly ViewportHandle[];
  readonly active: ViewportHandle | null;
  failed(error: unknown, doing: string): void;
}

interface Grown {
  readonly signature: string;
  /** Null while the station works. */
  readonly answer: { readonly result: MeasureResult; readonly masks: readonly GrownMask[] } | null;
}

/**
 * What drawings say on other pictures than their own: volumes and the calcium score of one stack, which the station works out from
 * presses, and labels of the spine, which are carried.
 */
export class GrownKeeper {
  readonly #desk: GrownDesk;
  readonly #release: () => void;
  readonly #volumes = new Map<string, Grown>();
  readonly #scores: CalciumScores;
  #answer: CalciumAnswer | null = null;
  #layers: readonly GlassLayer[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #token = 0;

  constructor(desk: GrownDesk) {
    this.#desk = desk;
    this.#scores = new CalciumScores({
      ...{ call: desk.call, measurements: desk.measurements },
      stackOf: (ref) => this.#stackOf(ref),
      at: () => this.#scored(),
      failed: (error, doing) => desk.failed(error, doing),
      show: (answer) => this.#show(answer),
    });
    this.#release = desk.stores.saved.subscribe((now, before) => {
      if (now.measurements === before.measurements) return;
      this.touch();
      this.#carry(desk.handles);
    });
  }

  /** Something changed: what stands is worked out again when it rests. */
  touch(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#refresh(), REST_MS);
  }

  /** A viewport came onto the screen. */
  came(handle: ViewportHandle): void {
    handle.setLayers(this.#layers, 'grown');
    this.#carry([handle]);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#token += 1;
    this.#volumes.clear();
    this.#scores.clear();
  }

  dispose(): void {
    this.#release();
    this.clear();
  }

  #carry(handles: readonly ViewportHandle[]): void {
    const { engine, stores } = this.#desk;
    const layer = spineLayer(stores.saved.getState().measurements, (objectId) => engine.source.image(objectId));
    for (const handle of handles) handle.setLayers([layer], 'spine');
  }

  #refresh(): void {
    const standing = this.#desk.stores.saved.getState().measurements.filter(({ deleted }) => !deleted);
    const volumes = standing.filter(({ tool, plane }) => tool === 'threshold-volume' && !plane);
    for (const known of this.#volumes.keys()) {
      if (volumes.some(({ measurementId }) => measurementId === known)) continue;
      this.#volumes.delete(known);
      this.#draw();
    }
    for (const one of volumes) void this.#grow(one);
    this.#scores.refresh(this.#marks(), this.#desk.stores.tools.getState().calibration);
  }

  async #grow(one: Measurement): Promise<void> {
    const { measurementId, objectId, frame, points, range } = one;
    const [point] = points;
    const stack = this.#stackOf(one);
    if (!point || !range || !stack) return;
    const signature = JSON.stringify([objectId, frame, point, range]);
    const known = this.#volumes.get(measurementId);
    if (known?.signature === signature) {
      if (known.answer && !same(known.answer.result, one.result))
        this.#desk.measurements.setResult(measurementId, known.answer.result);
      return;
    }
    this.#volumes.set(measurementId, { signature, answer: null });
    const token = this.#token;
    try {
      const answer = await this.#desk.call('reading.growVolume', { ...stack, at: { objectId, frame, point }, range });
      if (token !== this.#token || this.#volumes.get(measurementId)?.signature !== signature) return;
      this.#volumes.set(measurementId, { signature, answer });
      this.#desk.measurements.setResult(measurementId, answer.result);
      this.#draw();
    } catch (error) {
      this.#volumes.delete(measurementId);
      if (token === this.#token) this.#desk.failed(error, 'Measurement');
    }
  }

  /** Shown is the score of the stack that is looked at while its tool is in the hand, else of the first one with marks. */
  #scored(): FrameRef | null {
    const inHand = this.#desk.stores.runtime.getState().tool === 'calcium' ? this.#desk.active?.truth.ref : null;
    return inHand ?? this.#marks()[0] ?? null;
  }

  #marks(): readonly Measurement[] {
    const { measurements } = this.#desk.stores.saved.getState();
    return measurements.filter(({ tool, plane, deleted }) => tool === 'calcium' && !plane && !deleted);
  }

  #show(answer: CalciumAnswer | null): void {
    this.#answer = answer;
    this.#desk.stores.tools.setState({ calcium: answer });
    this.#draw();
  }

  #draw(): void {
    const masks = [...this.#volumes.values()].flatMap(({ answer }) => answer?.masks ?? []);
    const calcium = this.#answer?.ok === true ? calciumLayers(this.#answer.masks) : [];
    this.#layers = masks.length === 0 ? calcium : [volumeLayer(masks), ...calcium];
    for (const handle of this.#desk.handles) handle.setLayers(this.#layers, 'grown');
  }

  #stackOf(ref: FrameRef): Stack | null {
    const found = seriesHolding(this.#desk.stores.open.getState(), ref.objectId);
    if (!found) return null;
    const { refs } = this.#desk.stacks.of(found.series).holding(ref);
    return { studyId: found.studyId, frames: refs.map(({ objectId, frame }) => ({ objectId, frame })) };
  }
}
