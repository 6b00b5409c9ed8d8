export interface Pace {
  /** Bytes a second; null before there is one. */
  readonly rate: number | null;
  /** Seconds; null while unknown. */
  readonly timeLeft: number | null;
}

interface Sample {
  readonly at: number;
  readonly bytes: number;
  readonly count: number;
}

export interface MeterCounts {
  readonly doneCount: number;
  readonly totalCount: number | null;
  readonly doneBytes: number;
  readonly totalBytes: number | null;
}

const WINDOW_MS = 10_000;
const SHORTEST_MS = 500;

/** Rate and time left over the last ten seconds: a long pause at the start does not spoil the figure for ever. */
export class ProgressMeter {
  #samples: Sample[] = [];

  /** `at` is monotonic, milliseconds. */
  add(at: number, counts: MeterCounts): Pace {
    this.#samples.push({ at, bytes: counts.doneBytes, count: counts.doneCount });
    while (this.#samples.length > 2 && (this.#samples[1]?.at ?? at) <= at - WINDOW_MS) this.#samples.shift();
    const first = this.#samples[0];
    const span = first === undefined ? 0 : at - first.at;
    if (first === undefined || span < SHORTEST_MS) return { rate: null, timeLeft: null };
    const bytesASecond = ((counts.doneBytes - first.bytes) * 1000) / span;
    const countASecond = ((counts.doneCount - first.count) * 1000) / span;
    return { rate: bytesASecond, timeLeft: timeLeft(counts, bytesASecond, countASecond) };
  }
}

/** By bytes where their total is known, else by count. */
function timeLeft(counts: MeterCounts, bytesASecond: number, countASecond: number): number | null {
  if (counts.totalBytes !== null && bytesASecond > 0) return (counts.totalBytes - counts.doneBytes) / bytesASecond;
  if (counts.totalCount !== null && countASecond > 0) return (counts.totalCount - counts.doneCount) / countASecond;
  return null;
}
