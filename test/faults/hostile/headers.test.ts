import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { exportObject } from '../../../electron/station/archive/export-object.ts';
import { parseDicom } from '../../../electron/station/dicom/parse/parse-dicom.ts';
import { readFileOutcome } from '../../../electron/station/dicom/parse/read-file.ts';
import { ObjectId } from '../../../shared/model/ids.ts';
import { concat, ctImage, dataSetBytes, dicomFile, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { importBench, seen } from '../../integration/import/import-fixture.ts';
import { watchedHost } from './watched-host.ts';

/** Of a parser process over all the files of a test. An empty one takes about 90 MB. */
const MOST_MEMORY_MB = 600;
const IMPLICIT = '1.2.840.10008.1.2';

async function folderOf(files: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const dir = await tempDir();
  for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(dir, name), bytes);
  return dir;
}

/** Imports files with a good one among them; gives the code that each one was refused with, null where it was stored. */
async function codesOf(files: Readonly<Record<string, Uint8Array>>) {
  const host = watchedHost();
  const bench = await importBench({ host });
  const all = { ...files, 'zz-good': ctImage() };
  const dir = await folderOf(all);
  const report = await bench.import([dir]);
  expect(seen(report)).toBe(Object.keys(all).length);
  expect(report.imported).toBeGreaterThan(0);
  // None of them takes its process with it.
  expect(host.started()).toBeLessThanOrEqual(2);
  expect(host.peakMb()).toBeLessThan(MOST_MEMORY_MB);
  const refused = new Map(report.refused.map((one) => [path.basename(one.path), one.code]));
  const codes = Object.fromEntries(Object.keys(files).map((name) => [name, refused.get(name) ?? null]));
  return { codes, bench, dir, seconds: host.cpuSeconds() };
}

const notesOf = (bytes: Uint8Array): readonly string[] => {
  const result = parseDicom(bytes, { sha256: '' });
  if (!result.ok) throw new Error(`refused: ${result.error.code}`);
  return result.value.notes;
};

describe('a file that is no image', () => {
  it('F32: is refused with its reason in a few milliseconds, and what can be read without a preamble is read', async () => {
    const whole = ctImage([], { transferSyntax: IMPLICIT });
    const files = {
      empty: new Uint8Array(0),
      'one-byte': Uint8Array.of(68),
      '131-bytes': whole.subarray(0, 131),
      '132-bytes': whole.subarray(0, 132),
      '140-bytes': whole.subarray(0, 140),
      text: Buffer.from('The quick brown fox jumps over the lazy dog. '.repeat(20)),
      zeros: new Uint8Array(100_000),
      picture: concat([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), new Uint8Array(1000)]),
      'meta-alone': dicomFile([]),
      'no-preamble': ctImage().subarray(128),
      'implicit-without-meta': whole.subarray(132 + 12 + 8 + 18),
    };
    const { codes, dir } = await codesOf(files);
    expect(codes).toEqual({
      empty: 'dicom/empty-file',
      'one-byte': 'dicom/not-dicom',
      '131-bytes': 'dicom/not-dicom',
      '132-bytes': 'dicom/not-dicom',
      '140-bytes': expect.stringMatching(/^dicom\//),
      text: 'dicom/not-dicom',
      zeros: 'dicom/not-dicom',
      picture: 'dicom/not-dicom',
      'meta-alone': 'dicom/not-dicom',
      'no-preamble': null,
      'implicit-without-meta': null,
    });
    for (const name of Object.keys(files)) {
      // The best of some: the machine may be busy with something else.
      const times = Array.from({ length: 20 }, () => {
        const begin = performance.now();
        readFileOutcome(path.join(dir, name));
        return performance.now() - begin;
      });
      expect(Math.min(...times), name).toBeLessThan(10);
    }
  });
});

