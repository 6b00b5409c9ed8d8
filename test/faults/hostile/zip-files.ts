import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { tempDir } from '../../helpers/temp-dir.ts';

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly mode?: number;
}

/** Signatures of the three records (APPNOTE 4.3.7, 4.3.12, 4.3.16). */
export const LOCAL = Buffer.from([0x50, 0x4b, 3, 4]);
export const CENTRAL = Buffer.from([0x50, 0x4b, 1, 2]);
const END = Buffer.from([0x50, 0x4b, 5, 6]);

/** A well-formed archive. */
export async function zipBytes(entries: readonly ZipEntry[]): Promise<Buffer> {
  const archive = new ZipFile();
  for (const { name, bytes, mode } of entries) {
    archive.addBuffer(Buffer.from(bytes), name, mode === undefined ? {} : { mode });
  }
  archive.end();
  return buffer(archive.outputStream);
}

export async function fileOf(bytes: Uint8Array, name = 'studies.zip'): Promise<string> {
  const file = path.join(await tempDir(), name);
  writeFileSync(file, bytes);
  return file;
}

/** Puts another name of the same length over one: the writer refuses to write names that climb. */
export function renamed(bytes: Buffer, from: string, to: Uint8Array): Buffer {
  if (Buffer.byteLength(from) !== to.length) throw new Error('names of the same length only');
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf(from); at >= 0; at = copy.indexOf(from, at + 1)) copy.set(to, at);
  return copy;
}

/** Places of the central records, in order. */
export function centralRecords(bytes: Buffer): readonly number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(CENTRAL); at >= 0; at = bytes.indexOf(CENTRAL, at + 4)) places.push(at);
  return places;
}

/** One central record and nothing behind it. */
export function centralRecord(facts: {
  readonly name: string;
  readonly offset: number;
  readonly packed: number;
  readonly size: number;
  readonly method?: number;
  readonly crc?: number;
  readonly extra?: Uint8Array;
}): Buffer {
  const name = Buffer.from(facts.name);
  const extra = facts.extra ?? Buffer.alloc(0);
  const record = Buffer.alloc(46);
  record.set(CENTRAL, 0);
  record.writeUInt16LE(20, 6);
  record.writeUInt16LE(facts.method ?? 0, 10);
  record.writeUInt32LE(facts.crc ?? 0, 16);
  record.writeUInt32LE(facts.packed, 20);
  record.writeUInt32LE(facts.size, 24);
  record.writeUInt16LE(name.length, 28);
  record.writeUInt16LE(extra.length, 30);
  record.writeUInt32LE(facts.offset, 42);
  return Buffer.concat([record, name, extra]);
}

/** A local header with its data. */
export function localRecord(name: string, data: Uint8Array, method = 0): Buffer {
  const header = Buffer.alloc(30);
  header.set(LOCAL, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(method, 8);
  header.writeUInt16LE(Buffer.byteLength(name), 26);
  return Buffer.concat([header, Buffer.from(name), data]);
}

/** What stands before the central records, these, and an end record that claims `count` of them. */
export function archiveOf(before: Uint8Array, central: Uint8Array, count: number): Buffer {
  const end = Buffer.alloc(22);
  end.set(END, 0);
  end.writeUInt16LE(Math.min(count, 0xffff), 8);
  end.writeUInt16LE(Math.min(count, 0xffff), 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(before.length, 16);
  if (count < 0xffff) return Buffer.concat([before, central, end]);
  // ZIP64 end record and its locator (APPNOTE 4.3.14, 4.3.15).
  const wide = Buffer.alloc(56 + 20);
  wide.writeUInt32LE(0x06064b50, 0);
  wide.writeBigUInt64LE(44n, 4);
  wide.writeBigUInt64LE(BigInt(count), 24);
  wide.writeBigUInt64LE(BigInt(count), 32);
  wide.writeBigUInt64LE(BigInt(central.length), 40);
  wide.writeBigUInt64LE(BigInt(before.length), 48);
  wide.writeUInt32LE(0x07064b50, 56);
  wide.writeBigUInt64LE(BigInt(before.length + central.length), 64);
  wide.writeUInt32LE(1, 72);
  return Buffer.concat([before, central, wide, end]);
}
