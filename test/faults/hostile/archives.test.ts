import { deflateRawSync } from 'node:zlib';
import path from 'node:path';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ctImage } from '../../helpers/dicom-builder.ts';
import { importBench, seen } from '../../integration/import/import-fixture.ts';
import { watchedHost } from './watched-host.ts';
import { archiveOf, centralRecord, centralRecords, fileOf, localRecord, renamed, zipBytes } from './zip-files.ts';

const MEGABYTE = 1024 * 1024;
/** Of a parser process: what an empty one takes, the largest entry that is read at once, and as much again to pass it on. */
const MOST_MEMORY_MB = 600;
/** Entries of an archive that is just not too long. */
const MANY = process.env['NIGHTJAR_LONG'] ? 100_000 : 5_000;
const codes = (report: { readonly refused: readonly { readonly code: string }[] }): readonly string[] =>
  report.refused.map((one) => one.code);

/** Imports an archive with a good file beside it, and makes sure that the good one arrived. */
async function importOf(bytes: Uint8Array) {
  const host = watchedHost();
  const bench = await importBench({ host });
  const file = await fileOf(bytes);
  const good = await fileOf(ctImage(), 'good');
  const report = await bench.import([file, good]);
  expect(report.imported).toBeGreaterThan(0);
  expect(host.peakMb()).toBeLessThan(MOST_MEMORY_MB);
  return { bench, file, report, seconds: host.cpuSeconds(), host };
}