describe('a preamble that is something else', () => {
  it('F33: is flagged in the row and audited, stored untouched, and zeroed on export', async () => {
    const beginnings = {
      pe: 'MZ\x90\0',
      elf: '\x7fELF\x02',
      'mach-o': '\xcf\xfa\xed\xfe',
      script: '#!/bin/sh\nrm -rf /\n',
      markup: '<script>alert(1)</script>',
      pdf: '%PDF-1.7',
      tiff: 'II*\0',
    };
    const files: Readonly<Record<string, Uint8Array>> = Object.fromEntries(
      Object.entries(beginnings).map(([name, text]) => [name, ctImage([], { preamble: Buffer.from(text, 'latin1') })]),
    );
    // An archive whose first entry is the rest of an image: it counts as an image, not as an archive.
    const zip = ctImage([], { preamble: Buffer.from('PK\x03\x04', 'latin1') });
    const { codes, bench } = await codesOf({ ...files, zip, plain: ctImage() });
    expect(new Set(Object.values(codes))).toEqual(new Set([null]));
    const objects = [...bench.archive.objectsWithPixels()];
    expect(objects.filter((one) => one.preambleFlag)).toHaveLength(8);
    expect(objects).toHaveLength(10);
    const audited = bench.store.index
      .prepare<[], string>("SELECT detail FROM audit WHERE command = 'archive.ingest'")
      .pluck()
      .all();
    const flagged = audited.map((detail) => /"suspiciousPreambles":(\d+)/.exec(detail)?.[1]);
    expect(flagged.reduce((sum, count) => sum + Number(count), 0)).toBe(8);
    const out = await tempDir();
    const originals = [...Object.values(files), zip].map((bytes) => Buffer.from(bytes));
    for (const { objectId } of objects.filter((one) => one.preambleFlag)) {
      const stored = Buffer.from(await bench.archive.readFile(objectId));
      expect(originals.some((bytes) => bytes.equals(stored))).toBe(true);
      const { archive, store } = bench;
      const options = {
        ...{ archive, blobs: store.blobs, commands: store.commands, personId: store.personId },
        requireMayLeave: () => undefined,
      };
      const file = path.join(out, objectId);
      const exported = await exportObject({ ...options, storeDir: store.dir }, ObjectId.parse(objectId), file);
      expect(exported.preambleZeroed).toBe(true);
      const bytes = readFileSync(file);
      expect(bytes.subarray(0, 128).every((byte) => byte === 0)).toBe(true);
      expect(bytes.subarray(128).equals(stored.subarray(128))).toBe(true);
    }
    const exports = bench.store.index
      .prepare<[], string>("SELECT detail FROM audit WHERE command = 'archive.exportObject'")
      .pluck()
      .all();
    expect(exports.filter((detail) => detail.includes('"preambleZeroed":true'))).toHaveLength(8);
  });
});

/** Puts other bytes at a distance behind the header of an implicit element. */
function forged(file: Uint8Array, tag: readonly [number, number], at: number, bytes: readonly number[]): Uint8Array {
  const head = Buffer.from([tag[0] & 0xff, tag[0] >> 8, tag[1] & 0xff, tag[1] >> 8]);
  const copy = Buffer.from(file);
  const place = copy.indexOf(head, 140);
  if (place < 0) throw new Error('no such element');
  copy.set(bytes, place + at);
  return copy;
}

