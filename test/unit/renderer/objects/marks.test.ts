import { describe, expect, it } from 'vitest';
import { contourMarks } from '../../../../renderer/objects/contour-layer.ts';
import { firstPicture } from '../../../../renderer/objects/first-picture.ts';
import { partsOf } from '../../../../renderer/objects/object-layers.ts';
import { planeOfPicture, toPixel, fromPixel } from '../../../../renderer/objects/picture-plane.ts';
import { regionMarks } from '../../../../renderer/objects/region-marks.ts';
import { framesOver, segmentMarks } from '../../../../renderer/objects/segment-mask.ts';
import { curvesOf } from '../../../../renderer/objects/waveform-scale.ts';
import type { GlassMark } from '../../../../renderer/viewer/layers/glass-layer.ts';
import { srgbOfLab } from '../../../../shared/dicom/lab-colour.ts';
import type { DoseFigure, ObjectContent, RegionMark, Structure } from '../../../../shared/model/dicom-object.ts';
import type { ImageInfo } from '../../../../shared/model/image.ts';
import type { Segmentation } from '../../../../shared/model/segmentation.ts';
import { doseLine } from '../../../../shared/rules/dose-line.ts';
import { objectId, seriesOf, studyOf } from '../../shared/hanging/studies.ts';
import { imageOf } from '../../shared/rules/image-fixture.ts';

const FRAME_OF_REFERENCE = '1.2.3';

/** 8 x 6 pixels of 2 mm down and 1 mm across, at z. */
function picture(z: number): ImageInfo {
  return imageOf({
    size: [8, 6],
    frame: { position: [10, 20, z], orientation: [1, 0, 0, 0, 1, 0], pixelSpacing: [2, 1], sliceThickness: 2 },
    image: { objectId: objectId(`slice ${z}`), sopUid: `1.2.${z}`, frameOfReference: FRAME_OF_REFERENCE },
  });
}

const lines = (marks: readonly GlassMark[] | null) =>
  (marks ?? []).flatMap((mark) => (mark.kind === 'line' ? [mark.points] : []));

describe('the plane of a picture', () => {
  it('takes pixels to the patient and back', () => {
    const plane = planeOfPicture(picture(5), 1);
    if (!plane) throw new Error('no plane');
    expect(fromPixel(plane, [3, 2])).toEqual([13, 24, 5]);
    expect(toPixel(plane, [13, 24, 5])).toEqual([3, 2]);
  });
});

describe('contours of a structure', () => {
  const square = (z: number, images: readonly string[] = []) => ({
    type: 'CLOSED_PLANAR',
    points: [11, 22, z, 14, 22, z, 14, 26, z, 11, 26, z],
    images: [...images],
  });
  const structure = (own: Partial<Structure>): Structure => ({
    ...{ number: 1, name: 'BODY', rgb: null, role: null, algorithm: null, frameOfReference: FRAME_OF_REFERENCE },
    contours: [],
    ...own,
  });

  it('stand in the plane of the picture, in its pixels', () => {
    expect(lines(contourMarks(structure({ contours: [square(5), square(9)] }), picture(5), 1))).toEqual([
      [
        [1, 1],
        [4, 1],
        [4, 3],
        [1, 3],
      ],
    ]);
    expect(contourMarks(structure({ contours: [square(5)] }), picture(7), 1)).toBeNull();
  });

  it('never stand in another frame of reference, nor over a picture that they do not name', () => {
    const elsewhere = structure({ contours: [square(5)], frameOfReference: '9.9' });
    expect(contourMarks(elsewhere, picture(5), 1)).toBeNull();
    const named = structure({ contours: [square(5, ['1.2.7'])] });
    expect(contourMarks(named, picture(5), 1)).toBeNull();
    expect(lines(contourMarks(structure({ contours: [square(5, ['1.2.5'])] }), picture(5), 1))).toHaveLength(1);
  });

  it('that are open, or lie across the picture, are not drawn', () => {
    const open = { ...square(5), type: 'OPEN_PLANAR' };
    const across = { ...square(5), points: [11, 22, 5, 14, 22, 5, 14, 26, 8] };
    expect(contourMarks(structure({ contours: [open, across] }), picture(5), 1)).toBeNull();
  });
});

