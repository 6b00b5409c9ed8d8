import { crc32 } from 'node:zlib';

export interface ZipEntry {
  /** With "/" between folders; ASCII. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** 1980-01-01 00:00, the first that a zip can say: the same entries give the same bytes. */
const DATE = 0x0021;
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;

/** A zip of entries as they are, without compression. For bundles of some megabytes; 4 GB is the end of the format. */
export function writeZip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of entries) {
    const label = Buffer.from(name, 'ascii');
    const common = commonFields(bytes, label.length);
    const local = Buffer.concat([u32(LOCAL), common, label]);
    // Comment, disk and attributes are all zero; then the place of the entry.
    central.push(Buffer.concat([u32(CENTRAL), u16(VERSION), common, Buffer.alloc(10), u32(offset), label]));
    parts.push(local, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    offset += local.length + bytes.byteLength;
  }
  const directory = Buffer.concat(central);
  const count = u16(entries.length);
  const end = Buffer.concat([u32(END), Buffer.alloc(4), count, count, u32(directory.length), u32(offset), u16(0)]);
  return Buffer.concat([...parts, directory, end]);
}

/** From "version needed" to "length of the extra field", as both headers have them. */
function commonFields(bytes: Uint8Array, nameLength: number): Buffer {
  const size = u32(bytes.byteLength);
  return Buffer.concat([
    ...[u16(VERSION), u16(0), u16(0), u16(0), u16(DATE)],
    ...[u32(crc32(bytes)), size, size, u16(nameLength), u16(0)],
  ]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
