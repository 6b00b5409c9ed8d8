import type { Disposer } from '../../shared/lib/disposable.ts';

/** npm hands a Ctrl C on to a process that had it from the terminal already: what comes this soon is the same one. */
const SAME_WITHIN_MS = 1500;

/** Calls `work` at the first Ctrl C or SIGTERM, to end in order; another one later ends the process at once. */
export function onStopSignal(work: () => void): Disposer {
  let first: number | null = null;
  const stop = (signal: NodeJS.Signals): void => {
    const now = performance.now();
    if (first === null) {
      first = now;
      work();
    } else if (now - first > SAME_WITHIN_MS) {
      dispose();
      process.kill(process.pid, signal);
    }
  };
  const dispose = (): void => {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return dispose;
}