describe('regions of a report', () => {
  const link = { sopUid: '1.2.5', sopClass: '1', frames: [] as number[] };
  const mark = (own: Partial<RegionMark>): RegionMark => ({
    ...{ shape: 'POINT', label: 'Mass', points: [3.5, 2.5], place: { in: 'image', image: link }, finding: null },
    ...own,
  });

  it('count from the corner of the first pixel, the glass from its middle', () => {
    expect(regionMarks([mark({})], picture(5), 1)).toEqual([
      { kind: 'point', at: [3, 2] },
      { kind: 'text', at: [3, 2], text: 'Mass' },
    ]);
  });

  it('stand over the picture and frame that they name, and over no other', () => {
    expect(regionMarks([mark({})], picture(7), 1)).toBeNull();
    const second = mark({ place: { in: 'image', image: { ...link, frames: [2] } } });
    expect(regionMarks([second], picture(5), 1)).toBeNull();
  });

  it('in space stand where the picture lies in the same frame of reference and plane', () => {
    const space = (frameOfReference: string, z: number): RegionMark =>
      mark({ place: { in: 'space', frameOfReference }, points: [13, 24, z] });
    expect(regionMarks([space(FRAME_OF_REFERENCE, 5)], picture(5), 1)?.[0]).toEqual({ kind: 'point', at: [3, 2] });
    expect(regionMarks([space(FRAME_OF_REFERENCE, 6)], picture(5), 1)).toBeNull();
    expect(regionMarks([space('9.9', 5)], picture(5), 1)).toBeNull();
  });

  it('a circle goes through the place of its rim', () => {
    const [rim = []] = lines(regionMarks([mark({ shape: 'CIRCLE', points: [4, 3, 6, 3] })], picture(5), 1));
    for (const [x, y] of rim) expect(Math.hypot(x - 3.5, y - 2.5)).toBeCloseTo(2);
  });
});

describe('masks of a segmentation', () => {
  const frame = (z: number, segment: number | null = 1): Segmentation['frames'][number] => ({
    segment,
    sources: [],
    position: [10, 20, z],
    orientation: [1, 0, 0, 0, 1, 0],
    pixelSpacing: [2, 1],
  });
  const segmentation = (own: Partial<Segmentation>): Segmentation => ({
    ...{ kind: 'BINARY', label: null, rows: 6, columns: 8, frameOfReference: FRAME_OF_REFERENCE, segments: [] },
    ...{ frames: [frame(5), frame(7), frame(5, 2)], maximumFractional: null, fractionalType: null, background: null },
    ...own,
  });
  const stored = (...set: readonly number[]) => {
    const values = new Uint8Array(48);
    for (const place of set) values[place] = 1;
    return [{ number: 1, values }];
  };
  const maskOf = (marks: readonly GlassMark[] | null): readonly number[] =>
    (marks ?? []).flatMap((mark) =>
      mark.kind === 'mask' ? [...mark.alpha].flatMap((value, place) => (value > 0 ? [place] : [])) : [],
    );

  it('takes the frames of the segment that lie in the plane of the picture', () => {
    expect(framesOver(segmentation({}), 1, picture(5), 1)).toEqual([1]);
    expect(framesOver(segmentation({}), 2, picture(5), 1)).toEqual([3]);
    expect(framesOver(segmentation({}), 1, picture(11), 1)).toEqual([]);
    expect(framesOver(segmentation({ frameOfReference: '9.9' }), 1, picture(5), 1)).toEqual([]);
  });

  it('without places it goes by the pictures that it was drawn on, of its own size only', () => {
    const named = segmentation({
      frames: [{ ...frame(5), position: null, sources: [{ sopUid: '1.2.5', sopClass: '1', frame: null }] }],
    });
    expect(framesOver(named, 1, picture(5), 1)).toEqual([1]);
    expect(framesOver(named, 1, picture(7), 1)).toEqual([]);
    expect(framesOver({ ...named, rows: 3 }, 1, picture(5), 1)).toEqual([]);
  });

  it('lies pixel on pixel where the grids agree, and half as fine by nearest neighbours where they do not', () => {
    expect(maskOf(segmentMarks(segmentation({}), 1, 'L', picture(5), 1, stored(0, 9, 47)))).toEqual([0, 9, 47]);
    const coarse = segmentation({ frames: [{ ...frame(5), pixelSpacing: [4, 2], position: [10.5, 21, 5] }] });
    // One pixel of the segmentation is two by two of the picture.
    expect(maskOf(segmentMarks(coarse, 1, 'L', picture(5), 1, stored(0)))).toEqual([0, 1, 8, 9]);
  });

  it('has nothing to say where no pixel is set', () => {
    expect(segmentMarks(segmentation({}), 1, 'L', picture(5), 1, stored())).toBeNull();
  });

  it('is gone to where its first pixel is, not where its first frame is', async () => {
    const whole = segmentation({ frames: [frame(5), frame(7), frame(9)] });
    const content: ObjectContent = { kind: 'segmentation', title: '', segmentation: whole };
    const part = { id: '1', name: 'Liver', colour: '', isAi: false, note: '', empty: false };
    const series = seriesOf(
      '1.2',
      'CT',
      [3, 5, 7, 9].map((z) => picture(z)),
    );
    const studies = [studyOf(1, [series])];
    const first = (set: Readonly<Record<number, ArrayLike<number>>>) =>
      firstPicture(content, part, studies, (number) => Promise.resolve(set[number] ?? null));
    const [empty, full] = [new Uint8Array(48), new Uint8Array(48).fill(1, 9, 12)];
    expect(await first({ 1: empty, 2: empty, 3: full })).toEqual({ objectId: picture(9).objectId, frame: 1 });
    expect(await first({ 1: full, 2: full, 3: full })).toEqual({ objectId: picture(5).objectId, frame: 1 });
    // Nothing is set, or nothing comes: the first that it has a frame for.
    expect(await first({ 1: empty, 2: empty, 3: empty })).toEqual({ objectId: picture(5).objectId, frame: 1 });
    expect(await first({})).toEqual({ objectId: picture(5).objectId, frame: 1 });
  });

  it('a part that a program drew is marked, and the background is no part', () => {
    const segment = { category: null, type: null, algorithmName: 'Net', trackingId: null, trackingUid: null } as const;
    const parts = partsOf({
      kind: 'segmentation',
      title: '',
      segmentation: segmentation({
        kind: 'LABELMAP',
        background: 0,
        segments: [
          { ...segment, number: 0, label: 'Background', algorithm: null, lab: null },
          { ...segment, number: 1, label: 'Liver', algorithm: 'AUTOMATIC', lab: [53.24, 80.09, 67.2] },
        ],
      }),
    });
    expect(parts).toMatchObject([{ name: 'Liver', isAi: true, note: 'drawn by a program · Net' }]);
  });
});

