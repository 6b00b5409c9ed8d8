/** Device value 0 to 1 to light 0 to 1. */
export type ToneCurve = (value: number) => number;

/** Colours by three curves and a matrix: the columns are red, green and blue in XYZ of the profile's own white, D50. */
export interface MatrixProfile {
  readonly kind: 'matrix';
  readonly curves: readonly [ToneCurve, ToneCurve, ToneCurve];
  /** Rows X, Y, Z. */
  readonly matrix: readonly number[];
}

/** A profile that maps colours by tables, or not to XYZ, or of other than red, green and blue. */
export interface OtherProfile {
  readonly kind: 'other';
  /** It calls itself sRGB. */
  readonly named: boolean;
}

const HEADER = 128;
const MOST_TAGS = 100;
/** X, Y and Z of D50: what the three colours together must come to, or white would have a tint. */
const WHITE = [0.9642, 1, 0.8249] as const;
const WHITE_NEAR = 0.02;
/** Tags with tables of their own, which go before matrix and curves (ICC.1 clause 8.3). */
const TABLES = ['A2B0', 'A2B1', 'A2B2', 'D2B0', 'D2B1', 'D2B2', 'D2B3'];
/** Numbers that each kind of parametric curve has (ICC.1 clause 10.18). */
const PARAMETERS = [1, 3, 4, 5, 7];

/** Reads a profile of version 2 or 4; null where it is no ICC profile or damaged. Bytes of strangers: nothing is believed. */
export function readIccProfile(bytes: Uint8Array): MatrixProfile | OtherProfile | null {
  const tags = tagsOf(bytes);
  if (tags === null) return null;
  const other = {
    kind: 'other',
    named: latin(tags.get('desc') ?? NOTHING)
      .replaceAll('\0', '')
      .includes('sRGB'),
  } as const;
  const isRgb = latin(bytes, 16, 4) === 'RGB ' && latin(bytes, 20, 4) === 'XYZ ';
  if (!isRgb || TABLES.some((name) => tags.has(name))) return other;
  const columns = ['rXYZ', 'gXYZ', 'bXYZ'].map((name) => xyz(tags.get(name) ?? NOTHING));
  const [red, green, blue] = ['rTRC', 'gTRC', 'bTRC'].map((name) => curve(tags.get(name) ?? NOTHING));
  const matrix = [0, 1, 2].flatMap((row) => columns.map((column) => column?.[row] ?? NaN));
  if (!red || !green || !blue || !isWhite(matrix)) return null;
  return { kind: 'matrix', curves: [red, green, blue], matrix };
}

const NOTHING = new Uint8Array(0);

function tagsOf(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> | null {
  if (bytes.length < HEADER + 4 || latin(bytes, 36, 4) !== 'acsp') return null;
  const tags = new Map<string, Uint8Array>();
  const count = Math.min(view(bytes).getUint32(HEADER), MOST_TAGS);
  for (let at = HEADER + 4; at < HEADER + 4 + 12 * count && at + 12 <= bytes.length; at += 12) {
    const [offset, size] = [view(bytes).getUint32(at + 4), view(bytes).getUint32(at + 8)];
    tags.set(latin(bytes, at, 4), bytes.subarray(offset, offset + size));
  }
  return tags;
}

function isWhite(matrix: readonly number[]): boolean {
  return WHITE.every((wanted, row) => {
    const sum = [0, 1, 2].reduce((total, column) => total + (matrix[3 * row + column] ?? NaN), 0);
    return Math.abs(sum - wanted) < WHITE_NEAR;
  });
}

function xyz(tag: Uint8Array): readonly number[] | null {
  return tag.length < 20 || latin(tag, 0, 4) !== 'XYZ ' ? null : [8, 12, 16].map((at) => fixed(tag, at));
}

function curve(tag: Uint8Array): ToneCurve | null {
  if (tag.length < 12) return null;
  const kind = latin(tag, 0, 4);
  return kind === 'curv' ? sampled(tag) : kind === 'para' ? parametric(tag) : null;
}

/** No entries: as it is. One: a gamma. More: a table, straight between its entries. */
function sampled(tag: Uint8Array): ToneCurve | null {
  const count = view(tag).getUint32(8);
  if (count === 0) return (value) => value;
  if (tag.length < 12 + 2 * count) return null;
  if (count === 1) {
    const gamma = view(tag).getUint16(12) / 256;
    return (value) => value ** gamma;
  }
  const entries = Float64Array.from({ length: count }, (_, at) => view(tag).getUint16(12 + 2 * at) / 65535);
  return (value) => {
    const place = Math.min(1, Math.max(0, value)) * (count - 1);
    const at = Math.min(count - 2, Math.floor(place));
    const [from = 0, to = 0] = [entries[at], entries[at + 1]];
    return from + (to - from) * (place - at);
  };
}

function parametric(tag: Uint8Array): ToneCurve | null {
  const kind = view(tag).getUint16(8);
  const count = PARAMETERS[kind];
  if (count === undefined || tag.length < 12 + 4 * count) return null;
  const [g = 1, a = 1, b = 0, c = 0, d = 0, e = 0, f = 0] = Array.from({ length: count }, (_, at) =>
    fixed(tag, 12 + 4 * at),
  );
  const power = (value: number): number => Math.max(0, a * value + b) ** g;
  if (kind === 0) return (value) => value ** g;
  if (kind <= 2) return (value) => (a * value + b >= 0 ? power(value) : 0) + c;
  return (value) => (value >= d ? power(value) + e : c * value + f);
}

/** s15Fixed16Number. */
function fixed(bytes: Uint8Array, at: number): number {
  return view(bytes).getInt32(at) / 65536;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function latin(bytes: Uint8Array, at = 0, length = bytes.length): string {
  let text = '';
  for (const byte of bytes.subarray(at, at + length)) text += String.fromCharCode(byte);
  return text;
}