describe('a length beyond the end', () => {
  const image = ctImage([element(0x00200052, 'UI', '1.2.3.4.5.6')], { transferSyntax: IMPLICIT });

  it('F34: is an error of this file alone, with memory and time capped', async () => {
    const { codes, seconds } = await codesOf({
      recipe: forged(image, [0x0020, 0x0052], 6, [0x53, 0x51]),
      'largest-even': forged(image, [0x0020, 0x0052], 4, [0xfe, 0xff, 0xff, 0xff]),
      'one-too-many': forged(image, [0x0020, 0x0052], 4, [0xff, 0xff, 0, 0]),
      'long-pixels': forged(image, [0x7fe0, 0x0010], 4, [0xfe, 0xff, 0xff, 0x7f]),
    });
    expect(codes).toEqual({
      recipe: 'dicom/damaged-header',
      'largest-even': 'dicom/damaged-header',
      'one-too-many': 'dicom/damaged-header',
      // The header is whole: listed, and marked as short.
      'long-pixels': null,
    });
    expect(seconds).toBeLessThan(10);
    expect(notesOf(forged(image, [0x7fe0, 0x0010], 4, [0xfe, 0xff, 0xff, 0x7f]))).toContain('pixel-data-short');
  });

  it.skipIf(!hasTestdata())('F34: the file that ends other readers for want of memory is refused', async () => {
    const bytes = Buffer.from(readFileSync(testdata('rt', 'rtdose_rle.dcm')));
    bytes.set([0x53, 0x51], 1044);
    const { codes } = await codesOf({ bytes });
    expect(codes).toEqual({ bytes: expect.stringMatching(/^dicom\//) });
  });
});

describe('sequences without end', () => {
  // (0009,1010) SQ of undefined length with an item of undefined length.
  const open = Buffer.from('0900101053510000fffffffffeff00e0ffffffff', 'hex');
  const nested = (depth: number): Uint8Array => Buffer.alloc(depth * open.length, open);
  const repeated = (hex: string, count: number): Uint8Array => Buffer.alloc((count * hex.length) / 2, hex, 'hex');
  const withHeader = (rest: Uint8Array): Uint8Array => concat([dicomFile([element(0x00080060, 'CS', 'CT')]), rest]);

  it('F35: nested or repeated up to a million times, they are refused within the caps', async () => {
    const { codes, seconds } = await codesOf({
      'nested-5000': withHeader(nested(5000)),
      'nested-1000000': withHeader(nested(1_000_000)),
      // (0009,1010) SQ of length nought, a million times.
      'empty-1000000': withHeader(repeated('090010105351000000000000', 1_000_000)),
      // One sequence with two million empty items.
      'items-2000000': withHeader(
        concat([Buffer.from('0900101053510000ffffffff', 'hex'), repeated('feff00e000000000', 2_000_000)]),
      ),
      'no-delimiter': withHeader(Buffer.from('0900101053510000fffffffffeff00e0ffffffff0800600043530200', 'hex')),
    });
    expect(codes).toEqual({
      'nested-5000': 'dicom/too-deep',
      'nested-1000000': 'dicom/too-deep',
      'empty-1000000': 'dicom/too-large',
      'items-2000000': 'dicom/too-large',
      'no-delimiter': 'dicom/damaged-header',
    });
    expect(seconds).toBeLessThan(20);
  });

  it('F35: many frames, windows or tables in a small file do not become large rows', async () => {
    const tables = Array.from({ length: 40 }, () => [
      element(0x00283002, 'US', [0, 0, 16]),
      element(0x00283006, 'OW', new Uint8Array(131_072)),
    ]);
    const oneBit = [
      element(0x00280008, 'IS', '8000000'),
      element(0x00280010, 'US', 1),
      element(0x00280011, 'US', 1),
      element(0x00280100, 'US', 1),
      element(0x00280101, 'US', 1),
      element(0x00280102, 'US', 0),
      element(0x7fe00010, 'OW', new Uint8Array(1_000_000)),
    ];
    const many = Array.from({ length: 3000 }, () => '1').join('\\');
    const { codes, bench } = await codesOf({
      shared: ctImage([element(0x52009229, 'SQ', [[element(0x00080060, 'CS', 'CT')]]), ...oneBit]),
      'per-frame': ctImage([element(0x52009230, 'SQ', [[element(0x00080060, 'CS', 'CT')]]), ...oneBit]),
      tables: ctImage([element(0x00283010, 'SQ', tables)], { transferSyntax: IMPLICIT }),
      windows: ctImage([element(0x00281050, 'DS', many), element(0x00281051, 'DS', many)]),
    });
    expect(codes).toEqual({ shared: null, 'per-frame': 'dicom/too-large', tables: null, windows: null });
    const largest = bench.store.index.prepare<[], number>('SELECT max(length(image)) FROM object').pluck().get();
    expect(largest).toBeLessThan(8_000_000);
  });
});

describe('a careless writer', () => {
  const image = ctImage();
  const syntax = dataSetBytes([element(0x00020010, 'UI', '1.2.840.10008.1.2.1')], {});
  const rest = image.subarray(132 + 12 + syntax.length);
  const head = image.subarray(0, 132);
  const implicitSyntax = dataSetBytes([element(0x00020010, 'UI', '1.2.840.10008.1.2.1')], { transferSyntax: IMPLICIT });
  const length = (value: number): Uint8Array => dataSetBytes([element(0x00020000, 'UL', value)], {});

  it('F36: is read with a note of what is wrong', () => {
    expect(notesOf(concat([head, syntax, rest]))).toContain('group-length-missing');
    for (const wrong of [0, 1, 0xffffffff]) {
      expect(notesOf(concat([head, length(wrong), syntax, rest]))).toContain('group-length-wrong');
    }
    expect(notesOf(concat([head, implicitSyntax, rest]))).toContain('implicit-meta');
    expect(notesOf(concat([image, Buffer.from('trailing garbage, not padded')]))).toContain('trailing-garbage');
    expect(notesOf(concat([image, new Uint8Array(10_000)]))).toContain('trailing-garbage');
    const odd = Buffer.concat([Buffer.from('080060004353030043542020', 'hex').subarray(0, 11), rest]);
    expect(notesOf(concat([head, length(syntax.length), syntax, odd]))).toContain('odd-length');
  });

  it('F36: a group 2 without end ends', async () => {
    const meta = Buffer.alloc(500_000 * 8, '0200120055490000', 'hex');
    const { codes, seconds } = await codesOf({ endless: concat([head, meta, rest]) });
    expect(codes).toEqual({ endless: 'dicom/damaged-header' });
    expect(seconds).toBeLessThan(10);
  });
});

describe('a deflated data set', () => {
  it('F43: that grows without end is refused at its cap', async () => {
    const bomb = (size: number): Uint8Array => {
      const empty = dicomFile([], { transferSyntax: '1.2.840.10008.1.2.1.99' });
      const pixels = Buffer.from('e07f10004f42000000000000', 'hex');
      pixels.writeUInt32LE(size, 8);
      return concat([empty, deflateRawSync(Buffer.concat([pixels, Buffer.alloc(size)]), { level: 9 })]);
    };
    const dir = await folderOf({ bomb: bomb(120 * 1024 * 1024), good: ctImage() });
    const host = watchedHost();
    const bench = await importBench({ host });
    const report = await bench.import([dir]);
    expect(report).toMatchObject({ imported: 1, refused: [{ code: 'dicom/too-large' }] });
    expect(host.started()).toBeLessThanOrEqual(2);
    expect(host.peakMb()).toBeLessThan(900);
  });
});
