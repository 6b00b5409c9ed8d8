import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDicom } from '../../../electron/station/dicom/parse/parse-dicom.ts';
import { ObjectId } from '../../../shared/model/ids.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import type { Point2 } from '../../../shared/model/measurement.ts';
import { measureDrawing } from '../../../shared/rules/measure.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../helpers/dicom-builder.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';

function parsed(bytes: Uint8Array): ImageInfo {
  const found = parseDicom(bytes, { sha256: createHash('sha256').update(bytes).digest('hex') });
  if (!found.ok) throw found.error;
  return { ...found.value.image, objectId: ObjectId.parse('0'.repeat(26)), conflict: false };
}

const CLASSES = {
  DX: '1.2.840.10008.5.1.4.1.1.1.1',
  MG: '1.2.840.10008.5.1.4.1.1.1.2',
  CT: '1.2.840.10008.5.1.4.1.1.2',
  US: '1.2.840.10008.5.1.4.1.1.3.1',
} as const;

/** A header of 800 × 800 pixels; its pixels are never read. */
function made(kind: keyof typeof CLASSES, own: readonly BuiltElement[]): ImageInfo {
  return parsed(
    ctImage([
      element(0x00080016, 'UI', CLASSES[kind]),
      element(0x00080060, 'CS', kind),
      element(0x00280010, 'US', 800),
      element(0x00280011, 'US', 800),
      ...own,
    ]),
  );
}

const ownSpacing = (text: string) => element(0x00280030, 'DS', text);
const imager = (text: string) => element(0x00181164, 'DS', text);
/** A rod of 500 pixels along a row, and one of 500 along a column. */
const ACROSS: readonly Point2[] = [
  [100, 100],
  [600, 100],
];
const DOWN: readonly Point2[] = [
  [100, 100],
  [100, 600],
];

function said(image: ImageInfo, points = ACROSS, frame = 1) {
  const { values, basis } = measureDrawing('length', points, image, frame, null);
  return { value: values[0]?.value ?? NaN, unit: values[0]?.unit, basis };
}

describe('F53: millimetres stand only on a ground that is said', () => {
  it.each([
    ['no spacing at all', 'DX', [], 500, 'px', 'px'],
    ['a spacing of zero', 'CT', [ownSpacing('0\\0')], 500, 'px', 'px'],
    ['half a spacing', 'CT', [ownSpacing('0.5')], 500, 'px', 'px'],
    ['a spacing below zero', 'DX', [ownSpacing('-0.2\\-0.2')], 500, 'px', 'px'],
    ['a spacing in words', 'DX', [ownSpacing('n/a')], 500, 'px', 'px'],
    ['the imager alone', 'DX', [imager('0.15\\0.15')], 75, 'mm', 'at detector'],
    ['pixel and imager alike', 'DX', [ownSpacing('0.15\\0.15'), imager('0.15\\0.15')], 75, 'mm', 'at detector'],
    ['pixel spacing alone', 'DX', [ownSpacing('0.15\\0.15')], 75, 'mm', 'unknown calibration'],
    [
      'a stated magnification',
      'MG',
      [imager('0.1\\0.1'), element(0x00181114, 'DS', '1.25')],
      40,
      'mm',
      'estimated (ERMF 1.25)',
    ],
    [
      'two distances',
      'DX',
      [imager('0.1\\0.1'), element(0x00181110, 'DS', '1500'), element(0x00181111, 'DS', '1200')],
      40,
      'mm',
      'estimated (SID/SOD 1.25)',
    ],
    [
      'a magnification below one',
      'DX',
      [imager('0.1\\0.1'), element(0x00181114, 'DS', '0.8')],
      50,
      'mm',
      'at detector',
    ],
    [
      'corrected by the device',
      'DX',
      [ownSpacing('0.08\\0.08'), imager('0.1\\0.1'), element(0x00280a02, 'CS', 'GEOMETRY')],
      40,
      'mm',
      'mag.-corrected',
    ],
    [
      'calibrated by a coin',
      'DX',
      [
        ownSpacing('0.08\\0.08'),
        imager('0.1\\0.1'),
        element(0x00280a02, 'CS', 'FIDUCIAL'),
        element(0x00280a04, 'LO', 'coin'),
      ],
      40,
      'mm',
      'calibrated: coin',
    ],
    ['a section', 'CT', [ownSpacing('0.5\\0.5')], 250, 'mm', 'pixel spacing'],
  ] as const)('F53: %s', (_name, kind, own, value, unit, basis) => {
    expect(said(made(kind, own))).toEqual({ value: expect.closeTo(value, 6) as number, unit, basis });
  });

  it('F53: pixels that are not square measure along rows by columns and along columns by rows, with or without a length', () => {
    const stretched = made('CT', [ownSpacing('0.8\\0.4')]);
    expect(said(stretched).value).toBeCloseTo(200, 6);
    expect(said(stretched, DOWN).value).toBeCloseTo(400, 6);
    const aspect = made('DX', [element(0x00280034, 'IS', '2\\1')]);
    expect(said(aspect, DOWN)).toEqual({ value: 1000, unit: 'px', basis: 'px, aspect applied' });
  });

  it('F53: a rod of 50 mm under a magnification of 1.25 measures 50 mm within half a per cent', () => {
    const image = made('MG', [imager('0.1\\0.1'), element(0x00181114, 'DS', '1.25')]);
    const shadow: Point2[] = [[50, 400], [675, 400]]; // prettier-ignore
    expect(Math.abs(said(image, shadow).value - 50)).toBeLessThan(0.25);
  });
});

