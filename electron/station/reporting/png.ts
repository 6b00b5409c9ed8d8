import { crc32, deflateSync } from 'node:zlib';
import type { Raster } from '../../../shared/rules/picture-raster.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const GREY = 0;
const TRUE_COLOUR = 2;
/** Each byte is written as its difference from the pixel to the left of it. */
const SUB = 1;

/** A picture as a PNG file (ISO/IEC 15948), 8 bits a sample, without loss. */
export function pngOf({ rows, columns, samples, data }: Raster): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(columns, 0);
  head.writeUInt32BE(rows, 4);
  head.set([8, samples === 1 ? GREY : TRUE_COLOUR], 8);
  const line = columns * samples;
  const lines = Buffer.alloc(rows * (line + 1));
  for (let row = 0; row < rows; row += 1) {
    const to = row * (line + 1);
    lines[to] = SUB;
    for (let at = 0; at < line; at += 1) {
      const left = at < samples ? 0 : (data[row * line + at - samples] ?? 0);
      lines[to + 1 + at] = ((data[row * line + at] ?? 0) - left) & 0xff;
    }
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([size, named, check]);
}
