import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDicom } from '../../../../../../electron/station/dicom/parse/parse-dicom.ts';
import { ParsedObject } from '../../../../../../electron/station/dicom/parsed-object.ts';
import { frameInfo } from '../../../../../../shared/model/image.ts';
import type { FrameInfo, ImageInfo } from '../../../../../../shared/model/image.ts';
import { ctImage, element } from '../../../../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../../../../helpers/dicom-builder.ts';
import { hasTestdata, testdata } from '../../../../../helpers/testdata.ts';
import { displaySpacing } from '../../../../../../shared/rules/display-spacing.ts';
import { hiddenSpans, shutterOf } from '../../../../../../shared/rules/shutter.ts';
import { spacingOf } from '../../../../../../shared/rules/spacing.ts';
import { objectId } from '../../../../shared/hanging/studies.ts';

function parse(bytes: Uint8Array): Omit<ImageInfo, 'objectId' | 'conflict'> {
  const result = parseDicom(bytes, { sha256: '' });
  if (!result.ok) throw result.error;
  return ParsedObject.parse(result.value).image;
}
const image = (own: readonly BuiltElement[]) => parse(ctImage(own));
const group = (tag: number, own: readonly BuiltElement[]): BuiltElement => element(tag, 'SQ', [own]);
const pixels = (frames: number): BuiltElement =>
  element(
    0x7fe00010,
    'OW',
    Array.from({ length: 4 * frames }, () => 0),
  );
/** A multi-frame object of 16-bit pixels with its shared and per-frame groups. */
const grouped = (
  shared: readonly BuiltElement[],
  each: readonly (readonly BuiltElement[])[],
  own: readonly BuiltElement[] = [],
) =>
  image([
    element(0x00280008, 'IS', String(each.length)),
    pixels(each.length),
    ...own,
    element(0x52009229, 'SQ', [shared]),
    element(0x52009230, 'SQ', each),
  ]);

