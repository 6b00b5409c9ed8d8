import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { transferSyntax } from '../../../shared/dicom/transfer-syntax.ts';
import { readPixelHeader } from '../../../electron/station/dicom/decode/pixel-header.ts';
import { OwnDecoder } from '../../faults/decode/decoding.ts';
import { element } from '../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../helpers/dicom-builder.ts';
import { goldenRows } from '../../helpers/golden.ts';
import { pydicom } from '../../helpers/judges.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { testdata } from '../../helpers/testdata.ts';
import { readBytes } from './decoders.ts';
import { encapsulatedFile, nativeFile } from './encapsulate.ts';

const decoder = new OwnDecoder();

/** Codings that DCMTK does not read, or not this way. Each is held against its plain form in display-form.test.ts. */
const NOT_BY_DCMTK: Readonly<Record<string, string>> = {
  'ts-color/SC_rgb_32bit.dcm': 'it wants OW where this file has OB',
  'ts-color/SC_ybr_full_uncompressed.dcm': 'it rounds each product by itself, up to two levels in all; pydicom below',
  'us/OBXXXX1A_expb.dcm': 'it takes 8-bit samples in big-endian words as bytes',
};

function colourFiles(): readonly string[] {
  return goldenRows().flatMap(({ path: file }) => {
    const header = readPixelHeader(readBytes(testdata(file)));
    const ours = header.samples === 3 || header.photometric === 'PALETTE COLOR';
    const wavelets = /\.4\.(9\d|20\d)$/.test(header.transferSyntax);
    return ours && !wavelets && !(file in NOT_BY_DCMTK) ? [file] : [];
  });
}

function apart(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  if (ours.length !== theirs.length) return Infinity;
  let most = 0;
  for (let i = 0; i < ours.length; i += 1) most = Math.max(most, Math.abs((ours[i] ?? 0) - (theirs[i] ?? 0)));
  return most;
}

const files = colourFiles();
describe.skipIf(files.length === 0 || !hasPeer('dcmj2pnm') || !hasPeer('pydicom') || !hasPeer('numpy'))(
  'colour of the test data',
  () => {
    it('has every way of coding colour', () => {
      const ways = new Set(files.map((file) => readPixelHeader(readBytes(testdata(file))).photometric));
      expect([...ways].sort()).toEqual(['PALETTE COLOR', 'RGB', 'YBR_FULL', 'YBR_FULL_422']);
    });

    it.each(files)('%s is within one level of what DCMTK shows', async (file) => {
      const folder = await tempDir();
      const [plain, picture] = ['plain.dcm', 'picture.ppm'].map((name) => path.join(folder, name));
      const syntax = transferSyntax(readPixelHeader(readBytes(testdata(file))).transferSyntax).uid;
      const isJpegLs = /\.4\.8\d$/.test(syntax);
      if (isJpegLs) execFileSync('dcmdjpls', [testdata(file), plain ?? ''], { stdio: 'ignore' });
      const source = isJpegLs ? (plain ?? '') : testdata(file);
      execFileSync('dcmj2pnm', ['+F', '1', '+op', source, picture ?? ''], { stdio: 'ignore' });
      const ours = (await decoder.frame(readBytes(testdata(file)), 1, 'display')).data;
      const theirs = readFileSync(picture ?? '');
      expect(apart(ours, theirs.subarray(theirs.length - ours.length))).toBeLessThanOrEqual(1);
    });
  },
);

const us = (tag: number, value: number | readonly number[]): BuiltElement => element(tag, 'US', value);
const eight = [us(0x00280100, 8), us(0x00280101, 8), us(0x00280102, 7)];
const three = (photometric: string, planar = 0): readonly BuiltElement[] => [
  ...[us(0x00280002, 3), element(0x00280004, 'CS', photometric), us(0x00280006, planar), ...eight],
];
/** Every number from 0 to 255 beside every other that it could be taken for. */
const BYTES = Uint8Array.from({ length: 16 * 16 * 3 }, (_, at) => (at * 89 + (at >> 4) * 7) & 0xff);

const UTIL = "__import__('pydicom.pixel_data_handlers.util', fromlist=['util'])";
const PIXELS = 'ds.pixel_array.tolist()';
const FROM_YBR = `${UTIL}.convert_color_space(ds.pixel_array, 'YBR_FULL', 'RGB').tolist()`;
const FROM_PALETTE = `${UTIL}.apply_color_lut(ds.pixel_array, ds).tolist()`;

/** A file with colour, and how pydicom turns it into RGB. */
interface Question {
  readonly name: string;
  readonly file: Uint8Array;
  readonly expression: string;
  /** What its numbers are more than 8 bits by. */
  readonly scale?: number;
  readonly frame?: number;
}

