import { CalciumVessel } from '../../shared/model/grown.ts';
import type { CalciumAnswer, CalciumPress, GrownFrame } from '../../shared/model/grown.ts';
import type { StudyId } from '../../shared/model/ids.ts';
import type { Measurement, MeasureResult } from '../../shared/model/measurement.ts';
import { scoreResults } from '../../shared/rules/calcium/score-result.ts';
import type { FrameRef } from '../viewer/index.ts';
import type { DeskParts } from './desk-parts.ts';
import type { MeasurementKeeper } from './measurement-keeper.ts';

export interface Stack {
  readonly studyId: StudyId;
  readonly frames: GrownFrame[];
}

export interface CalciumDesk {
  readonly call: DeskParts['call'];
  readonly measurements: Pick<MeasurementKeeper, 'setResult'>;
  stackOf(ref: FrameRef): Stack | null;
  /** A picture of the stack whose score is shown now; null: none. */
  at(): FrameRef | null;
  failed(error: unknown, doing: string): void;
  /** The score of the stack that is looked at; null: none. */
  show(answer: CalciumAnswer | null): void;
}

type Mark = readonly [one: Measurement, press: CalciumPress];

interface Score {
  readonly signature: string;
  /** The last one that came; null while the station works for the first time. */
  readonly answer: CalciumAnswer | null;
  /** The signature that it answers. */
  readonly answers: string | null;
}

/**
 * The calcium score of each stack that has marks, asked of the station when they change. The first mark of a stack carries it, so that it
 * goes into reports and objects as a measurement does, and never outlives the marks it is made from.
 */
export class CalciumScores {
  readonly #desk: CalciumDesk;
  readonly #scores = new Map<string, Score>();
  #shown: string | null = null;
  #token = 0;

  constructor(desk: CalciumDesk) {
    this.#desk = desk;
  }

  /** @param marks that stand, of every stack */
  refresh(marks: readonly Measurement[], calibration: number | null): void {
    const at = this.#desk.at();
    const stacks = new Map<string, Stack>();
    for (const ref of [...(at ? [at] : []), ...marks]) {
      const stack = this.#desk.stackOf(ref);
      if (stack) stacks.set(keyOf(stack), stack);
    }
    for (const key of this.#scores.keys()) if (!stacks.has(key)) this.#scores.delete(key);
    const before = this.#shown;
    this.#choose();
    if (before !== this.#shown) this.#show();
    for (const [key, stack] of stacks) void this.#score(key, stack, marks, calibration);
  }

  clear(): void {
    this.#token += 1;
    this.#scores.clear();
    this.#shown = null;
    this.#show();
  }

  async #score(key: string, stack: Stack, all: readonly Measurement[], calibration: number | null): Promise<void> {
    const marks = all.flatMap((one): Mark[] => pressOf(one, stack).map((press) => [one, press]));
    const presses = marks.map(([, press]) => press);
    const signature = JSON.stringify([stack.frames.length, marks.map(([one]) => one.ordinal), presses, calibration]);
    const known = this.#scores.get(key);
    if (known?.signature === signature) {
      // A step back may have brought a mark as it was before its score.
      if (known.answer && known.answers === signature) this.#carry(known.answer, marks);
      return;
    }
    this.#scores.set(key, { signature, answer: known?.answer ?? null, answers: known?.answers ?? null });
    const token = this.#token;
    const isCurrent = (): boolean => token === this.#token && this.#scores.get(key)?.signature === signature;
    try {
      const answer = await this.#desk.call('reading.calcium', { ...stack, presses, calibration });
      if (!isCurrent()) return;
      this.#scores.set(key, { signature, answer, answers: signature });
      this.#choose();
      this.#show();
      this.#carry(answer, marks);
    } catch (error) {
      if (!isCurrent()) return;
      this.#scores.delete(key);
      this.#desk.failed(error, 'Measurement');
    }
  }

  #carry(answer: CalciumAnswer, marks: readonly Mark[]): void {
    const named = marks.map(([{ ordinal }, { vessel }]) => ({ label: `M${ordinal}`, vessel }));
    const results = scoreResults(answer, named);
    for (const [place, [one]] of marks.entries()) {
      const result = results[place];
      if (result && !same(result, one.result)) this.#desk.measurements.setResult(one.measurementId, result);
    }
  }

  #choose(): void {
    const at = this.#desk.at();
    const main = at && this.#desk.stackOf(at);
    this.#shown = main ? keyOf(main) : null;
  }

  #show(): void {
    this.#desk.show((this.#shown === null ? null : this.#scores.get(this.#shown)?.answer) ?? null);
  }
}

function keyOf({ frames: [first] }: Stack): string {
  return `${first?.objectId}#${first?.frame}`;
}

function pressOf({ objectId, frame, points, text }: Measurement, { frames }: Stack): CalciumPress[] {
  const [point] = points;
  const vessel = CalciumVessel.safeParse(text);
  const here = frames.some((one) => one.objectId === objectId && one.frame === frame);
  return point && vessel.success && here ? [{ objectId, frame, point, vessel: vessel.data }] : [];
}

/** The same numbers, words and grounds. */
export function same(a: MeasureResult, b: MeasureResult): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
