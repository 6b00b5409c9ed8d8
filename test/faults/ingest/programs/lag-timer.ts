import { readFileSync } from 'node:fs';

const EVERY_MS = 5;

export interface Lags {
  /** How many milliseconds late a timer of 5 ms was, each time. */
  readonly lags: readonly number[];
  /** The same without the time that this thread stood ready while the system gave its core to others (Linux counts it). */
  readonly own: readonly number[];
}

/** Runs `work` and says how late a timer in the same event loop was meanwhile. */
export async function lagsDuring(work: () => Promise<void>): Promise<Lags> {
  const lags: number[] = [];
  const own: number[] = [];
  let last = performance.now();
  let lastQueued = queuedMs();
  const timer = setInterval(() => {
    const now = performance.now();
    const queued = queuedMs();
    const lag = Math.max(0, now - last - EVERY_MS);
    lags.push(lag);
    own.push(Math.max(0, lag - (queued - lastQueued)));
    last = now;
    lastQueued = queued;
  }, EVERY_MS);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return { lags, own };
}

/** Milliseconds that this thread has waited for a core, ready to run; 0 where the system does not say. */
function queuedMs(): number {
  if (process.platform !== 'linux') return 0;
  return Number(readFileSync('/proc/self/schedstat', 'latin1').split(' ')[1] ?? 0) / 1e6;
}
