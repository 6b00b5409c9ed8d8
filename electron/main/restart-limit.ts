const WINDOW_MS = 60_000;
const MOST_RESTARTS = 5;

/**
 * Whether a process that ended may be started again: not when it keeps ending at once.
 * @param endings times of its earlier endings and of this one, milliseconds, oldest first
 */
export function mayRestart(endings: readonly number[]): boolean {
  const last = endings.at(-1) ?? 0;
  return endings.filter((time) => last - time < WINDOW_MS).length <= MOST_RESTARTS;
}
