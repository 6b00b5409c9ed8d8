const COLOURS = ['r', 'g', 'b'] as const;

/** Columns red, green and blue, adapted to D50. */
export const D50_SRGB = [0.43607, 0.22249, 0.01392, 0.38515, 0.71687, 0.09708, 0.14307, 0.06061, 0.7141] as const;
export const D50_ADOBE = [0.60974, 0.31111, 0.01947, 0.20528, 0.62567, 0.06087, 0.14919, 0.06322, 0.74457] as const;

export function gammaCurve(gamma: number): Buffer {
  return numbers('curv', [1, Math.round(gamma * 256)]);
}

export function sampledCurve(entries: number, light: (value: number) => number): Buffer {
  const values = Array.from({ length: entries }, (_, at) => Math.round(65535 * light(at / (entries - 1))));
  return numbers('curv', [entries, ...values]);
}

/** @param kind 0 to 4, with its 1, 3, 4, 5 or 7 parameters (ICC.1 clause 10.18) */
export function parametricCurve(kind: number, parameters: readonly number[]): Buffer {
  const body = Buffer.alloc(12 + 4 * parameters.length);
  body.write('para', 0, 'latin1');
  body.writeUInt16BE(kind, 8);
  for (const [at, value] of parameters.entries()) body.writeInt32BE(Math.round(value * 65536), 12 + 4 * at);
  return body;
}

function numbers(kind: string, [count = 0, ...values]: readonly number[]): Buffer {
  const body = Buffer.alloc(12 + 2 * values.length);
  body.write(kind, 0, 'latin1');
  body.writeUInt32BE(count, 8);
  for (const [at, value] of values.entries()) body.writeUInt16BE(value, 12 + 2 * at);
  return body;
}

function xyz(values: readonly number[]): Buffer {
  const body = Buffer.alloc(20);
  body.write('XYZ ', 0, 'latin1');
  for (const [at, value] of values.entries()) body.writeInt32BE(Math.round(value * 65536), 8 + 4 * at);
  return body;
}

export interface MadeProfile {
  /** Columns red, green, blue, each X, Y, Z. */
  readonly colours: readonly number[];
  /** One for all three, or one each. */
  readonly curves: readonly Buffer[];
  readonly version?: 2 | 4;
  /** More tags, as they are. */
  readonly more?: readonly (readonly [string, Buffer])[];
}

/** A monitor profile of three colours and their curves, as an ICC reader of any program takes it. */
export function iccProfile({ colours, curves, version = 2, more = [] }: MadeProfile): Uint8Array {
  const tags: (readonly [string, Buffer])[] = [
    ['desc', description('made')],
    ['cprt', text('none')],
    ['wtpt', xyz([0.9642, 1, 0.8249])],
    ...COLOURS.map((name, at) => [`${name}XYZ`, xyz(colours.slice(3 * at, 3 * at + 3))] as const),
    ...COLOURS.map((name, at) => [`${name}TRC`, curves[at] ?? curves[0] ?? Buffer.alloc(0)] as const),
    ...more,
  ];
  const table = Buffer.alloc(4 + 12 * tags.length);
  table.writeUInt32BE(tags.length, 0);
  const bodies: Buffer[] = [];
  let at = 128 + table.length;
  for (const [index, [name, body]] of tags.entries()) {
    table.write(name, 4 + 12 * index, 'latin1');
    table.writeUInt32BE(at, 8 + 12 * index);
    table.writeUInt32BE(body.length, 12 + 12 * index);
    const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
    bodies.push(padded);
    at += padded.length;
  }
  const head = Buffer.alloc(128);
  head.writeUInt32BE(at, 0);
  head.writeUInt32BE(version === 4 ? 0x04200000 : 0x02100000, 8);
  head.write('mntrRGB XYZ ', 12, 'latin1');
  head.write('acsp', 36, 'latin1');
  for (const [part, value] of [0.9642, 1, 0.8249].entries())
    head.writeInt32BE(Math.round(value * 65536), 68 + 4 * part);
  return new Uint8Array(Buffer.concat([head, table, ...bodies]));
}

function text(words: string): Buffer {
  return Buffer.concat([Buffer.from('text\0\0\0\0', 'latin1'), Buffer.from(`${words}\0`, 'latin1')]);
}

function description(words: string): Buffer {
  const body = Buffer.alloc(12 + words.length + 1 + 78);
  body.write('desc', 0, 'latin1');
  body.writeUInt32BE(words.length + 1, 8);
  body.write(words, 12, 'latin1');
  return body;
}