describe('what is beside the pictures', () => {
  it('recommended colours come out as the standard means them', () => {
    // D50 white, and red of sRGB in Lab of the profile connection space.
    expect(srgbOfLab([100, 0, 0])).toEqual([255, 255, 255]);
    expect(srgbOfLab([0, 0, 0])).toEqual([0, 0, 0]);
    const [red, green, blue] = srgbOfLab([54.29, 80.81, 69.89]);
    expect(red).toBeGreaterThan(250);
    expect(Math.max(green, blue)).toBeLessThan(12);
  });

  it('a dose line names every value with its unit, and adds nothing up', () => {
    const figure = (kind: DoseFigure['kind'], value: number, unit: string, of: string | null = null): DoseFigure => ({
      ...{ kind, value, unit, of, phantom: null },
    });
    expect(
      doseLine([
        figure('dlp', 456.7, 'mGy.cm'),
        figure('ctdi', 8.21, 'mGy', 'Head'),
        figure('ctdi', 12.345, 'mGy', 'Chest'),
        figure('glandular', 1.4, 'mGy', 'Left'),
        figure('glandular', 1.6, 'mGy', 'Right'),
      ]),
    ).toBe(
      'CTDIvol 12.345 mGy (Chest, largest of 2) · DLP 456.7 mGy.cm · Average glandular dose 1.4 mGy Left, 1.6 mGy Right',
    );
    expect(doseLine([])).toBe('');
    // The digits of the object, without the noise of a single precision sum.
    const said = (value: number): string => doseLine([figure('dlp', value, 'mGy.cm')]);
    expect([1234.5, 10234.75, 8.210000038146973, 0.00012345, 0].map((value) => said(value))).toEqual(
      ['1234.5', '10234.75', '8.21', '0.00012345', '0'].map((digits) => `DLP ${digits} mGy.cm`),
    );
    expect(doseLine([figure('activity', 371234567.25, 'Bq')])).toBe('Activity 371234567 Bq');
    const ctdi = (value: number, phantom: string): DoseFigure => ({ ...figure('ctdi', value, 'mGy'), phantom });
    expect(doseLine([ctdi(52.3, 'Head phantom'), ctdi(9.87, 'Body phantom'), ctdi(4, 'Body phantom')])).toBe(
      'CTDIvol 52.3 mGy (Head phantom) · CTDIvol 9.87 mGy (Body phantom, largest of 2)',
    );
  });

  it('curves in volts stand at 10 mm a millivolt and 25 mm a second; others say that they do not', () => {
    const group = (unit: string | null) => ({
      label: 'RHYTHM',
      frequency: 2,
      channels: [{ label: 'I', unit, values: [0, 1000, -500] }],
    });
    const volts = curvesOf(group('uV'));
    expect(volts.curves[0]?.path).toBe('M5.00,12.50L17.50,2.50L30.00,17.50');
    expect([volts.scale, volts.seconds, volts.cut]).toEqual(['25 mm/s, 10 mm/mV', 1.5, false]);
    expect(curvesOf(group(null)).scale).toBe('25 mm/s, each curve at its own height');
  });
});
