import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csaHeader, csaNumbers, plannedSlices } from '../../../../../../electron/station/dicom/parse/csa-header.ts';
import { parseDicom } from '../../../../../../electron/station/dicom/parse/parse-dicom.ts';
import { ParsedObject } from '../../../../../../electron/station/dicom/parsed-object.ts';
import { cutSlice, sheetOf } from '../../../../../../electron/station/frames/sheet-frame.ts';
import { lettersOf } from '../../../../../../renderer/viewer/letters.ts';
import { displayFrames } from '../../../../../../shared/dicom/sort-frames.ts';
import { frameInfo } from '../../../../../../shared/model/image.ts';
import type { ImageInfo } from '../../../../../../shared/model/image.ts';
import { ON_A_MOSAIC, sheetWords, storedFrames } from '../../../../../../shared/rules/mosaic.ts';
import { spacingOf } from '../../../../../../shared/rules/spacing.ts';
import { picturePlane } from '../../../../../../shared/volume/picture-plane.ts';
import { planVolume } from '../../../../../../shared/volume/plan-volume.ts';
import { element } from '../../../../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../../../../helpers/dicom-builder.ts';
import { csaBytes, middlesOf, planBytes, sheetFile, sheetValues, voxel } from '../../../../../helpers/mosaic-sheet.ts';
import type { SheetOfSlices } from '../../../../../helpers/mosaic-sheet.ts';
import { hasTestdata, testdata } from '../../../../../helpers/testdata.ts';
import { objectId } from '../../../../shared/hanging/studies.ts';

function parse(bytes: Uint8Array): ImageInfo {
  const result = parseDicom(bytes, { sha256: '' });
  if (!result.ok) throw result.error;
  return { ...ParsedObject.parse(result.value).image, objectId: objectId('sheet'), conflict: false };
}

const AXIAL: SheetOfSlices = {
  ...{ slices: 5, rows: 6, columns: 4, right: [1, 0, 0], down: [0, 1, 0], step: [0, 0, 3.5] },
  ...{ first: [-20, -30, 10], spacing: [2, 1.5] },
};
const [cos, sin] = [Math.cos(0.3), Math.sin(0.3)];
/** Normals along row × column and against it. */
const CASES: readonly (readonly [string, SheetOfSlices])[] = [
  ['axial, upwards', AXIAL],
  ['axial, downwards', { ...AXIAL, step: [0, 0, -3.5] }],
  ['sagittal, to the left', { ...AXIAL, right: [0, 1, 0], down: [0, 0, -1], step: [-4, 0, 0] }],
  ['sagittal, to the right', { ...AXIAL, right: [0, 1, 0], down: [0, 0, -1], step: [4, 0, 0] }],
  ['coronal', { ...AXIAL, right: [1, 0, 0], down: [0, 0, -1], step: [0, 5, 0] }],
  ['oblique, along', { ...AXIAL, right: [1, 0, 0], down: [0, cos, -sin], step: [0, 4 * sin, 4 * cos] }],
  ['oblique, against', { ...AXIAL, right: [1, 0, 0], down: [0, cos, -sin], step: [0, -4 * sin, -4 * cos] }],
  ['one slice', { ...AXIAL, slices: 1 }],
  ['a full square', { ...AXIAL, slices: 9 }],
];

