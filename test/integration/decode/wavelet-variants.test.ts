import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { frameValues } from '../../../electron/station/dicom/decode/frame-values.ts';
import { OwnDecoder } from '../../faults/decode/decoding.ts';
import { element } from '../../helpers/dicom-builder.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { encapsulatedFile } from './encapsulate.ts';

/** What a writer may choose: depth, sign, colour, size, and how the code stream is laid out (ISO 15444-1, 15444-15). */
interface Variant {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly bits: number;
  readonly signed?: boolean;
  readonly samples?: 1 | 3;
  readonly lossy?: boolean;
  /** For ojph_compress and for opj_compress, where they say it in different words. */
  readonly ojph?: readonly string[];
  readonly opj?: readonly string[];
}

const VARIANTS: readonly Variant[] = [
  { name: 'one pixel', rows: 1, columns: 1, bits: 8 },
  { name: 'a size that is no multiple of anything', rows: 71, columns: 133, bits: 12 },
  { name: '8 bits', rows: 64, columns: 64, bits: 8 },
  { name: '10 bits', rows: 64, columns: 64, bits: 10 },
  { name: '16 bits', rows: 64, columns: 64, bits: 16 },
  { name: '16 bits with sign', rows: 64, columns: 96, bits: 16, signed: true },
  { name: '12 bits with sign', rows: 64, columns: 96, bits: 12, signed: true },
  ...['LRCP', 'RLCP', 'RPCL', 'PCRL', 'CPRL'].map((order): Variant => ({
    ...{ name: `progression ${order}`, rows: 130, columns: 90, bits: 12 },
    ...{ ojph: ['-prog_order', order], opj: ['-p', order] },
  })),
  { ...tiles(), name: 'tiles', rows: 130, columns: 190, bits: 12 },
  { name: 'small blocks', rows: 90, columns: 90, bits: 12, ojph: ['-block_size', '{16,16}'], opj: ['-b', '16,16'] },
  { name: 'no decomposition', rows: 40, columns: 40, bits: 12, ojph: ['-num_decomps', '0'], opj: ['-n', '1'] },
  { name: 'colour', rows: 66, columns: 50, bits: 8, samples: 3 },
  {
    ...{ name: 'colour that is not turned', rows: 66, columns: 50, bits: 8, samples: 3 },
    ...{ ojph: ['-colour_trans', 'false'], opj: ['-mct', '0'] },
  },
  {
    ...{ name: 'grey with loss', rows: 128, columns: 128, bits: 12, lossy: true },
    ...{ ojph: ['-qstep', '0.002'], opj: ['-I', '-r', '8'] },
  },
  {
    ...{ name: 'colour with loss', rows: 128, columns: 96, bits: 8, samples: 3, lossy: true },
    ...{ ojph: ['-qstep', '0.01'], opj: ['-I', '-r', '10'] },
  },
];

function tiles(): Pick<Variant, 'ojph' | 'opj'> {
  return { ojph: ['-tile_size', '{64,64}'], opj: ['-t', '64,64'] };
}

const decoder = new OwnDecoder();

describe.skipIf(!hasPeer('ojph_compress') || !hasPeer('ojph_expand'))('HTJ2K as OpenJPH writes it', () => {
  // Its program reads raw words without their sign; signed pictures are in the test data (transfer-syntaxes.test.ts).
  const unsigned = VARIANTS.filter(({ signed = false }) => !signed);
  it.each(unsigned.map((one) => [one.name, one] as const))('%s has the values of its source', async (_name, one) => {
    const folder = await tempDir();
    const source = values(one);
    const kind = one.samples === 3 ? 'ppm' : 'yuv';
    const [plain, coded, back] = [`plain.${kind}`, 'coded.j2c', `back.${kind}`].map((name) => path.join(folder, name));
    writeFileSync(plain ?? '', one.samples === 3 ? portable(source, one) : planar(source, one));
    const raw = ['-dims', `{${one.columns},${one.rows}}`, '-num_comps', '1', '-bit_depth', String(one.bits)];
    const shape = one.samples === 3 ? [] : [...raw, '-signed', one.signed ? 'true' : 'false', '-downsamp', '{1,1}'];
    const own = [...shape, '-reversible', one.lossy ? 'false' : 'true', ...(one.ojph ?? [])];
    execFileSync('ojph_compress', ['-i', plain ?? '', '-o', coded ?? '', ...own], { stdio: 'ignore' });
    const syntax = one.lossy ? '203' : one.ojph?.includes('RPCL') ? '202' : '201';
    const ours = await decoded(one, syntax, readFileSync(coded ?? ''));
    if (one.lossy) execFileSync('ojph_expand', ['-i', coded ?? '', '-o', back ?? ''], { stdio: 'ignore' });
    const theirs = (): number[] => {
      const bytes = readFileSync(back ?? '');
      return one.samples === 3 ? [...bytes.subarray(bytes.length - source.length)] : interleaved(bytes, one);
    };
    compare(ours, source, one.lossy ? theirs() : source, one);
  });
});

