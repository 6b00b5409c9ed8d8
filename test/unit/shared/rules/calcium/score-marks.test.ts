import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayFrames } from '../../../../../shared/dicom/sort-frames.ts';
import type { SeriesFrame } from '../../../../../shared/dicom/sort-frames.ts';
import type { CalciumAnswer, CalciumPress } from '../../../../../shared/model/grown.ts';
import { ObjectId } from '../../../../../shared/model/ids.ts';
import type { CtInfo, ImageInfo } from '../../../../../shared/model/image.ts';
import { calciumAcquisition, sharpKernel } from '../../../../../shared/rules/calcium/acquisition.ts';
import { scoreMarks } from '../../../../../shared/rules/calcium/score-marks.ts';
import { imageOf } from '../image-fixture.ts';

const SIDE = 16;
const CT: CtInfo = { agent: null, agentCoded: false, kvp: 120, kernel: 'B35f', scanOptions: ['ECG'], triggered: false };
const idOf = (z: number): ObjectId => ObjectId.parse(String(z).padStart(26, '0'));

interface Spot {
  readonly z: number;
  readonly y: number;
  readonly from: number;
  readonly to: number;
  readonly hu: number;
}

const HEART: readonly Spot[] = [
  // Ten pixels of 0.4 mm with a peak of 310 (the vector of rule 3.4), over two slices.
  { z: 1, y: 4, from: 2, to: 11, hu: 310 },
  { z: 2, y: 5, from: 2, to: 11, hu: 150 },
  { z: 4, y: 10, from: 3, to: 12, hu: 450 },
];

interface Made {
  readonly step?: number;
  readonly skip?: number;
  readonly image?: Partial<ImageInfo>;
  readonly ct?: Partial<CtInfo>;
  readonly thickness?: number;
}

function stack({ step = 3, skip, image, ct, thickness = 3 }: Made = {}): readonly SeriesFrame[] {
  const places = [0, 1, 2, 3, 4, 5].filter((z) => z !== skip);
  const hounsfield = { slope: 1, intercept: 0, type: 'HU' };
  return displayFrames(
    places.map((z) =>
      imageOf({
        size: [SIDE, SIDE],
        frame: {
          ...{ position: [0, 0, z * step], orientation: [1, 0, 0, 0, 1, 0], pixelSpacing: [0.4, 0.4] },
          ...{ sliceThickness: thickness, rescale: hounsfield },
        },
        image: { objectId: idOf(z), instanceNumber: z, ct: { ...CT, ...ct }, ...image },
      }),
    ),
  );
}

function slice({ image }: SeriesFrame, spots: readonly Spot[]): Float32Array {
  const values = new Float32Array(SIDE * SIDE).fill(40);
  for (const { z, y, from, to, hu } of spots)
    if (image.objectId === idOf(z)) values.fill(hu, y * SIDE + from, y * SIDE + to + 1);
  return values;
}

const press = (z: number, x: number, y: number, vessel: CalciumPress['vessel']): CalciumPress => ({
  ...{ objectId: idOf(z), frame: 1, vessel },
  point: [x, y],
});
const LAD = press(1, 5.2, 3.6, 'LAD');
const RCA = press(4, 6, 10, 'RCA');

const score = (
  presses: readonly CalciumPress[],
  made: Made = {},
  more: { description?: string; calibration?: number } = {},
) =>
  scoreMarks({
    frames: stack(made),
    values: (frame) => Promise.resolve(slice(frame, HEART)),
    presses,
    description: more.description ?? null,
    calibration: more.calibration ?? null,
  });

function given(answer: CalciumAnswer): Extract<CalciumAnswer, { ok: true }> {
  if (!answer.ok) throw new Error(answer.reason);
  return answer;
}

