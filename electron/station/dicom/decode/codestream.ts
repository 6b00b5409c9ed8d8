/** What the first bytes of one compressed frame say about it. */
export interface StreamInfo {
  readonly family: 'jpeg' | 'jpeg-ls' | 'jpeg-2000' | 'htj2k';
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  /** Bits of each component (the largest). */
  readonly precision: number;
  /** JPEG 2000 says it; JPEG and JPEG-LS streams are always unsigned. */
  readonly signed: boolean;
  /** JPEG start of frame: 0 baseline, 1 extended, 2 progressive, 3 lossless … */
  readonly process: number | null;
  /** True: components were turned to luminance and chrominance by the stream itself (APP14, or subsampled chroma). False: the
   * stream says that they were not. Null: the stream is silent. */
  readonly colourTransform: boolean | null;
  /** JPEG 2000: a component has a sampling or a depth of its own, which our codecs do not put together. */
  readonly uneven: boolean;
  /** The stream's own coding loses nothing (a JPEG 2000 stream of this kind may still have been cut short on purpose). */
  readonly reversible: boolean;
  /** Bytes up to the end that the stream announces; larger than the data when it is cut. Null when it cannot be told. */
  readonly announcedEnd: number | null;
  /** The stream ends with its end marker. */
  readonly ended: boolean;
}

/** A JPEG or JPEG-LS start of image followed by a marker, or a JPEG 2000 start of code stream or file signature. */
export function looksLikeStream(bytes: Uint8Array): boolean {
  return isJpeg(bytes) || isCodestream(bytes) || isJp2(bytes);
}

function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

function isCodestream(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0x4f && bytes[2] === 0xff && bytes[3] === 0x51;
}

function isJp2(bytes: Uint8Array): boolean {
  return bytes[3] === 0x0c && bytes[4] === 0x6a && bytes[5] === 0x50 && bytes[6] === 0x20 && bytes[7] === 0x20;
}

/** Takes a JPEG 2000 code stream out of the JP2 boxes that some writers leave around it. Others come back as they are. */
export function unwrapJp2(bytes: Uint8Array): Uint8Array {
  if (!isJp2(bytes)) return bytes;
  for (let at = 0; at + 8 <= bytes.length;) {
    const size = u32(bytes, at);
    if (u32(bytes, at + 4) === 0x6a703263) return bytes.subarray(at + 8, size < 8 ? bytes.length : at + size);
    if (size < 8) break;
    at += size;
  }
  return bytes;
}

/** Reads the headers of one compressed frame; null when they cannot be read. */
export function readStreamInfo(bytes: Uint8Array): StreamInfo | null {
  if (isJpeg(bytes)) return readJpeg(bytes);
  return isCodestream(bytes) ? readCodestream(bytes) : null;
}

interface JpegFrame {
  readonly marker: number;
  readonly precision: number;
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  readonly ids: readonly number[];
  readonly subsampled: boolean;
}

function readJpeg(bytes: Uint8Array): StreamInfo | null {
  let adobe: number | null = null;
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) return null;
    const length = u16(bytes, at + 2);
    if (marker === 0xee && length >= 14 && bytes[at + 4] === 0x41 && bytes[at + 5] === 0x64)
      adobe = bytes[at + 15] ?? 0;
    if (isStartOfFrame(marker)) {
      const frame = readFrame(bytes, at, marker, length);
      const near = marker === 0xf7 ? nearOf(bytes, at + 2 + length) : null;
      return jpegInfo(frame, { adobe, near, ended: endedBy(bytes, 0xd9) });
    }
    at += 2 + length;
  }
  return null;
}

/** NEAR of the first scan of a JPEG-LS stream (ISO 14495-1 C.2.3): 0 is lossless. Null when there is no scan. */
function nearOf(bytes: Uint8Array, from: number): number | null {
  for (let at = from; at + 4 <= bytes.length && bytes[at] === 0xff; at += 2 + u16(bytes, at + 2)) {
    if (bytes[at + 1] === 0xda) return bytes[at + 5 + 2 * (bytes[at + 4] ?? 0)] ?? null;
  }
  return null;
}

