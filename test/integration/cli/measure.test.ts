import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import dicomParser from 'dicom-parser';
import type { DataSet } from 'dicom-parser';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { LesionLedger } from '../../../shared/model/lesion.ts';
import { MeasureResult } from '../../../shared/model/measurement.ts';
import { TimeCurve } from '../../../shared/model/time-curve.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { fileHash, objectsByHash, sharedStore } from './cli-store.ts';
import { FrameDocument, MeasureDocument } from './shapes.ts';

const CT = testdata('ct-cap-cmb', '1-050.dcm');
const OBLONG = testdata('derived', 'odd', 'pixel-spacing-2to1.dcm');
const ECHO = testdata('us', 'us-echo-jpll.dcm');
const PET = testdata('derived', 'prior-petct', 'PT017.dcm');
const CHEST = testdata('xr', 'CR-MONO1-10-chest');
const CORONARY = testdata('xa', 'xa-coronary-96f.dcm');
const TURNING = testdata('derived', 'nm', 'nm-tomo-60f.dcm');

const HEART = '1.2.3.67';

/** Four slices every 3 mm of a CT without contrast: ten pixels of 0.4 mm and 310 HU in the second one (rule 3.4). */
function heart(folder: string): string[] {
  return [0, 1, 2, 3].map((slice) => {
    const stored = new Array<number>(32 * 32).fill(1064);
    if (slice === 1) stored.fill(1334, 5 * 32 + 4, 5 * 32 + 14);
    const file = path.join(folder, `heart-${slice}.dcm`);
    writeFileSync(
      file,
      ctImage([
        element(0x0020000d, 'UI', HEART),
        element(0x0020000e, 'UI', `${HEART}.1`),
        element(0x00080018, 'UI', `${HEART}.1.${slice}`),
        element(0x00180050, 'DS', '3'),
        element(0x00180060, 'DS', '120'),
        element(0x00200032, 'DS', `0\\0\\${3 * slice}`),
        element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
        element(0x00200052, 'UI', `${HEART}.9`),
        element(0x00280010, 'US', 32),
        element(0x00280011, 'US', 32),
        element(0x00280030, 'DS', '0.4\\0.4'),
        element(0x00281052, 'DS', '-1024'),
        element(0x00281053, 'DS', '1'),
        element(0x00281054, 'LO', 'HU'),
        element(0x7fe00010, 'OW', stored),
      ]),
    );
    return file;
  });
}

function header(file: string): DataSet {
  return dicomParser.parseDicom(readFileSync(file), { untilTag: 'x7fe00010' });
}

