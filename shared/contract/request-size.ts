/** Bounds of one request: far above the longest report and the busiest drawing, far below what would hold up the station. */
export const MOST_REQUEST_CHARACTERS = 4_000_000;
export const MOST_REQUEST_PARTS = 200_000;

/**
 * Why a request is refused before a schema walks it: it is not plain data (buffers, maps, dates, functions), or it is beyond the
 * bounds. Loops end at the bound. Null: it may be looked at.
 */
export function requestFault(request: unknown): 'request/bad' | 'request/too-large' | null {
  let characters = 0;
  let parts = 0;
  const waiting: unknown[] = [request];
  while (waiting.length > 0) {
    const value = waiting.pop();
    parts += 1;
    if (typeof value === 'string') characters += value.length;
    else if (typeof value === 'object' && value !== null) {
      if (!isPlain(value)) return 'request/bad';
      // An array with holes costs nothing to send and everything to walk.
      if (Array.isArray(value) && value.length > MOST_REQUEST_PARTS) return 'request/too-large';
      for (const [key, part] of Object.entries(value)) {
        characters += Array.isArray(value) ? 0 : key.length;
        waiting.push(part);
      }
    } else if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function') {
      return 'request/bad';
    }
    if (characters > MOST_REQUEST_CHARACTERS || parts + waiting.length > MOST_REQUEST_PARTS) return 'request/too-large';
  }
  return null;
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Plain objects of another realm have a prototype of their own that itself has none.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