describe('a hostile ZIP archive', () => {
  it('F44: names that climb, are absolute or mean a drive are names and nothing else', async () => {
    const names = [
      '../../../../evil1',
      '/etc/cron.d/evil2',
      'C:\\Windows\\evil3',
      '..\\..\\..\\evil4',
      'a\0/../../evil5',
    ];
    const plain = names.map((name, index) => `${index}${'x'.repeat(name.length - 1)}`);
    let bytes = await zipBytes(plain.map((name) => ({ name, bytes: ctImage() })));
    for (const [index, name] of names.entries())
      bytes = renamed(bytes, plain[index] ?? '', Buffer.from(name, 'latin1'));
    const { report, file } = await importOf(bytes);
    expect(report).toEqual({ imported: 6, already: 0, conflicts: [], ignored: 0, refused: [] });
    expect(readdirSync(path.dirname(file))).toEqual(['studies.zip']);
  });

  it('F44: links, entries of the same name, encrypted ones and archives inside are each counted, with a code', async () => {
    const inner = await zipBytes([{ name: 'deep', bytes: ctImage() }]);
    const bytes = await zipBytes([
      { name: 'same', bytes: ctImage() },
      { name: 'Same', bytes: ctImage() },
      { name: 'link', bytes: Buffer.from('/etc/passwd'), mode: 0o120777 },
      { name: 'inner.zip', bytes: inner },
      { name: 'secret', bytes: ctImage() },
      { name: 'odd-way', bytes: ctImage() },
    ]);
    const named = renamed(bytes, 'Same', Buffer.from('same'));
    const records = centralRecords(named);
    const last = records.slice(-2);
    named.writeUInt16LE(named.readUInt16LE((last[0] ?? 0) + 8) | 1, (last[0] ?? 0) + 8);
    named.writeUInt16LE(14, (last[1] ?? 0) + 10);
    const { report } = await importOf(named);
    expect(report.imported).toBe(3);
    expect([...codes(report)].sort()).toEqual([
      'import/archive-damaged',
      'import/archive-damaged',
      'import/archive-encrypted',
      'import/link-refused',
    ]);
    expect(seen(report)).toBe(7);
  });

  it('F44: an archive whose list is encrypted says so', async () => {
    const bytes = await zipBytes([{ name: 'a', bytes: ctImage() }]);
    const [record = 0] = centralRecords(bytes);
    bytes.writeUInt16LE(0x41, record + 8);
    expect(codes((await importOf(bytes)).report)).toEqual(['import/archive-encrypted']);
  });

  it('F44: a file that is named like a folder is not passed over', async () => {
    const bytes = renamed(await zipBytes([{ name: 'ab', bytes: ctImage() }]), 'ab', Buffer.from('a/'));
    expect((await importOf(bytes)).report).toMatchObject({ imported: 2, refused: [] });
  });

  it('F44: an entry that grows a thousandfold is refused before it is read', async () => {
    const packed = deflateRawSync(Buffer.alloc(200 * MEGABYTE), { level: 9 });
    const central = centralRecord({ name: 'bomb', offset: 0, packed: packed.length, size: 200 * MEGABYTE, method: 8 });
    const bytes = archiveOf(localRecord('bomb', packed, 8), central, 1);
    const { report, seconds } = await importOf(bytes);
    expect(codes(report)).toEqual(['import/archive-too-large']);
    expect(seconds).toBeLessThan(10);
  });

  it('F44: an entry that says it is small is read no further than it says', async () => {
    const packed = deflateRawSync(Buffer.alloc(200 * MEGABYTE), { level: 9 });
    const central = centralRecord({ name: 'bomb', offset: 0, packed: packed.length, size: 1000, method: 8 });
    const bytes = archiveOf(localRecord('bomb', packed, 8), central, 1);
    const { report, host } = await importOf(bytes);
    expect(codes(report)).toEqual(['import/archive-damaged']);
    expect(host.peakMb()).toBeLessThan(250);
  });

  it('F44: many entries that together grow too much are refused as one archive', async () => {
    const packed = deflateRawSync(Buffer.alloc(90 * MEGABYTE), { level: 9 });
    const local = localRecord('bomb', packed, 8);
    const facts = { name: 'bomb', packed: packed.length, size: 90 * MEGABYTE, method: 8 };
    const records = Array.from({ length: 40 }, (_, index) => centralRecord({ ...facts, offset: index * local.length }));
    const locals = Buffer.concat(records.map(() => local));
    const { report } = await importOf(archiveOf(locals, Buffer.concat(records), records.length));
    expect(codes(report)).toEqual(['import/archive-too-large']);
  });

  it('F44: entries that share the same bytes are refused as one archive', async () => {
    const packed = deflateRawSync(Buffer.alloc(10 * MEGABYTE), { level: 9 });
    const facts = { name: 'bomb', offset: 0, packed: packed.length, size: 10 * MEGABYTE, method: 8 };
    const central = Buffer.concat([centralRecord(facts), centralRecord(facts)]);
    const { report } = await importOf(archiveOf(localRecord('bomb', packed, 8), central, 2));
    expect(codes(report)).toEqual(['import/archive-damaged']);
  });

  it.each([
    ['a size beyond every number', { size: 0xffffffff, packed: 0xffffffff, extra: true }],
    ['more packed bytes than the archive has', { size: 1000, packed: 1_000_000, extra: false }],
    ['a size of nothing', { size: 0, packed: 400, extra: false }],
  ])('F44: an entry with %s is refused alone, and the next is read', async (_, { size, packed, extra }) => {
    const image = ctImage();
    const first = localRecord('liar', Buffer.alloc(400, 7));
    // ZIP64 field (APPNOTE 4.5.3) with two sizes of 64 bits.
    const wide = Buffer.concat([Buffer.from([1, 0, 16, 0]), Buffer.alloc(16, 0xff)]);
    const good = await zipBytes([{ name: 'fine', bytes: image }]);
    const crc = good.readUInt32LE((centralRecords(good)[0] ?? 0) + 16);
    const central = Buffer.concat([
      centralRecord({ name: 'liar', offset: 0, packed, size, ...(extra ? { extra: wide } : {}) }),
      centralRecord({ name: 'fine', offset: first.length, packed: image.length, size: image.length, crc }),
    ]);
    const { report } = await importOf(archiveOf(Buffer.concat([first, localRecord('fine', image)]), central, 2));
    expect(report).toMatchObject({ imported: 2, refused: [{ code: 'import/archive-damaged' }] });
    expect(seen(report)).toBe(3);
  });

  it('F44: a list that claims a million entries is refused at once', async () => {
    const central = centralRecord({ name: 'a', offset: 0, packed: 0, size: 0 });
    for (const [count, code] of [
      [1_000_000, 'import/archive-too-large'],
      [2 ** 52, 'import/archive-too-large'],
      [50_000, 'import/archive-damaged'],
    ] as const) {
      const { report, seconds } = await importOf(archiveOf(localRecord('a', Buffer.alloc(0)), central, count));
      expect(codes(report)).toEqual([code]);
      expect(seconds).toBeLessThan(5);
    }
  });

  it('F44: a million real entries are refused as one archive, fewer are counted one by one', async () => {
    const filled = (count: number): Buffer => {
      const local = localRecord('a', Buffer.alloc(0));
      const records = Array.from({ length: count }, (_, at) =>
        centralRecord({ name: 'a', offset: at * local.length, packed: 0, size: 0 }),
      );
      return archiveOf(Buffer.concat(records.map(() => local)), Buffer.concat(records), count);
    };
    const million = await importOf(filled(1_000_000));
    expect(codes(million.report)).toEqual(['import/archive-too-large']);
    expect(million.seconds).toBeLessThan(20);
    const many = await importOf(filled(MANY));
    expect(many.report.refused.length).toBe(MANY);
    expect(new Set(codes(many.report))).toEqual(new Set(['dicom/empty-file']));
    expect(many.seconds).toBeLessThan(120);
  });

  it('F44: endless names come clipped into the report', async () => {
    const name = 'n'.repeat(60_000);
    const local = localRecord(name, Buffer.alloc(0));
    const records = Array.from({ length: 100 }, (_, at) =>
      centralRecord({ name, offset: at * local.length, packed: 0, size: 0 }),
    );
    const locals = Buffer.concat(records.map(() => local));
    const { report } = await importOf(archiveOf(locals, Buffer.concat(records), records.length));
    expect(report.refused).toHaveLength(100);
    expect(Math.max(...report.refused.map((one) => path.basename(one.path).length))).toBeLessThan(600);
  });

  it('F44: an archive cut at any place ends in a code, and the file beside it arrives', async () => {
    const bytes = await zipBytes([
      { name: 'a', bytes: ctImage() },
      { name: 'b', bytes: ctImage() },
    ]);
    const bench = await importBench();
    for (let cut = 30; cut < bytes.length; cut += 97) {
      const report = await bench.import([await fileOf(bytes.subarray(0, cut)), await fileOf(ctImage(), 'good')]);
      expect(report).toMatchObject({ imported: 1, refused: [{ code: 'import/archive-damaged' }] });
    }
  });
});