describe.skipIf(!hasTestdata())('nightjar measure', () => {
  const store = sharedStore((out) => [CT, OBLONG, ECHO, CHEST, PET, CORONARY, TURNING, ...heart(out)]);
  const ids = new Map<string, string>();
  beforeAll(async () => {
    for (const [hash, { objectId }] of await objectsByHash(store)) ids.set(hash, objectId);
  });
  const object = (file: string): string => ids.get(fileHash(file)) ?? 'unknown';
  const measure = (file: string, tool: string, ...points: string[]) =>
    store.document(MeasureDocument, 'measure', '--object', object(file), '--tool', tool, '--points', ...points);
  const named = (result: z.infer<typeof MeasureDocument>, name: string) =>
    result.values.find((value) => value.name === name);

  it('gives a length on CT in millimetres, by the pixel spacing of each direction', async () => {
    const [row = NaN, column = NaN] = (header(CT).string('x00280030') ?? '').split('\\').map(Number);
    const result = await measure(CT, 'length', '100,120', '160,200');
    expect(result.basis).toBe('pixel spacing');
    expect(named(result, 'length')).toMatchObject({ unit: 'mm' });
    expect(named(result, 'length')?.value).toBeCloseTo(Math.hypot(60 * column, 80 * row), 9);
  });

  it('counts pixels that are twice as tall as wide for what they are', async () => {
    const [row = NaN, column = NaN] = (header(OBLONG).string('x00280030') ?? '').split('\\').map(Number);
    expect(row).toBe(2 * column);
    const result = await measure(OBLONG, 'length', '3,4', '13,24');
    expect(named(result, 'length')?.value).toBeCloseTo(Math.hypot(10 * column, 20 * row), 9);
  });

  it('measures ultrasound by the region around the points', async () => {
    const region = header(ECHO).elements['x00186011']?.items?.[0]?.dataSet;
    const result = await measure(ECHO, 'length', '100,100', '200,100');
    expect(result.basis).toBe('ultrasound region');
    expect(named(result, 'length')?.value).toBeCloseTo(1000 * (region?.double('x0018602c') ?? NaN), 6);
    expect(named(result, 'length')?.unit).toBe('mm');
  });

  it('gives pixels and no millimetres where a radiograph states no spacing', async () => {
    const result = await measure(CHEST, 'length', '0,0', '30,40');
    expect(result).toMatchObject({ basis: 'px', values: [{ name: 'length', value: 50, unit: 'px' }] });
  });

  it('gives the statistics of an ellipse that its pixels have when counted anew', async () => {
    const file = path.join(store.out, 'ct.raw');
    await store.document(FrameDocument, 'frame', '--object', object(CT), '--out', file);
    const bytes = readFileSync(file);
    const slope = Number(header(CT).string('x00281053'));
    const intercept = Number(header(CT).string('x00281052'));
    const inside: number[] = [];
    for (let y = 0; y < 512; y += 1) {
      for (let x = 0; x < 512; x += 1) {
        if (((x - 250) / 20) ** 2 + ((y - 260) / 12) ** 2 > 1) continue;
        inside.push(bytes.readInt16LE((y * 512 + x) * 2) * slope + intercept);
      }
    }
    const mean = inside.reduce((sum, value) => sum + value, 0) / inside.length;
    const variance = inside.reduce((sum, value) => sum + (value - mean) ** 2, 0) / inside.length;
    const result = await measure(CT, 'ellipse', '230,260', '270,260', '250,248', '250,272');
    expect(named(result, 'pixel count')?.value).toBe(inside.length);
    expect(named(result, 'mean')?.value).toBeCloseTo(mean, 6);
    expect(named(result, 'standard deviation')?.value).toBeCloseTo(Math.sqrt(variance), 6);
    expect(named(result, 'minimum')?.value).toBe(Math.min(...inside));
    expect(named(result, 'maximum')?.value).toBe(Math.max(...inside));
    expect(named(result, 'mean')?.unit).toBe("[hnsf'U]");
    const [row = NaN, column = NaN] = (header(CT).string('x00280030') ?? '').split('\\').map(Number);
    expect(named(result, 'area')?.value).toBeCloseTo(Math.PI * 20 * column * 12 * row, 6);
  });

  it('gives a PET as SUVbw and as the kind that was asked for, or says which value of the header is missing', async () => {
    const result = await measure(PET, 'probe', '64,64', '--suv', 'bsa');
    const [activity, bw] = [named(result, 'value'), named(result, 'SUVbw')];
    expect(bw?.unit).toBe('{SUVbw}g/ml');
    // 370 MBq, an hour before the scan, 70 kg: known of the made-up volume.
    expect(bw?.value).toBeCloseTo(((activity?.value ?? NaN) * 70_000) / (370e6 * 2 ** (-3600 / 6586.2)), 9);
    // 1.75 m: 1.848 m² by Du Bois.
    const surface = 0.007184 * 70 ** 0.425 * 175 ** 0.725;
    expect(named(result, 'SUVbsa')).toMatchObject({ unit: '{SUVbsa}cm2/ml' });
    expect(named(result, 'SUVbsa')?.value).toBeCloseTo(((bw?.value ?? NaN) * surface * 10_000) / 70_000, 9);
    const refused = await measure(PET, 'probe', '64,64', '--suv', 'lbm-james');
    expect(refused.warnings).toContain('SUVlbm (James) not available: the sex of the patient is not known');
  });

  it('prints the ledger of lesions of a study, and says that nothing was entered', async () => {
    const study = header(CT).string('x0020000d') ?? '';
    const ledger = await store.document(LesionLedger, 'lesions', '--study', study);
    expect(ledger).toMatchObject({ lesions: [], best: null, problems: [], points: [{ entered: false, sum: null }] });
    expect(ledger.points[0]?.studies).toMatchObject([{ studyUid: study, current: true }]);
    expect((await store.error('lesions', '--study', '9.9')).code).toBe('archive/unknown-study');
  });

  it('follows a region over the frames of a cine, in seconds, with the numbers that each frame has alone', async () => {
    const region = ['--tool', 'ellipse', '--points', '200,256 312,256 256,200 256,312'];
    const curve = await store.document(TimeCurve, 'measure', '--object', object(CORONARY), ...region, '--over-time');
    if (!curve.ok) throw new Error(curve.code);
    expect(curve).toMatchObject({ quantity: 'mean', unit: "[arb'U]", clock: 'frame time (0018,1063)' });
    expect(curve.points).toHaveLength(96);
    expect([1, 95].map((place) => curve.points[place]?.seconds)).toEqual([0.033, 3.135]);
    expect(curve.warnings.join()).toMatch(/^lossy picture/);
    expect(curve.lossy).toBeDefined();
    const alone = await store.document(
      MeasureResult,
      'measure',
      '--object',
      object(CORONARY),
      ...region,
      '--frame',
      '50',
    );
    expect(curve.points[49]?.mean).toBe(named(alone, 'mean')?.value);
    expect(curve.points[49]?.deviation).toBe(named(alone, 'standard deviation')?.value);
    const highest = Math.max(...curve.points.map(({ mean }) => mean ?? -Infinity));
    expect(curve.findings.find(({ name }) => name === 'peak')).toMatchObject({ value: highest, unit: "[arb'U]" });
  });

  it('has no curve of a camera that turns, and says why', async () => {
    const words = ['--tool', 'rectangle', '--points', '10,10 30,30', '--over-time'];
    const curve = await store.document(TimeCurve, 'measure', '--object', object(TURNING), ...words);
    expect(curve).toMatchObject({ ok: false, code: 'views' });
  });

  it('scores calcium that is named, and grows a volume over the slices of a series', async () => {
    const Answer = z.looseObject({ ok: z.literal(true), total: z.looseObject({ agatston: z.number() }) });
    const words = ['--series', `${HEART}.1`, '--calibration', '0.8', `LAD,${HEART}.1.1,8,5`];
    const answer = await store.document(Answer, 'calcium', ...words);
    expect(answer.total.agatston).toBeCloseTo(4.8, 9);
    expect(answer).toMatchObject({ group: '1–99', presses: [null], warnings: ['gating not known'] });
    expect(answer).not.toHaveProperty('masks');
    const volume = ['--sop', `${HEART}.1.1`, '--tool', 'threshold-volume', '--points', '8,5', '--range', '300,320'];
    const grown = await store.document(MeasureDocument, 'measure', ...volume);
    expect(named(grown, 'volume')).toMatchObject({ unit: 'ml' });
    expect(named(grown, 'volume')?.value).toBeCloseTo((10 * 0.16 * 3) / 1000, 12);
  });

  it.each([
    ['a tool it does not know', ['--tool', 'tape', '--points', '1,1'], 'measure/unknown-tool'],
    ['points that make no figure', ['--tool', 'length', '--points', '1,1'], 'measure/bad-points'],
    ['a frame that is not there', ['--frame', '2', '--tool', 'probe', '--points', '1,1'], 'dicom/frame-out-of-range'],
  ])('refuses %s', async (_what, words, code) => {
    expect((await store.error('measure', '--object', object(CT), ...words)).code).toBe(code);
  });
});
