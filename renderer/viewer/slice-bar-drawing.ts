import type { SliceFaults } from '../../shared/hanging/slice-faults.ts';

export interface SliceBarMarks {
  readonly count: number;
  readonly index: number;
  readonly loaded: (place: number) => boolean;
  /** The object there has another number of frames than it says. */
  readonly disagrees: (place: number) => boolean;
  readonly seen: ReadonlySet<number>;
  readonly measured: readonly number[];
  /** Key images. */
  readonly keys?: readonly number[];
  readonly faults: SliceFaults;
}

/**
 * Neighbouring places with the same answer as runs [from, to), so that a long stack is a few strokes.
 * @param count how many places there are
 */
export function runsOf(count: number, has: (place: number) => boolean): readonly (readonly [number, number])[] {
  const runs: (readonly [number, number])[] = [];
  let from = -1;
  for (let place = 0; place <= count; place += 1) {
    const on = place < count && has(place);
    if (on && from < 0) from = place;
    if (!on && from >= 0) {
      runs.push([from, place]);
      from = -1;
    }
  }
  return runs;
}

/** A stroke of the bar: places from 0, left and right as shares of its width. */
export interface FaultStroke {
  readonly from: number;
  readonly to: number;
  readonly left: number;
  readonly right: number;
}

/** What is wrong with the stack, so that no kind is taken for another. */
export function faultStrokes(
  { gaps, duplicates, changes, turns, tilt }: SliceFaults,
  count: number,
): readonly FaultStroke[] {
  return [
    // Between the two slices, from edge to edge; a duplicate only on the left half.
    ...gaps.map(({ after }) => ({ from: after + 1, to: after + 1, left: 0, right: 1 })),
    ...duplicates.map(({ place }) => ({ from: place, to: place + 1, left: 0, right: 0.5 })),
    // The right half, so that no change of spacing is taken for a gap; a tilt goes along the whole stack.
    ...changes.map(({ at }) => ({ from: at, to: at + 1, left: 0.65, right: 1 })),
    ...turns.map((after) => ({ from: after + 1, to: after + 1, left: 0.5, right: 1 })),
    ...(tilt === null ? [] : [{ from: 0, to: count, left: 0, right: 0.08 }]),
  ];
}

/** Columns from left to right: measured, loaded, seen; gaps and the reader's place go across. */
export function drawSliceBar(canvas: HTMLCanvasElement, bar: SliceBarMarks): void {
  const ratio = window.devicePixelRatio || 1;
  const width = Math.round(canvas.clientWidth * ratio);
  const height = Math.round(canvas.clientHeight * ratio);
  if (width < 1 || height < 1) return;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return;
  const tokens = getComputedStyle(canvas);
  const colour = (name: string): string => tokens.getPropertyValue(name);
  const step = height / bar.count;
  const fill = (from: number, to: number, left: number, right: number, least: number): void => {
    context.fillRect(left * width, from * step, (right - left) * width, Math.max(least, (to - from) * step));
  };
  context.clearRect(0, 0, width, height);
  context.fillStyle = colour('--color-edge');
  const decoded = runsOf(bar.count, bar.loaded);
  for (const [from, to] of decoded) fill(from, to, 0.45, 0.65, 1);
  // What is drawn can be read, too: pictures that are ready to be scrolled to.
  canvas.dataset['decoded'] = String(decoded.reduce((sum, [from, to]) => sum + to - from, 0));
  context.fillStyle = colour('--color-ok');
  for (const [from, to] of runsOf(bar.count, (place) => bar.seen.has(place))) fill(from, to, 0.72, 1, 1);
  context.fillStyle = colour('--color-warning');
  for (const { from, to, left, right } of faultStrokes(bar.faults, bar.count)) {
    // What lies between two slices lies on both sides of their border.
    fill(from === to ? from - ratio / step : from, to, left, right, 2 * ratio);
  }
  for (const [from, to] of runsOf(bar.count, bar.disagrees)) fill(from, to, 0, 0.15, 1);
  context.fillStyle = colour('--color-drawing');
  for (const place of bar.measured) fill(place, place + 1, 0, 0.38, 3 * ratio);
  // The whole width, so that it is found on a long stack.
  for (const place of bar.keys ?? []) fill(place, place + 1, 0.15, 1, 3 * ratio);
  canvas.dataset['keys'] = (bar.keys ?? []).map((place) => place + 1).join(' ');
  context.fillStyle = colour('--color-accent');
  const at = (bar.index + 0.5) * step;
  context.fillRect(0, Math.round(at - 1.5 * ratio), width, Math.round(3 * ratio));
}
