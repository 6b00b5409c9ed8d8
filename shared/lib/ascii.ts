const CHUNK = 8192;

/** One byte a character. RangeError for anything beyond ASCII. */
export function asciiBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) throw new RangeError('not ASCII');
    bytes[at] = code;
  }
  return bytes;
}

/** The other way round; bytes beyond ASCII come out as Latin-1. */
export function asciiText(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK) parts.push(String.fromCharCode(...bytes.subarray(at, at + CHUNK)));
  return parts.join('');
}
