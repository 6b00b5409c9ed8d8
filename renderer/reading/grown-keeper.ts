import { CalciumVessel } from '../../shared/model/grown.ts';
import type { CalciumAnswer, CalciumPress, GrownFrame, GrownMask } from '../../shared/model/grown.ts';
import type { StudyId } from '../../shared/model/ids.ts';
import type { Measurement, MeasureResult } from '../../shared/model/measurement.ts';
import type { SeriesStacks } from '../hanging/index.ts';
import type { FrameRef, GlassLayer } from '../viewer/index.ts';
import type { DeskParts } from './desk-parts.ts';
import { calciumLayers, volumeLayer } from './grown-layers.ts';
import { seriesHolding } from './stores.ts';
import type { DeskStores } from './stores.ts';

/** After the last change, so that a press that is dragged is not worked out at every pixel. */
const REST_MS = 250;

export interface GrownParts {
  readonly stores: DeskStores;
  readonly stacks: SeriesStacks;
  readonly call: DeskParts['call'];
  readonly failed: (error: unknown) => void;
  /** What the active viewport shows. */
  readonly shown: () => FrameRef | null;
  readonly setResult: (measurementId: string, result: MeasureResult) => void;
  readonly setLayers: (layers: readonly GlassLayer[]) => void;
}

interface Stack {
  readonly studyId: StudyId;
  readonly frames: readonly GrownFrame[];
}

interface Grown {
  readonly signature: string;
  /** Null while the station works. */
  readonly answer: { readonly result: MeasureResult; readonly masks: readonly GrownMask[] } | null;
}

/** What is worked out over a whole stack from presses: volumes, and the calcium score of one stack. The station does it. */
export class GrownKeeper {
  readonly #parts: GrownParts;
  readonly #volumes = new Map<string, Grown>();
  #calcium: string | null = null;
  #answer: CalciumAnswer | null = null;
  #layers: readonly GlassLayer[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #token = 0;

  constructor(parts: GrownParts) {
    this.#parts = parts;
  }

  /** Something changed: what stands is worked out again when it rests. */
  touch(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#refresh(), REST_MS);
  }

  /** For a viewport that came. */
  get layers(): readonly GlassLayer[] {
    return this.#layers;
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#token += 1;
    this.#volumes.clear();
    this.#calcium = null;
    this.#show(null);
  }

  #refresh(): void {
    const standing = this.#parts.stores.saved.getState().measurements.filter(({ deleted }) => !deleted);
    const volumes = standing.filter(({ tool, plane }) => tool === 'threshold-volume' && !plane);
    for (const known of this.#volumes.keys()) {
      if (volumes.some(({ measurementId }) => measurementId === known)) continue;
      this.#volumes.delete(known);
      this.#draw();
    }
    for (const one of volumes) void this.#grow(one);
    void this.#score(standing.filter(({ tool, plane }) => tool === 'calcium' && !plane));
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
        this.#parts.setResult(measurementId, known.answer.result);
      return;
    }
    this.#volumes.set(measurementId, { signature, answer: null });
    const token = this.#token;
    try {
      const answer = await this.#parts.call('reading.growVolume', { ...stack, at: { objectId, frame, point }, range });
      if (token !== this.#token || this.#volumes.get(measurementId)?.signature !== signature) return;
      this.#volumes.set(measurementId, { signature, answer });
      this.#parts.setResult(measurementId, answer.result);
      this.#draw();
    } catch (error) {
      this.#volumes.delete(measurementId);
      if (token === this.#token) this.#parts.failed(error);
    }
  }

  /** Of the stack that is looked at while its tool is in the hand, else of the first one with marks. */
  async #score(marks: readonly Measurement[]): Promise<void> {
    const { stores, shown, call, failed } = this.#parts;
    const inHand = stores.runtime.getState().tool === 'calcium' ? shown() : null;
    const at = inHand ?? marks[0] ?? null;
    const stack = at && this.#stackOf(at);
    if (!stack) {
      this.#calcium = null;
      return this.#answer ? this.#show(null) : undefined;
    }
    const presses = marks.flatMap((one) => pressOf(one, stack));
    const { calibration } = stores.tools.getState();
    const signature = JSON.stringify([stack.frames[0], stack.frames.length, presses, calibration]);
    if (signature === this.#calcium) return;
    this.#calcium = signature;
    const token = this.#token;
    try {
      const answer = await call('reading.calcium', { ...stack, frames: [...stack.frames], presses, calibration });
      if (token === this.#token && this.#calcium === signature) this.#show(answer);
    } catch (error) {
      this.#calcium = null;
      if (token === this.#token) failed(error);
    }
  }

  #show(answer: CalciumAnswer | null): void {
    this.#answer = answer;
    this.#parts.stores.tools.setState({ calcium: answer });
    this.#draw();
  }

  #draw(): void {
    const masks = [...this.#volumes.values()].flatMap(({ answer }) => answer?.masks ?? []);
    const calcium = this.#answer?.ok === true ? calciumLayers(this.#answer.masks) : [];
    this.#layers = masks.length === 0 ? calcium : [volumeLayer(masks), ...calcium];
    this.#parts.setLayers(this.#layers);
  }

  #stackOf(ref: FrameRef): { studyId: StudyId; frames: GrownFrame[] } | null {
    const found = seriesHolding(this.#parts.stores.open.getState(), ref.objectId);
    if (!found) return null;
    const { refs } = this.#parts.stacks.of(found.series).holding(ref);
    return { studyId: found.studyId, frames: refs.map(({ objectId, frame }) => ({ objectId, frame })) };
  }
}

function pressOf({ objectId, frame, points, text }: Measurement, stack: Stack): CalciumPress[] {
  const [point] = points;
  const vessel = CalciumVessel.safeParse(text);
  const here = stack.frames.some((one) => one.objectId === objectId && one.frame === frame);
  return point && vessel.success && here ? [{ objectId, frame, point, vessel: vessel.data }] : [];
}

function same(a: MeasureResult, b: MeasureResult): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
