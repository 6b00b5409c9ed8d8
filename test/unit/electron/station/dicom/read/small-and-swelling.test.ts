import { describe, expect, it } from 'vitest';
import { boundedContent } from '../../../../../../electron/station/dicom/read/bounded-content.ts';
import { clinicalDocumentLines } from '../../../../../../electron/station/dicom/read/clinical-document.ts';
import { readObject } from '../../../../../../electron/station/dicom/read/read-object.ts';
import { unitName } from '../../../../../../electron/station/dicom/read/sr-names.ts';
import type { AppError } from '../../../../../../shared/errors/app-error.ts';
import type { ReadObject } from '../../../../../../shared/model/dicom-object.ts';
import { dicomFile, element } from '../../../../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../../../../helpers/dicom-builder.ts';

type Item = readonly BuiltElement[];

const STORAGE = '1.2.840.10008.5.1.4.1.1.';
/** None of these may take longer to read than a file of its size. */
const SOON = { timeout: 4000 };

const code = (tag: number, value: string, scheme = 'DCM'): BuiltElement =>
  element(tag, 'SQ', [
    [element(0x00080100, 'SH', value), element(0x00080102, 'SH', scheme), element(0x00080104, 'LO', value)],
  ]);
const many = <T>(count: number, of: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => of(index));
const read = (sopClass: string, more: Item): ReadObject =>
  boundedContent(
    readObject(dicomFile([element(0x00080016, 'UI', STORAGE + sopClass), ...more].sort((a, b) => a.tag - b.tag))),
  );

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as AppError).code;
  }
  return 'nothing';
}