describe('functional groups', () => {
  it('say for each frame where it lies and what tells it apart, the shared ones for all', () => {
    const frame = (z: number, b: number): readonly BuiltElement[] => [
      group(0x00209113, [element(0x00200032, 'DS', `0\\0\\${z}`)]),
      group(0x00209111, [
        element(0x00209056, 'SH', 'A'),
        element(0x00209057, 'UL', 1),
        element(0x00209128, 'UL', 2),
        element(0x00209156, 'US', 7),
      ]),
      group(0x00189117, [
        element(0x00189075, 'CS', 'DIRECTIONAL'),
        group(0x00189076, [element(0x00189089, 'FD', [0, 0, 1])]),
        element(0x00189087, 'FD', b),
      ]),
      group(0x00189118, [element(0x00209153, 'FD', 40 + z), element(0x00209241, 'FL', 50)]),
      group(0x00289132, [element(0x00281050, 'DS', String(b)), element(0x00281051, 'DS', '200')]),
      group(0x00289145, [
        element(0x00281052, 'DS', '-5'),
        element(0x00281053, 'DS', String(1 + z)),
        element(0x00281054, 'LO', 'US'),
      ]),
      group(0x00209310, [element(0x0020930d, 'FD', 1.5)]),
    ];
    const parsed = grouped(
      [
        group(0x00209116, [element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0')]),
        group(0x00289110, [element(0x00280030, 'DS', '0.5\\0.75'), element(0x00180050, 'DS', '3')]),
        group(0x00189226, [element(0x00089007, 'CS', 'ORIGINAL\\PRIMARY\\DIFFUSION\\NONE')]),
        group(0x00189114, [element(0x00189082, 'FD', 80)]),
        group(0x00209071, [element(0x00209072, 'CS', 'L'), group(0x00082218, [element(0x00080104, 'LO', 'Kidney')])]),
      ],
      [frame(0, 0), frame(3, 800)],
    );
    expect(parsed.laterality).toBe('L');
    expect(parsed.perFrame).toHaveLength(2);
    expect(parsed.perFrame[1]).toEqual({
      position: [0, 0, 3],
      orientation: [1, 0, 0, 0, 1, 0],
      pixelSpacing: [0.5, 0.75],
      sliceThickness: 3,
      windows: [{ center: 800, width: 200, explanation: null }],
      voiFunction: 'LINEAR',
      rescale: { slope: 4, intercept: -5, type: 'US' },
      stack: { id: 'A', position: 1 },
      temporalPosition: 2,
      acquired: {
        bValue: 800,
        directionality: 'DIRECTIONAL',
        gradient: [0, 0, 1],
        echoTime: 80,
        triggerTime: 43,
        cardiacPhase: 50,
        temporalOffset: 1.5,
        acquisitionNumber: 7,
        frameType: ['ORIGINAL', 'PRIMARY', 'DIFFUSION', 'NONE'],
        laterality: 'L',
        anatomy: 'Kidney',
      },
    } satisfies FrameInfo);
  });

  it.each([
    ['CT', 0x00189329],
    ['MR', 0x00189226],
    ['PT', 0x00189751],
    ['XA', 0x00289443],
    ['breast tomosynthesis', 0x00189504],
  ])('say the frame type of %s', (_what, sequence) => {
    const type = element(0x00089007, 'CS', 'ORIGINAL\\PRIMARY\\VOLUME\\NONE');
    const parsed = grouped([], [[group(sequence, [type])], [group(sequence, [type])]]);
    expect(parsed.perFrame[0]?.acquired?.frameType).toEqual(['ORIGINAL', 'PRIMARY', 'VOLUME', 'NONE']);
  });

  it('say of enhanced X-ray how long a pixel is on the detector, and what is hidden, of each frame', () => {
    const own = (spacing: string, left: number) => [
      group(0x00289443, [
        element(0x00089007, 'CS', 'ORIGINAL\\PRIMARY\\SINGLE PLANE\\NONE'),
        element(0x00181164, 'DS', spacing),
      ]),
      group(0x00189472, [
        element(0x00181600, 'CS', 'RECTANGULAR'),
        ...[0x00181602, 0x00181604, 0x00181606, 0x00181608].map((tag, at) =>
          element(tag, 'IS', String([left, 2, 1, 2][at])),
        ),
      ]),
    ];
    const parsed = grouped(
      [],
      [own('0.4\\0.2', 1), own('0.2\\0.1', 2)],
      [element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.12.1.1'), element(0x00080060, 'CS', 'XA')],
    );
    const xa = { ...parsed, objectId: objectId('xa'), conflict: false };
    expect([1, 2].map((frame) => spacingOf(xa, frame))).toMatchObject([
      { row: 0.4, column: 0.2, unit: 'mm', basis: 'at detector' },
      { row: 0.2, column: 0.1, unit: 'mm', basis: 'at detector' },
    ]);
    expect([1, 2].map((frame) => displaySpacing(xa, frame))).toEqual([
      [0.4, 0.2],
      [0.2, 0.1],
    ]);
    expect([1, 2].map((frame) => hiddenSpans(shutterOf(xa, frame), 2, 2))).toEqual([
      [],
      [
        { row: 0, from: 0, to: 0 },
        { row: 1, from: 0, to: 0 },
      ],
    ]);
    const shared = grouped(own('0.3\\0.3', 2), [[], []]);
    expect(shared.perFrame[0]).toMatchObject({ imagerPixelSpacing: [0.3, 0.3], shutter: [{ shape: 'rectangular' }] });
  });

  it('give each frame its own side', () => {
    const side = (letter: string) => [group(0x00209071, [element(0x00209072, 'CS', letter)])];
    const parsed = grouped([], [side('L'), side('R')]);
    expect(parsed.perFrame.map((frame) => frame.acquired?.laterality)).toEqual(['L', 'R']);
    expect(parsed.laterality).toBeNull();
  });
});

describe('what devices of before the standard write', () => {
  it.each<[string, readonly BuiltElement[], number | undefined]>([
    ['standard', [element(0x00189087, 'FD', 800)], 800],
    ['Siemens', [element(0x00190010, 'LO', 'SIEMENS MR HEADER'), element(0x0019100c, 'IS', '50')], 50],
    ['GE', [element(0x00430010, 'LO', 'GEMS_PARM_01'), element(0x00431039, 'IS', '1000000600\\8\\0\\0')], 600],
    ['Philips', [element(0x20010010, 'LO', 'Philips Imaging DD 001'), element(0x20011003, 'FL', 1000)], 1000],
    ['nobody known', [element(0x00190010, 'LO', 'SOMEBODY ELSE'), element(0x0019100c, 'IS', '50')], undefined],
  ])('is read as a b-value: %s', (_what, own, bValue) => {
    expect(image(own).perFrame[0]?.acquired?.bValue).toBe(bValue);
  });
});

describe('nuclear medicine', () => {
  const volume = (step: string, type = 'RECON TOMO', slices = [1, 2, 3]) =>
    image([
      element(0x00080008, 'CS', `ORIGINAL\\PRIMARY\\${type}\\EMISSION`),
      element(0x00080060, 'CS', 'NM'),
      element(0x00180088, 'DS', step),
      element(0x00280008, 'IS', String(slices.length)),
      element(0x00540022, 'SQ', [
        [element(0x00200032, 'DS', '1\\2\\3'), element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0')],
      ]),
      element(0x00540080, 'US', slices),
      pixels(3),
    ]).perFrame.map(({ position }) => position);

  it('places the slices of a volume by the sign of their distance', () => {
    expect(volume('4')).toEqual([
      [1, 2, 3],
      [1, 2, 7],
      [1, 2, 11],
    ]);
    expect(volume('-4', 'RECON TOMO', [3, 1, 2])).toEqual([
      [1, 2, -5],
      [1, 2, 3],
      [1, 2, -1],
    ]);
  });

  it('places neither projections nor slices without a distance', () => {
    expect(volume('4', 'TOMO')).toEqual([null]);
    expect(volume('0')).toEqual([null]);
  });
});

describe('the view of a mammogram', () => {
  const code = (value: string, meaning: string, modifiers: readonly string[] = []): BuiltElement =>
    element(0x00540220, 'SQ', [
      [
        element(0x00080100, 'SH', value),
        element(0x00080104, 'LO', meaning),
        element(
          0x00540222,
          'SQ',
          modifiers.map((text) => [element(0x00080104, 'LO', text)]),
        ),
      ],
    ]);
  it.each([
    ['399368009', 'medio-lateral oblique', 'MLO'],
    ['R-10242', 'cranio-caudal', 'CC'],
    ['399999999', 'axillary tissue', 'axillary tissue'],
  ])('is read from code %s', (value, meaning, view) => {
    expect(image([code(value, meaning)]).viewPosition).toBe(view);
  });
  it('is what View Position says where that is filled, and tells what was done to it', () => {
    const parsed = image([element(0x00185101, 'CS', 'ML'), code('R-10242', 'cranio-caudal', ['Magnification'])]);
    expect(parsed).toMatchObject({ viewPosition: 'ML', viewModifiers: ['Magnification'] });
  });
});

describe.skipIf(!hasTestdata())('published enhanced objects', () => {
  const read = (path: string) => parse(readFileSync(testdata(path)));
  it('have each frame at its own place', () => {
    const brain = read('mr-brain-mf/BRTUM008');
    expect(brain.perFrame).toHaveLength(24);
    expect(new Set(brain.perFrame.map(({ position }) => position?.join(' '))).size).toBe(24);
    expect(frameInfo(brain as ImageInfo, 1).acquired).toMatchObject({
      acquisitionNumber: 8,
      frameType: ['ORIGINAL', 'PRIMARY', 'T1', 'NONE'],
    });
    const ct = read('enh/eCT_Supplemental.dcm');
    expect(ct.perFrame.map(({ stack }) => stack)).toEqual([
      { id: '1', position: 2 },
      { id: '1', position: 1 },
    ]);
  });
});
