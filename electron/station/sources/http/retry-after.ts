/** The longest that a request itself waits because the server says so; longer waits are the queue's. Milliseconds. */
export const MOST_WAIT_MS = 20_000;
/** How often a busy server is asked. */
export const MOST_ASKS = 4;
const FIRST_WAIT_MS = 500;

/**
 * How long a busy server (429, 503) wants to be left alone, from its Retry-After (RFC 9110, 10.2.3: seconds or a date); null
 * where it does not say or cannot be read.
 * @param nowIso UTC
 */
export function retryAfterMs(header: string | undefined, nowIso: string): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // Date.parse takes much that is no date of HTTP.
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.parse(nowIso));
}

/** Where the server does not say: twice as long each time. @param asked from 1 */
export function ownWaitMs(asked: number): number {
  return FIRST_WAIT_MS * 2 ** (asked - 1);
}