/** All questions in one process: it takes most of a second to start. */
async function ask(questions: readonly Question[]): Promise<readonly (readonly number[])[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'nightjar-test-'));
  try {
    const names = questions.map(({ file }, at) => {
      const name = path.join(folder, `${at}.dcm`);
      writeFileSync(name, file);
      return name;
    });
    const each = questions.map(({ expression }, at) => `(lambda ds: ${expression})(pydicom.dcmread('${names[at]}'))`);
    return (pydicom(names[0] ?? '', `[${each.join(', ')}]`) as number[][]).map((one) => one.flat(5));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const ramp = (length: number, factor: number): number[] => Array.from({ length }, (_, at) => (at * factor) & 0xffff);

function questions(): readonly Question[] {
  const square = (own: readonly BuiltElement[], pixels: Uint8Array = BYTES): Uint8Array =>
    nativeFile({ rows: 16, columns: 16, own }, pixels);
  const words = (values: Uint16Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => new Uint8Array(values.buffer);
  const all = Uint8Array.from({ length: 256 }, (_, at) => at);
  const deep = [us(0x00280100, 16), us(0x00280101, 16), us(0x00280102, 15)];
  const twelve = [us(0x00280100, 16), us(0x00280101, 12), us(0x00280102, 11)];
  const wide: Palette = { first: 0, bits: 16, tables: [ramp(4096, 16), ramp(4096, 5), ramp(4096, 16)] };
  const rgb16 = words(Uint16Array.from({ length: 768 }, (_, at) => (at * 7919) & 0xffff));
  const index12 = words(Uint16Array.from({ length: 256 }, (_, at) => at * 16 + 3));
  return [
    { name: 'RGB, samples beside each other', file: square(three('RGB')), expression: PIXELS },
    { name: 'RGB, plane after plane', file: square(three('RGB', 1)), expression: PIXELS },
    { name: 'RGB of 16 bits', file: square([...three('RGB'), ...deep], rgb16), expression: PIXELS, scale: 257 },
    {
      name: 'RGB, plane after plane, the second of two frames',
      file: nativeFile({ rows: 16, columns: 8, own: [...three('RGB', 1), element(0x00280008, 'IS', '2')] }, BYTES),
      ...{ expression: 'ds.pixel_array[1].tolist()', frame: 2 },
    },
    { name: 'YBR_FULL, samples beside each other', file: square(three('YBR_FULL')), expression: FROM_YBR },
    { name: 'YBR_FULL, plane after plane', file: square(three('YBR_FULL', 1)), expression: FROM_YBR },
    { name: 'YBR_FULL_422', file: square(three('YBR_FULL_422'), BYTES.subarray(0, 512)), expression: FROM_YBR },
    ...PALETTES.map(([name, palette]) => ({
      name: `PALETTE COLOR with ${name}`,
      ...{ file: square(paletteElements(palette), all), expression: FROM_PALETTE },
      scale: palette.bits === 16 ? 257 : 1,
    })),
    {
      name: 'PALETTE COLOR with numbers of 12 bits',
      file: square([...paletteElements(wide), ...twelve], index12),
      ...{ expression: FROM_PALETTE, scale: 257 },
    },
  ];
}

interface Palette {
  readonly first: number;
  readonly bits: 8 | 16;
  readonly tables: readonly (readonly number[])[];
  /** Entries that the segments make. */
  readonly segmented?: number;
}

function paletteElements({ first, bits, tables, segmented }: Palette): readonly BuiltElement[] {
  const entries = segmented ?? (tables[0] ?? []).length * (bits === 8 ? 2 : 1);
  return [
    ...[element(0x00280004, 'CS', 'PALETTE COLOR'), ...eight],
    ...tables.flatMap((table, channel) => [
      us(0x00281101 + channel, [entries, first, bits]),
      element((segmented === undefined ? 0x00281201 : 0x00281221) + channel, 'OW', table),
    ]),
  ];
}

/** Two bytes a word, the first in the lower one. */
function packed(bytes: readonly number[]): number[] {
  const even = bytes.length % 2 === 0 ? bytes : [...bytes, 0];
  return Array.from({ length: even.length / 2 }, (_, at) => (even[2 * at] ?? 0) + (even[2 * at + 1] ?? 0) * 256);
}

/** Four points, and lines up and down: 4 + 60 + 60 entries, and the lines again in one way or another. */
const LINES = [1, 60, 60000, 1, 60, 1200] as const;
const SEGMENTS = [0, 4, 10, 700, 300, 900, ...LINES, 1, 12, 300];
/** In bytes an offset takes four of them. */
const BYTE_SEGMENTS = [0, 4, 10, 70, 30, 90, 1, 60, 250, 1, 60, 12, 2, 2, 6, 0, 0, 0, 1, 12, 200];

const PALETTES: readonly (readonly [name: string, palette: Palette])[] = [
  ['16-bit entries', { first: 0, bits: 16, tables: [ramp(256, 257), ramp(256, 101), ramp(256, 65279)] }],
  ['a blue dark from end to end', { first: 0, bits: 16, tables: [ramp(256, 257), ramp(256, 9), ramp(256, 1)] }],
  ['a first value above zero', { first: 40, bits: 16, tables: [ramp(100, 600), ramp(100, 300), ramp(100, 77)] }],
  [
    '8-bit entries, two in a word',
    { first: 0, bits: 8, tables: [packed(ramp(256, 1)), packed(ramp(256, 255)), packed(ramp(256, 3))] },
  ],
  [
    'segments: points and lines',
    { first: 0, bits: 16, segmented: 136, tables: [SEGMENTS, [...SEGMENTS.slice(0, -1), 65535], SEGMENTS] },
  ],
  [
    'segments of 8-bit entries, two of them repeated',
    { first: 0, bits: 8, segmented: 256, tables: [0, 1, 2].map(() => packed(BYTE_SEGMENTS)) },
  ],
];

describe.skipIf(!hasPeer('dcmj2pnm'))('colour that only DCMTK knows', () => {
  it('YBR_PARTIAL_422', async () => {
    const folder = await tempDir();
    const [plain, picture] = ['plain.dcm', 'picture.ppm'].map((name) => path.join(folder, name));
    // Legal values: luminance 16 to 235, colour 16 to 240.
    const pixels = Uint8Array.from({ length: 512 }, (_, at) => 16 + ((at * 37) % (at % 4 < 2 ? 220 : 225)));
    const file = nativeFile({ rows: 16, columns: 16, own: three('YBR_PARTIAL_422') }, pixels);
    writeFileSync(plain ?? '', file);
    execFileSync('dcmj2pnm', ['+op', plain ?? '', picture ?? ''], { stdio: 'ignore' });
    const ours = (await decoder.frame(file, 1, 'display')).data;
    const theirs = readFileSync(picture ?? '');
    // It rounds each product by itself: a level more.
    expect(apart(ours, theirs.subarray(theirs.length - ours.length))).toBeLessThanOrEqual(2);
  });
});

describe('colour that is refused', () => {
  it.each(['HSV', 'XYB', 'CMYK'])('%s is refused by its name', async (photometric) => {
    const file = nativeFile({ rows: 16, columns: 16, own: three(photometric) }, BYTES);
    const code = 'dicom/unsupported-pixel-format';
    await expect(decoder.frame(file, 1, 'display')).rejects.toMatchObject({ code });
  });

  it('YBR_PARTIAL_420 exists in video only', async () => {
    const file = encapsulatedFile({ rows: 16, columns: 16, own: three('YBR_PARTIAL_420') }, '1.2.840.10008.1.2.4.102', [
      new Uint8Array(64),
    ]);
    const code = 'dicom/unsupported-transfer-syntax';
    await expect(decoder.frame(file, 1, 'display')).rejects.toMatchObject({ code });
  });
});

describe('colour that pydicom is asked about', () => {
  const asked = questions();
  let answers: readonly (readonly number[])[] = [];
  beforeAll(async () => {
    answers = await ask(asked);
  }, 60_000);

  it.each(asked.map((one, at) => [one.name, one, at] as const))('%s', async (_name, { file, scale = 1, frame }, at) => {
    const { data, header } = await decoder.frame(file, frame ?? 1, 'display');
    expect(header).toMatchObject({ samples: 3, type: 'uint8', photometric: 'RGB' });
    const theirs = (answers[at] ?? []).map((value) => value / scale);
    expect(apart(data, theirs)).toBeLessThanOrEqual(1);
  });

  it('PALETTE COLOR with 16-bit segments that are repeated is as if they were written out', async () => {
    // pydicom counts the offset in words; Part 3 C.7.9.2.3 says bytes.
    const repeat = [...SEGMENTS.slice(0, -3), 2, 2, 12, 0, 1, 12, 300];
    const out = [...SEGMENTS.slice(0, -3), ...LINES, 1, 12, 300];
    const shown = async (segments: readonly number[]): Promise<Uint8Array> => {
      const own = paletteElements({ first: 0, bits: 16, segmented: 256, tables: [segments, segments, segments] });
      return (await decoder.frame(nativeFile({ rows: 3, columns: 256, own }, BYTES), 1, 'display')).data;
    };
    expect(apart(await shown(repeat), await shown(out))).toBe(0);
  });
});