describe('F53: ultrasound regions', () => {
  const region = (delta: number, unit = 3): BuiltElement =>
    element(0x00186011, 'SQ', [
      [
        element(0x00186012, 'US', 1),
        element(0x00186014, 'US', 1),
        element(0x00186016, 'UL', 0),
        element(0x00186018, 'UL', 50),
        element(0x0018601a, 'UL', 50),
        element(0x0018601c, 'UL', 749),
        element(0x0018601e, 'UL', 749),
        element(0x00186024, 'US', unit),
        element(0x00186026, 'US', unit),
        element(0x0018602c, 'FD', delta),
        element(0x0018602e, 'FD', delta),
      ],
    ]);

  it('F53: each frame measures by its own regions where they change, and never by those of the first', () => {
    const image = made('US', [
      element(0x00280008, 'IS', '2'),
      element(0x7fe00010, 'OW', new Uint8Array(2 * 800 * 800 * 2)),
      element(0x52009230, 'SQ', [[region(0.01)], [region(0.02)]]),
      ownSpacing('9\\9'),
    ]);
    expect(said(image, ACROSS, 1)).toEqual({
      value: expect.closeTo(50, 6) as number,
      unit: 'mm',
      basis: 'ultrasound region',
    });
    expect(said(image, ACROSS, 2)).toEqual({
      value: expect.closeTo(100, 6) as number,
      unit: 'mm',
      basis: 'ultrasound region',
    });
  });

  it('F53: one pixel outside a region there are no millimetres, whatever pixel spacing stands beside it', () => {
    const image = made('US', [region(0.01), ownSpacing('0.1\\0.1')]);
    expect(said(image).unit).toBe('mm');
    expect(said(image, [[49, 100], [600, 100]]).unit).toBe('px'); // prettier-ignore
  });

  it('F53: a region in percent or decibel gives no length', () => {
    for (const unit of [0, 1, 2, 6, 8, 9, 12]) {
      const { values } = measureDrawing('length', ACROSS, made('US', [region(0.01, unit)]), 1, null);
      expect(values.every((value) => value.unit === 'px')).toBe(true);
    }
  });
});

describe.skipIf(!hasTestdata())('F53: real headers', () => {
  it.each([
    ['px/no-pixel-spacing.dcm', 'px', 'px'],
    // Its regions are those of a larger picture that was scaled down: none of them can be trusted.
    ['us/us-cine-30f-ybr-regions.dcm', 'px', 'px'],
    ['us/us-echo-jpll.dcm', 'mm', 'ultrasound region'],
    ['us/US1_UNC', 'px', 'px'],
    ['mg/mg-ge-voilut.dcm', 'mm', /^estimated \(ERMF|^at detector|^mag/],
    ['xr/dx-dog.dcm', 'mm', /at detector|unknown calibration|calibrated/],
    ['xr/RG1_J2KI', /px|mm/, /px|unknown calibration|at detector/],
  ] as const)('F53: %s is measured in %s', (name, unit, basis) => {
    const image = parsed(readFileSync(testdata(...name.split('/'))));
    const { rows, columns } = image.pixels ?? { rows: 0, columns: 0 };
    const middle: Point2[] = [[columns / 2, rows / 2], [columns / 2 + 9, rows / 2]]; // prettier-ignore
    const result = said(image, middle);
    expect(result.unit).toMatch(unit);
    expect(result.basis).toMatch(basis);
    if (result.unit === 'mm') expect(result.basis).not.toBe('');
  });
});
