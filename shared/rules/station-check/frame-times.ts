/** Pictures a second that scrolling by hand should reach, and the longest that one may take. */
export const LEAST_RATE = 20;
export const LONGEST_FRAME_MS = 250;

export interface FrameTimes {
  readonly frames: number;
  readonly medianMs: number;
  readonly worstMs: number;
}

/** @param times of one picture after the other, milliseconds, at least one */
export function frameTimes(times: readonly number[]): FrameTimes {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  return { frames: sorted.length, medianMs: at(0.5), worstMs: sorted.at(-1) ?? NaN };
}

/** Whether a reader would notice. */
export function isSlow({ medianMs, worstMs }: FrameTimes): boolean {
  return !(medianMs <= 1000 / LEAST_RATE) || !(worstMs <= LONGEST_FRAME_MS);
}
