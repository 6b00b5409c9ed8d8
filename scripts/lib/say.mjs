// Everything that set-up says goes to stderr, so that stdout belongs to the command alone.

/** @param {string} line */
export const say = (line) => void process.stderr.write(`${line}\n`);

/**
 * Seconds as people say them: "8 s", "2 min 05 s".
 * @param {number} milliseconds
 */
export function elapsed(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/**
 * Runs one long step and shows that it is alive: a moving clock on a terminal, a line every half minute elsewhere.
 * @template T
 * @param {string} title
 * @param {(note: (text: string) => void) => Promise<T>} body note: shows how far the step is
 * @returns {Promise<T>}
 */
export async function step(title, body) {
  const begin = Date.now();
  const live = process.stderr.isTTY === true;
  let detail = '';
  const line = () => `  ${title} … ${elapsed(Date.now() - begin)}${detail ? `, ${detail}` : ''}`;
  if (!live) say(`  ${title} …`);
  const timer = setInterval(
    () => process.stderr.write(live ? `\r\x1b[K${line()}` : `${line()}\n`),
    live ? 500 : 30_000,
  );
  let done = false;
  try {
    const value = await body((text) => {
      detail = text;
    });
    // A program that ended badly is told by its exit code, not by a throw.
    done = !(value && typeof value === 'object' && 'code' in value && value.code !== 0);
    return value;
  } finally {
    clearInterval(timer);
    detail = '';
    const end = `  ${title}: ${done ? 'done' : 'failed'} after ${elapsed(Date.now() - begin)}`;
    process.stderr.write(live ? `\r\x1b[K${end}\n` : `${end}\n`);
  }
}