describe('a calcium score of spots that were pressed on', () => {
  it('follows a spot over its slices, counts each slice by its own peak, and says the vessels apart', async () => {
    const answer = given(await score([LAD, RCA]));
    const by = Object.fromEntries(answer.vessels.map(({ vessel, agatston }) => [vessel, agatston]));
    expect(by['LAD']).toBeCloseTo(4.8 + 1.6, 9);
    expect(by['RCA']).toBeCloseTo(1.6 * 4, 9);
    expect([by['LM'], by['LCX']]).toEqual([0, 0]);
    expect(answer.total.agatston).toBeCloseTo(12.8, 9);
    expect(answer.total.volumeMm3).toBeCloseTo(30 * 0.16 * 3, 9);
    expect(answer.total.massMg).toBeNull();
    expect(answer.presses).toEqual([null, null]);
    expect(answer.warnings).toEqual([]);
    expect(answer.masks.map(({ objectId, vessel }) => [objectId, vessel])).toEqual([
      [idOf(1), 'LAD'],
      [idOf(2), 'LAD'],
      [idOf(4), 'RCA'],
    ]);
    expect(answer.masks[0]?.runs).toEqual([4 * SIDE + 2, 10]);
  });

  it('counts in proportion where the slices are thinner, and gives a mass with a calibration only', async () => {
    const thin = given(await score([RCA], { step: 1.5, thickness: 1.5 }, { calibration: 0.8 }));
    expect(thin.total.agatston).toBeCloseTo(3.2, 9);
    // 450 HU · 0.8 mg/ml · 2.4 mm³.
    expect(thin.total.massMg).toBeCloseTo((450 * 0.8 * 10 * 0.16 * 1.5) / 1000, 9);
    expect(thin.warnings).toEqual(['slices every 1.50 mm, not 3']);
  });

  it.each<[string, Made, string | undefined, RegExp]>([
    ['contrast in the header', { ct: { agent: 'Iomeprol' } }, undefined, /contrast/],
    ['contrast by a code', { ct: { agentCoded: true } }, undefined, /contrast/],
    ['contrast in the description', {}, 'Coronary CTA 0.6', /contrast/],
    ['a localizer', { image: { imageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] } }, undefined, /localizer/],
    ['a missing slice', { skip: 3 }, undefined, /missing/],
    ['an MR', { image: { modality: 'MR' } }, undefined, /only a CT/],
  ])('is refused for %s', async (_what, made, description, why) => {
    const answer = await score([press(1, 5, 4, 'LAD')], made, description === undefined ? {} : { description });
    expect(answer.ok ? 'a score' : answer.reason).toMatch(why);
  });

  it('is not refused for words that say there was none', async () => {
    expect((await score([LAD], { ct: { agent: 'NONE' } }, { description: 'Ca score W/O CONTRAST' })).ok).toBe(true);
  });

  it('says where a press hit nothing, and where a spot is marked twice', async () => {
    const answer = given(await score([press(3, 8, 8, 'LM'), LAD, press(2, 4, 5, 'LCX')]));
    expect(answer.presses[0]).toMatch(/nothing of 130 HU/);
    expect(answer.presses[1]).toBeNull();
    expect(answer.presses[2]).toMatch(/marked already/);
    expect(answer.vessels.find(({ vessel }) => vessel === 'LCX')?.agatston).toBe(0);
  });

  it('does not hang on the order of the presses (property)', async () => {
    const all = [LAD, RCA, press(1, 9, 4, 'LAD'), press(0, 8, 8, 'LM')];
    const whole = given(await score(all)).total;
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(all, { minLength: all.length }), async (presses) => {
        expect(given(await score(presses)).total).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });
});

describe('what a CT says of itself', () => {
  it.each([
    ['B35f', false],
    ['Br36d', false],
    ['I70f\\3', true],
    ['FC12-H', false],
    ['FC51', true],
    ['BONEPLUS', true],
    ['STANDARD', false],
    ['XCA', null],
    [null, null],
  ])('kernel %s', (kernel, sharp) => {
    expect(sharpKernel(kernel)).toBe(sharp);
  });

  it('is nothing where its objects do not agree', () => {
    const of = (ct: Partial<CtInfo>): ImageInfo => imageOf({ image: { ct: { ...CT, ...ct } } });
    const found = calciumAcquisition([of({}), of({ kvp: 100, scanOptions: [] })], null, null);
    expect(found).toMatchObject({ kvp: null, gated: null, contrast: false });
    expect(calciumAcquisition([of({}), of({ agent: 'Iohexol' })], null, null).contrast).toBe(true);
  });
});
