import type { Disposer } from '../../../shared/lib/disposable.ts';

/** A deadline is counted in so many steps: what this process was stopped for counts as two of them at most. */
const STEPS = 10;

/**
 * Calls `onEnd` when this process has run for so long. Time in which the computer slept, or this process was stopped, is not
 * counted: whoever is waited for was asleep too. Not all systems stop their clock meanwhile.
 * @param ms at least a few milliseconds
 * @param now milliseconds on a clock that never jumps back
 */
export function awakeDeadline(ms: number, onEnd: () => void, now = (): number => performance.now()): Disposer {
  const step = ms / STEPS;
  let left = ms;
  let last = now();
  const timer = setInterval(() => {
    const at = now();
    left -= Math.min(at - last, 2 * step);
    last = at;
    if (left > 0) return;
    clearInterval(timer);
    onEnd();
  }, step);
  return () => clearInterval(timer);
}
