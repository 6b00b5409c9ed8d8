/** One element of a DER encoding (X.690): tag byte, and what is in it. */
export interface Der {
  readonly tag: number;
  readonly content: Uint8Array;
}

export const SEQUENCE = 0x30;
export const OCTETS = 0x04;
export const OBJECT_ID = 0x06;
export const INTEGER = 0x02;
/** [0], constructed; primitive. */
export const CONTEXT_0 = 0xa0;
export const CONTEXT_0_OCTETS = 0x80;

/** Bytes of a length that follow its first. */
const MOST_LENGTH_BYTES = 4;
/** Elements of one sequence; no file that a person exports comes near. */
const MOST_ELEMENTS = 1000;

/** The elements that lie one behind the other. Lengths are definite and never reach past the end. @throws RangeError */
export function elements(bytes: Uint8Array): Der[] {
  const found: Der[] = [];
  for (let at = 0; at < bytes.length;) {
    const { element, end } = elementAt(bytes, at);
    found.push(element);
    if (found.length > MOST_ELEMENTS) throw new RangeError('too many elements');
    at = end;
  }
  return found;
}

/** The one element that the bytes begin with. @throws RangeError */
export function element(bytes: Uint8Array): Der {
  return elementAt(bytes, 0).element;
}

/** What is in an element with this tag. @throws RangeError where it is another */
export function inside(der: Der | undefined, tag: number): Uint8Array {
  if (der?.tag !== tag) throw new RangeError('another element was expected');
  return der.content;
}

/** "1.2.840.113549" @throws RangeError */
export function objectId(der: Der | undefined): string {
  const bytes = inside(der, OBJECT_ID);
  const [first = 0] = bytes;
  const arcs = [Math.min(2, Math.floor(first / 40))];
  arcs.push(first - 40 * (arcs[0] ?? 0));
  let arc = 0;
  for (const byte of bytes.subarray(1)) {
    arc = arc * 128 + (byte & 0x7f);
    if (!Number.isSafeInteger(arc)) throw new RangeError('an object id is too long');
    if ((byte & 0x80) !== 0) continue;
    arcs.push(arc);
    arc = 0;
  }
  return arcs.join('.');
}

/** A number that is not negative and not huge. @throws RangeError */
export function smallNumber(der: Der | undefined): number {
  const bytes = inside(der, INTEGER);
  if (bytes.length === 0 || bytes.length > 5 || ((bytes[0] ?? 0) & 0x80) !== 0) throw new RangeError('no such number');
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

function elementAt(bytes: Uint8Array, at: number): { readonly element: Der; readonly end: number } {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new RangeError('no element');
  let [length, begin] = [first, at + 2];
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > MOST_LENGTH_BYTES) throw new RangeError('a length that is not definite');
    const given = bytes.subarray(begin, begin + count);
    if (given.length < count) throw new RangeError('cut off');
    length = given.reduce((value, byte) => value * 256 + byte, 0);
    begin += count;
  }
  const end = begin + length;
  if (end > bytes.length) throw new RangeError('cut off');
  return { element: { tag, content: bytes.subarray(begin, end) }, end };
}
