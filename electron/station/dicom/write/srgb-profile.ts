/** Longest name in the profile, with its end. */
const NAME = 'sRGB\0';
const RIGHTS = 'No rights reserved\0';
/** Red, green and blue of sRGB, adapted to the D50 white of a profile (IEC 61966-2-1, Bradford). */
const PRIMARIES = [
  ['rXYZ', 0.43607, 0.22249, 0.01392],
  ['gXYZ', 0.38515, 0.71687, 0.09708],
  ['bXYZ', 0.14307, 0.06061, 0.7141],
] as const;
const D50 = [0.9642, 1, 0.8249] as const;
const GAMMA_ENTRIES = 256;

/**
 * A small ICC profile (version 2.1, input device, RGB) that says that colours are sRGB: colour presentation states must have one
 * (Part 3, C.11.15). Always the same bytes.
 */
export function srgbProfile(): Uint8Array {
  const curve = tone();
  const tags: [string, Buffer][] = [
    ['desc', description()],
    ['cprt', Buffer.concat([Buffer.from('text\0\0\0\0', 'latin1'), Buffer.from(RIGHTS, 'latin1')])],
    ['wtpt', xyz(D50)],
    ...PRIMARIES.map(([name, x, y, z]): [string, Buffer] => [name, xyz([x, y, z])]),
    ...(['rTRC', 'gTRC', 'bTRC'] as const).map((name): [string, Buffer] => [name, curve]),
  ];
  const table = Buffer.alloc(4 + tags.length * 12);
  table.writeUInt32BE(tags.length, 0);
  const bodies: Buffer[] = [];
  let at = 128 + table.length;
  let shared = 0;
  for (const [index, [name, body]] of tags.entries()) {
    const isCurve = body === curve;
    const offset = isCurve && shared > 0 ? shared : at;
    table.write(name, 4 + index * 12, 'latin1');
    table.writeUInt32BE(offset, 8 + index * 12);
    table.writeUInt32BE(body.length, 12 + index * 12);
    if (offset !== at) continue;
    if (isCurve) shared = at;
    const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
    bodies.push(padded);
    at += padded.length;
  }
  return Buffer.concat([header(at), table, ...bodies]);
}

function header(size: number): Buffer {
  const head = Buffer.alloc(128);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(0x02100000, 8);
  head.write('scnrRGB XYZ ', 12, 'latin1');
  // 2026-01-01: a time of its own would make other bytes each day.
  for (const [index, part] of [2026, 1, 1, 0, 0, 0].entries()) head.writeUInt16BE(part, 24 + index * 2);
  head.write('acsp', 36, 'latin1');
  for (const [index, part] of D50.entries()) head.writeInt32BE(fixed(part), 68 + index * 4);
  return head;
}

function description(): Buffer {
  const body = Buffer.alloc(12 + NAME.length + 78);
  body.write('desc', 0, 'latin1');
  body.writeUInt32BE(NAME.length, 8);
  body.write(NAME, 12, 'latin1');
  return body;
}

function xyz(values: readonly [number, number, number]): Buffer {
  const body = Buffer.alloc(20);
  body.write('XYZ ', 0, 'latin1');
  for (const [index, value] of values.entries()) body.writeInt32BE(fixed(value), 8 + index * 4);
  return body;
}

/** The curve of sRGB, device value to light. */
function tone(): Buffer {
  const body = Buffer.alloc(12 + GAMMA_ENTRIES * 2);
  body.write('curv', 0, 'latin1');
  body.writeUInt32BE(GAMMA_ENTRIES, 8);
  for (let entry = 0; entry < GAMMA_ENTRIES; entry += 1) {
    const value = entry / (GAMMA_ENTRIES - 1);
    const light = value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    body.writeUInt16BE(Math.round(light * 65535), 12 + entry * 2);
  }
  return body;
}

/** s15Fixed16. */
function fixed(value: number): number {
  return Math.round(value * 65536);
}