/** SOF0 … SOF15 without DHT, JPG and DAC; SOF55 is JPEG-LS. */
function isStartOfFrame(marker: number): boolean {
  if (marker === 0xf7) return true;
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function readFrame(bytes: Uint8Array, at: number, marker: number, length: number): JpegFrame | null {
  const components = bytes[at + 9] ?? 0;
  if (length < 8 + 3 * components || at + 2 + length > bytes.length) return null;
  const ids: number[] = [];
  const factors = new Set<number>();
  for (let i = 0; i < components; i += 1) {
    ids.push(bytes[at + 10 + 3 * i] ?? 0);
    factors.add(bytes[at + 11 + 3 * i] ?? 0);
  }
  return {
    marker,
    precision: bytes[at + 4] ?? 0,
    rows: u16(bytes, at + 5),
    columns: u16(bytes, at + 7),
    components,
    ids,
    subsampled: factors.size > 1,
  };
}

interface JpegRest {
  /** Transform byte of the APP14 segment. */
  readonly adobe: number | null;
  readonly near: number | null;
  readonly ended: boolean;
}

function jpegInfo(frame: JpegFrame | null, { adobe, near, ended }: JpegRest): StreamInfo | null {
  if (!frame) return null;
  const letters = frame.ids.length === 3 && frame.ids[0] === 0x52 && frame.ids[1] === 0x47 && frame.ids[2] === 0x42;
  const said = adobe === null ? (letters ? false : null) : adobe !== 0;
  return {
    family: frame.marker === 0xf7 ? 'jpeg-ls' : 'jpeg',
    rows: frame.rows,
    columns: frame.columns,
    components: frame.components,
    precision: frame.precision,
    signed: false,
    process: frame.marker === 0xf7 ? null : frame.marker - 0xc0,
    colourTransform: frame.subsampled ? true : said,
    uneven: false,
    // SOF3, 7, 11 and 15 are the lossless processes.
    reversible: frame.marker === 0xf7 ? near === 0 : (frame.marker & 3) === 3,
    announcedEnd: null,
    ended,
  };
}

/** The last marker of the data, before padding bytes, is `marker`. */
function endedBy(bytes: Uint8Array, marker: number): boolean {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  if (end >= 2 && bytes[end - 1] === marker && bytes[end - 2] === 0xff) return true;
  // Some writers pad with other bytes: the marker may stand a little before the end.
  for (let at = end - 2; at >= 0 && at > end - 64; at -= 1)
    if (bytes[at] === 0xff && bytes[at + 1] === marker) return true;
  return false;
}

/** ISO 15444-1 A.5.1 (SIZ), A.6.1 (COD); CAP (0xFF50) marks part 15, high throughput. */
function readCodestream(bytes: Uint8Array): StreamInfo | null {
  if (bytes.length < 44) return null;
  const components = u16(bytes, 40);
  const length = u16(bytes, 4);
  if (length < 38 + 3 * components || 4 + length > bytes.length || components === 0) return null;
  let precision = 0;
  let signed = false;
  let uneven = false;
  for (let i = 0; i < components; i += 1) {
    const ssiz = bytes[42 + 3 * i] ?? 0;
    uneven = uneven || ssiz !== bytes[42] || bytes[43 + 3 * i] !== 1 || bytes[44 + 3 * i] !== 1;
    precision = Math.max(precision, (ssiz & 0x7f) + 1);
    signed = signed || (ssiz & 0x80) !== 0;
  }
  let highThroughput = false;
  let transform: boolean | null = null;
  let reversible = false;
  let at = 4 + length;
  while (at + 4 <= bytes.length && u16(bytes, at) !== 0xff90) {
    const marker = u16(bytes, at);
    if (marker < 0xff00) return null;
    if (marker === 0xff50) highThroughput = true;
    if (marker === 0xff52) {
      transform = (bytes[at + 8] ?? 0) !== 0;
      reversible = bytes[at + 13] === 1;
    }
    at += 2 + u16(bytes, at + 2);
  }
  return {
    family: highThroughput ? 'htj2k' : 'jpeg-2000',
    rows: u32(bytes, 12) - u32(bytes, 20),
    columns: u32(bytes, 8) - u32(bytes, 16),
    components,
    precision,
    signed,
    process: null,
    colourTransform: transform,
    uneven,
    reversible,
    announcedEnd: tilePartsEnd(bytes, at),
    ended: endedBy(bytes, 0xd9),
  };
}

/** Adds up the tile parts (SOT, A.4.2). Psot 0 means "to the end", which says nothing. */
function tilePartsEnd(bytes: Uint8Array, from: number): number | null {
  let at = from;
  while (at + 12 <= bytes.length && u16(bytes, at) === 0xff90) {
    const length = u32(bytes, at + 6);
    if (length === 0) return null;
    if (length < 14) return null;
    at += length;
  }
  return at;
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function u32(bytes: Uint8Array, at: number): number {
  return u16(bytes, at) * 65536 + u16(bytes, at + 2);
}