describe('F34: a small object that would become a large answer', () => {
  const size: Item = [element(0x00280010, 'US', 8), element(0x00280011, 'US', 8)];

  it('a segmentation that says it has two thousand million frames is refused', SOON, () => {
    const frames = element(0x00280008, 'IS', '2000000000');
    expect(codeOf(() => read('66.4', [...size, frames]))).toBe('dicom/too-large');
  });

  it('sources that are common to all frames of a segmentation are counted for each', SOON, () => {
    const source = [element(0x00081150, 'UI', '1.2'), element(0x00081155, 'UI', '1.2.3')];
    const derived = (count: number): BuiltElement =>
      element(0x52009229, 'SQ', [
        [
          element(0x00089124, 'SQ', [
            [
              element(
                0x00082112,
                'SQ',
                many(count, () => source),
              ),
            ],
          ]),
        ],
      ]);
    const object = (frames: number, sources: number): ReadObject =>
      read('66.4', [
        ...size,
        element(0x00280008, 'IS', String(frames)),
        derived(sources),
        element(
          0x52009230,
          'SQ',
          many(frames, () => []),
        ),
      ]);
    expect(object(20, 30).content).toMatchObject({ kind: 'segmentation' });
    expect(codeOf(() => object(2000, 2000))).toBe('dicom/too-large');
  });

  it('a shape that thousands of items point at is one shape', SOON, () => {
    const pointer = [element(0x0040a010, 'CS', 'CONTAINS'), element(0x0040db73, 'UL', [1, 1])];
    const shape = [
      element(0x0040a010, 'CS', 'CONTAINS'),
      element(0x0040a040, 'CS', 'SCOORD3D'),
      element(
        0x00700022,
        'FL',
        many(15_000, (at) => at),
      ),
      element(0x00700023, 'CS', 'POLYGON'),
      element(0x30060024, 'UI', '1.2.9'),
    ];
    const group = [
      element(0x0040a010, 'CS', 'CONTAINS'),
      element(0x0040a040, 'CS', 'CONTAINER'),
      code(0x0040a043, '125007'),
      element(
        0x0040a730,
        'SQ',
        many(50, () => pointer),
      ),
    ];
    const { content } = read('88.34', [
      element(0x0040a040, 'CS', 'CONTAINER'),
      code(0x0040a043, '126000'),
      element(0x0040a730, 'SQ', [shape, ...many(120, () => group)]),
    ]);
    if (content.kind !== 'report') throw new Error(content.kind);
    const spaces = (content.measurements ?? []).map(({ space }) => space?.points.length ?? 0);
    expect(spaces[0]).toBe(5000);
    expect(spaces.reduce((sum, points) => sum + points * 3, 0)).toBeLessThanOrEqual(1_500_000);
    expect(content.measurements?.at(-1)?.others).toEqual(['a shape beyond what is read']);
  });

  it('contours of one number are one structure’s, however often the number is given', SOON, () => {
    const points = many(30_000, () => '1').join('\\');
    const contour = [element(0x30060042, 'CS', 'CLOSED_PLANAR'), element(0x30060050, 'DS', points)];
    const { content } = read('481.3', [
      element(
        0x30060020,
        'SQ',
        many(1000, () => [element(0x30060022, 'IS', '1')]),
      ),
      element(0x30060039, 'SQ', [
        [
          element(
            0x30060040,
            'SQ',
            many(20, () => contour),
          ),
          element(0x30060084, 'IS', '1'),
        ],
      ]),
    ]);
    expect(content).toMatchObject({ kind: 'contours', cut: true });
    if (content.kind === 'contours')
      expect(content.structures.filter((one) => one.contours.length > 0)).toHaveLength(1);
  });

  it(
    'a bitmap of a few bytes that says it is four thousand million pixels is read to the end of its bytes',
    SOON,
    () => {
      const planes = many(16, (at) => 0x6000_0000 + at * 0x2_0000).flatMap((group) => [
        element(group + 0x10, 'US', 65_535),
        element(group + 0x11, 'US', 65_535),
        element(group + 0x40, 'CS', 'G'),
        element(group + 0x50, 'SS', [1, 1]),
        element(group + 0x100, 'US', 1),
        element(group + 0x102, 'US', 0),
        element(group + 0x1001, 'CS', 'LAYER'),
        element(group + 0x3000, 'OB', Uint8Array.of(0xff, 0)),
      ]);
      const { content } = read('11.1', planes);
      if (content.kind !== 'presentation') throw new Error(content.kind);
      expect(content.state.bitmaps?.[0]?.runs).toEqual([0, 0, 7]);
    },
  );

  it('compound graphics are compared with the plain ones once', SOON, () => {
    const numbered = (tag: number, count: number, from: number): BuiltElement =>
      element(
        tag,
        'SQ',
        many(count, (at) => [element(0x00700226, 'UL', from + at)]),
      );
    const { content } = read('11.1', [
      element(0x00700001, 'SQ', [[numbered(0x00700009, 40_000, 100_000), numbered(0x00700209, 5000, 0)]]),
    ]);
    expect(content).toMatchObject({ kind: 'presentation' });
  });

  it('a number that is beyond all numbers is refused in words', SOON, () => {
    const channel = [element(0x003a0210, 'DS', '1e308'), element(0x003a0212, 'DS', '1e308')];
    const wave = [
      element(0x003a0005, 'US', 1),
      element(0x003a0010, 'UL', 2),
      element(0x003a001a, 'DS', '500'),
      element(0x003a0200, 'SQ', [channel]),
      element(0x54001006, 'CS', 'SS'),
      element(0x54001010, 'OW', [1, 2]),
    ];
    expect(codeOf(() => read('9.1.1', [element(0x54000100, 'SQ', [wave])]))).toBe('dicom/damaged-header');
  });

  it('an answer of more parts than any object has is refused', SOON, () => {
    const content = { kind: 'other' as const, title: 'x' };
    const references = { studies: [], images: many(21, () => 'x'.repeat(1_000_000)), framesOfReference: [] };
    expect(codeOf(() => boundedContent({ content, references }))).toBe('dicom/too-large');
    expect(boundedContent({ content, references: { ...references, images: ['1.2'] } })).toBeTruthy();
  });

  it('F47: a figure and a rendering intent that are called as what every object has are none', () => {
    const named = (type: string, name: string, value: BuiltElement): Item => [
      element(0x0040a010, 'CS', 'CONTAINS'),
      element(0x0040a040, 'CS', type),
      code(0x0040a043, name),
      value,
    ];
    const unit = code(0x004008ea, 'mGy', 'UCUM');
    const number = element(0x0040a300, 'SQ', [[unit, element(0x0040a30a, 'DS', '1')]]);
    const figure = named('NUM', 'constructor', number);
    const intent = named('CODE', '111056', code(0x0040a168, 'toString'));
    const { content } = read('88.67', [
      element(0x0040a040, 'CS', 'CONTAINER'),
      code(0x0040a043, '113701'),
      element(0x0040a730, 'SQ', [figure, intent]),
    ]);
    expect(content).toMatchObject({ kind: 'report', dose: [] });
  });

  it('F47: a unit and an entity that are called as what every object has are words', () => {
    expect(unitName({ value: 'constructor', scheme: 'UCUM', meaning: 'x' })).toBe('constructor');
    const xml = '<ClinicalDocument><title>&toString; &valueOf;</title></ClinicalDocument>';
    expect(clinicalDocumentLines(new TextEncoder().encode(xml)).lines[0]?.name).toBe('&toString; &valueOf;');
  });
});