describe.skipIf(!hasPeer('opj_compress') || !hasPeer('opj_decompress'))('JPEG 2000 as OpenJPEG writes it', () => {
  it.each(VARIANTS.map((one) => [one.name, one] as const))('%s has the values of its source', async (_name, one) => {
    const folder = await tempDir();
    const source = values(one);
    const [plain, coded, back] = ['plain.rawl', 'coded.j2k', 'back.rawl'].map((name) => path.join(folder, name));
    writeFileSync(plain ?? '', planar(source, one));
    const sign = one.signed ? 's' : 'u';
    const shape = ['-F', `${one.columns},${one.rows},${one.samples ?? 1},${one.bits},${sign}`];
    // More resolutions than the picture has halves are refused.
    const levels = one.rows === 1 && !one.opj ? ['-n', '1'] : [];
    const own = [...shape, ...levels, ...(one.opj ?? [])];
    execFileSync('opj_compress', ['-i', plain ?? '', '-o', coded ?? '', ...own], { stdio: 'ignore' });
    const ours = await decoded(one, one.lossy ? '91' : '90', readFileSync(coded ?? ''));
    if (one.lossy) execFileSync('opj_decompress', ['-i', coded ?? '', '-o', back ?? ''], { stdio: 'ignore' });
    compare(ours, source, one.lossy ? interleaved(readFileSync(back ?? ''), one) : source, one);
  });

  it('F41: colour of fewer samples than the picture has pixels is refused, not spread out of place', async () => {
    const folder = await tempDir();
    const one: Variant = { name: '4:2:0', rows: 64, columns: 64, bits: 8, samples: 3 };
    const [plain, coded] = ['plain.rawl', 'coded.j2k'].map((name) => path.join(folder, name));
    writeFileSync(plain ?? '', new Uint8Array(64 * 64 * 1.5).fill(90));
    const shape = ['-F', '64,64,3,8,u@1x1:2x2:2x2', '-mct', '0'];
    execFileSync('opj_compress', ['-i', plain ?? '', '-o', coded ?? '', ...shape], { stdio: 'ignore' });
    const refused = decoded(one, '90', readFileSync(coded ?? ''));
    await expect(refused).rejects.toMatchObject({ code: 'dicom/unsupported-pixel-format' });
  });
});

/** 8-bit colour as a portable pixmap. */
function portable(interleavedValues: readonly number[], { rows, columns }: Variant): Uint8Array {
  return Buffer.concat([Buffer.from(`P6\n${columns} ${rows}\n255\n`), Uint8Array.from(interleavedValues)]);
}

/** Soft hills with an edge, over the whole range of the depth; samples interleaved. */
function values({ rows, columns, bits, signed = false, samples = 1 }: Variant): number[] {
  const span = 2 ** bits - 1;
  const low = signed ? -(2 ** (bits - 1)) : 0;
  return Array.from({ length: rows * columns * samples }, (_, at) => {
    const [sample, pixel] = [at % samples, Math.floor(at / samples)];
    const [x, y] = [pixel % columns, Math.floor(pixel / columns)];
    const hill = 0.5 + 0.5 * Math.sin(x / 9 + sample) * Math.cos(y / 7);
    return low + Math.round(span * (x > columns / 2 && y > rows / 2 ? 1 - hill * hill : hill));
  });
}

/** Planes of little-endian words, as both programs read raw files. */
function planar(interleavedValues: readonly number[], { bits, samples = 1 }: Variant): Uint8Array {
  const pixels = interleavedValues.length / samples;
  const width = bits <= 8 ? 1 : 2;
  const view = new DataView(new ArrayBuffer(interleavedValues.length * width));
  interleavedValues.forEach((value, at) => {
    const place = (at % samples) * pixels + Math.floor(at / samples);
    if (width === 1) view.setUint8(place, value & 0xff);
    else view.setUint16(2 * place, value & 0xffff, true);
  });
  return new Uint8Array(view.buffer);
}

function interleaved(raw: Uint8Array, { bits, signed = false, samples = 1 }: Variant): number[] {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const width = bits <= 8 ? 1 : 2;
  const count = raw.length / width;
  const pixels = count / samples;
  return Array.from({ length: count }, (_, at) => {
    const place = (at % samples) * pixels + Math.floor(at / samples);
    if (width === 1) return signed ? view.getInt8(place) : view.getUint8(place);
    return signed ? view.getInt16(2 * place, true) : view.getUint16(2 * place, true);
  });
}

async function decoded(one: Variant, syntax: string, stream: Uint8Array): Promise<readonly number[]> {
  const { rows, columns, bits, samples = 1, signed = false } = one;
  const own = [
    element(0x00280002, 'US', samples),
    element(0x00280004, 'CS', samples === 3 ? (one.lossy ? 'YBR_ICT' : 'YBR_RCT') : 'MONOCHROME2'),
    element(0x00280100, 'US', bits <= 8 ? 8 : 16),
    element(0x00280101, 'US', bits),
    element(0x00280102, 'US', bits - 1),
    element(0x00280103, 'US', signed ? 1 : 0),
  ];
  const file = encapsulatedFile({ rows, columns, own }, `1.2.840.10008.1.2.4.${syntax}`, [stream]);
  return [...frameValues(await decoder.frame(file))];
}

/** Without loss to the source itself; with loss to what the writer's own decoder reads, and near the source. */
function compare(ours: readonly number[], source: readonly number[], theirs: readonly number[], one: Variant): void {
  expect(ours.length).toBe(theirs.length);
  const apart = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((most, value, at) => Math.max(most, Math.abs(value - (b[at] ?? NaN))), 0);
  expect(apart(ours, theirs)).toBeLessThanOrEqual(one.lossy ? 1 : 0);
  if (!one.lossy) return;
  expect(apart(ours, source)).toBeGreaterThan(0);
  expect(apart(ours, source)).toBeLessThan(2 ** one.bits / 8);
}