describe('slices side by side on one sheet (mosaic)', () => {
  it.each(CASES)('each lie where they were measured: %s', (_name, sheet) => {
    const plan = element(0x00291020, 'OB', planBytes(middlesOf(sheet)));
    const image = parse(sheetFile(sheet, [plan]));
    const { rows, columns, slices } = sheet;
    expect(image).toMatchObject({ frames: slices, sheet: { apart: true }, pixels: { rows, columns } });
    expect(storedFrames(image)).toBe(1);
    for (let slice = 0; slice < slices; slice += 1) {
      const place = sheet.first.map((value, axis) => value + slice * (sheet.step[axis] ?? 0));
      for (const [axis, value] of place.entries()) {
        expect(frameInfo(image, slice + 1).position?.[axis]).toBeCloseTo(value, 5);
      }
    }
  });

  it('are cut out of it, and stand behind one another as a volume', () => {
    const image = parse(sheetFile(AXIAL));
    const data = new Uint8Array(Uint16Array.from(sheetValues(AXIAL)).buffer);
    const { rows, columns } = sheetOf(image)?.pixels ?? { rows: 0, columns: 0 };
    const header = { objectId: image.objectId, frame: 1, rows, columns, samples: 1, photometric: 'MONOCHROME2' };
    const whole = { header: { ...header, type: 'uint16' as const, min: 0, max: 0 }, data };
    for (let slice = 0; slice < AXIAL.slices; slice += 1) {
      const cut = cutSlice(image, slice + 1, whole);
      const values = new Uint16Array(cut.data.buffer);
      expect(cut.header).toMatchObject({ frame: slice + 1, rows: AXIAL.rows, columns: AXIAL.columns });
      expect([cut.header.min, cut.header.max]).toEqual([voxel(slice, 0, 0), voxel(slice, 5, 3)]);
      expect(values[2 * AXIAL.columns + 3]).toBe(voxel(slice, 2, 3));
    }
    expect(spacingOf(image, 1)).toMatchObject({ row: 2, column: 1.5, unit: 'mm', warnings: [] });
    expect([lettersOf(image, 3, 0, false)?.left, sheetWords(image), picturePlane(image, 1).ok]).toEqual([
      'R',
      '',
      true,
    ]);
    expect(() => cutSlice(image, AXIAL.slices + 1, whole)).toThrow('the sheet has fewer slices');
    const short = { ...whole, header: { ...whole.header, rows: rows - 1 } };
    expect(() => cutSlice(image, 1, short)).toThrow('not of the size');
    // From head to feet, as every axial stack.
    const frames = displayFrames([image]);
    expect(frames.map(({ frame }) => frame)).toEqual([5, 4, 3, 2, 1]);
    expect(planVolume(frames)).toMatchObject({ ok: true });
  });

  const csa = (entries: Readonly<Record<string, readonly string[]>>): Uint8Array => sheetFile(AXIAL, [], entries);
  const own = (...elements: readonly BuiltElement[]): Uint8Array => sheetFile(AXIAL, elements);
  const planned = (sheet: SheetOfSlices): Uint8Array => own(element(0x00291020, 'OB', planBytes(middlesOf(sheet))));
  it.each<[string, Uint8Array, string]>([
    ['without the private header', sheetFile(AXIAL, [], null), 'no-count'],
    ['of which nobody says how many', csa({ NumberOfImagesInMosaic: [] }), 'no-count'],
    [
      'that say two numbers',
      own(element(0x00190010, 'LO', 'SIEMENS MR HEADER'), element(0x0019100a, 'US', 6)),
      'counts-differ',
    ],
    ['that do not divide the sheet', own(element(0x00280010, 'US', 17)), 'not-divisible'],
    ['without a position', own(element(0x00200032, 'DS', '')), 'no-geometry'],
    ['without a pixel size', own(element(0x00280030, 'DS', '')), 'no-geometry'],
    ['without a direction', csa({ SliceNormalVector: [] }), 'no-normal'],
    ['with a direction that leans', csa({ SliceNormalVector: ['0', '0.1', '0.995'] }), 'normal-differs'],
    ['without a distance', own(element(0x00180088, 'DS', '')), 'no-distance'],
    ['numbered from the other end', csa({ ProtocolSliceNumber: ['4'] }), 'numbered-backwards'],
    ['planned the other way round', planned({ ...AXIAL, step: [0, 0, -3.5] }), 'plan-differs'],
    ['planned at other distances', planned({ ...AXIAL, step: [0, 0, 4] }), 'plan-differs'],
    ['planned with other numbers', planned({ ...AXIAL, slices: 4 }), 'plan-differs'],
    ['under an overlay', own(element(0x60000010, 'US', 2)), 'other-content'],
  ])('stay on it, and have no place, %s', (_name, bytes, why) => {
    const image = parse(bytes);
    expect(image).toMatchObject({ frames: 1, sheet: { apart: false, why }, perFrame: [{ position: null }] });
    expect(image.pixels?.columns).toBe(12);
    // A length holds within one slice alone, and says so; no plane can be laid through it.
    if (why !== 'no-geometry') expect(spacingOf(image, 1)).toMatchObject({ unit: 'mm', warnings: [ON_A_MOSAIC] });
    expect(picturePlane(image, 1).ok).toBe(false);
    expect(sheetWords(image)).toMatch(/^SEVERAL SLICES ON ONE SHEET: NO PLACE IN THE PATIENT \([A-Z ]+\)$/);
  });

  it('planned as one slab say nothing that could contradict', () => {
    expect(parse(planned({ ...AXIAL, slices: 1 })).frames).toBe(5);
  });

  it('are weighed by what the private header says where the standard is silent', () => {
    const entries = { B_value: ['1000'], DiffusionGradientDirection: ['0', '0.6', '0.8'] };
    const image = parse(csa({ ...entries, DiffusionDirectionality: ['DIRECTIONAL'] }));
    const said = { bValue: 1000, gradient: [0, 0.6, 0.8], directionality: 'DIRECTIONAL' };
    expect(image.perFrame.map(({ acquired }) => acquired)).toEqual(Array.from({ length: 5 }, () => said));
    const standard = parse(sheetFile(AXIAL, [element(0x00189087, 'FD', 50)], entries));
    expect(standard.perFrame[0]?.acquired?.bValue).toBe(50);
  });

  it('and pictures that are none say nothing of a sheet', () => {
    const image = parse(own(element(0x00080008, 'CS', 'ORIGINAL\\PRIMARY\\M')));
    expect(image.sheet).toBeUndefined();
    expect(image).toMatchObject({ frames: 1, pixels: { columns: 12 } });
  });
});

describe('the private header', () => {
  const bytes = csaBytes({ One: ['1', ' 2.5 '], Empty: [], Word: ['x'] });

  it('is read by its names', () => {
    const header = csaHeader(bytes);
    expect([csaNumbers(header, 'One', 2), csaNumbers(header, 'One', 1), csaNumbers(header, 'Word', 1)]).toEqual([
      [1, 2.5],
      null,
      null,
    ]);
    expect([...(header?.keys() ?? [])]).toEqual(['One', 'Empty', 'Word']);
  });

  it('is none where it ends early, and nothing in it takes time or room', () => {
    // What fills the last value up may be left out.
    for (let end = 0; end < bytes.length - 2; end += 1) expect(csaHeader(bytes.subarray(0, end))).toBeNull();
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, value) => {
        const spoilt = bytes.slice();
        spoilt[at] = value;
        csaHeader(spoilt);
        plannedSlices(spoilt);
      }),
    );
  });
});

describe.skipIf(!hasTestdata())('a real sheet', () => {
  const image = parse(readFileSync(testdata('mr-orient-decub/HFS/dwi-mosaic/0002.dcm')));

  it('is 25 slices from the neck to the top of the head', () => {
    expect(image).toMatchObject({ frames: 25, pixels: { rows: 128, columns: 128 }, sheet: { apart: true, across: 5 } });
    expect(image.perFrame[0]?.acquired).toMatchObject({
      bValue: 1000,
      gradient: [0.86243188, -0.36244097, 0.35333803],
    });
    // Middles of the first and the last slice as they were planned.
    const middle = (frame: number): number[] => {
      const { position, orientation } = frameInfo(image, frame);
      const [rx = 0, ry = 0, rz = 0, cx = 0, cy = 0, cz = 0] = orientation ?? [];
      return [
        [rx, cx],
        [ry, cy],
        [rz, cz],
      ].map(([r = 0, c = 0], axis) => (position?.[axis] ?? NaN) + 110 * (r + c));
    };
    for (const [frame, place] of [
      [1, [0, -5.67637, -74.67136]],
      [25, [0, 6.93545, 49.48976]],
    ] as const) {
      for (const [axis, value] of middle(frame).entries()) expect(value).toBeCloseTo(place[axis] ?? NaN, 3);
    }
  });
});
