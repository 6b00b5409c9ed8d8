import { describe, expect, it } from 'vitest';
import { parseDicom } from '../../../../../../electron/station/dicom/parse/parse-dicom.ts';
import type { FrameCourse } from '../../../../../../shared/model/image.ts';
import { ctImage, element } from '../../../../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../../../../helpers/dicom-builder.ts';

const FRAMES = 3;
const POINTER = 0x00280009;
/** Group, then element, as AT has them. */
const tags = (...all: readonly number[]): BuiltElement =>
  element(
    POINTER,
    'AT',
    Uint8Array.from(all.flatMap((tag) => [(tag >> 16) & 255, tag >>> 24, tag & 255, (tag >> 8) & 255])),
  );
const FRAME_TIME = element(0x00181063, 'DS', '33.5');
const VECTOR = element(0x00181065, 'DS', '0\\500\\1000');
const [TIME, LIST] = [0x00181063, 0x00181065];

function courseOf(own: readonly BuiltElement[], frames = FRAMES): FrameCourse | undefined {
  const pixels = Array.from({ length: 4 * frames }, () => 0);
  const bytes = ctImage([element(0x00280008, 'IS', String(frames)), ...own, element(0x7fe00010, 'OW', pixels)]);
  const result = parseDicom(bytes, { sha256: '' });
  if (!result.ok) throw result.error;
  return result.value.image.frameCourse;
}
const nuclear = (kind: string, own: readonly BuiltElement[] = []) =>
  courseOf([
    element(0x00080060, 'CS', 'NM'),
    element(0x00080008, 'CS', `ORIGINAL\\PRIMARY\\${kind}\\EMISSION`),
    tags(0x00540010, 0x00540020, 0x00540100),
    ...own,
  ]);
const phase = (frames: number, duration: number, delay: number, pause: number): readonly BuiltElement[] => [
  element(0x00181242, 'IS', String(duration)),
  element(0x00540033, 'US', frames),
  element(0x00540036, 'IS', String(delay)),
  element(0x00540038, 'IS', String(pause)),
];

describe('how the frames of an object follow each other', () => {
  it('is what the pointer points at: the frame time, or its vector, summed', () => {
    expect(courseOf([tags(TIME), FRAME_TIME, VECTOR])).toEqual({ every: 33.5 });
    expect(courseOf([tags(LIST), FRAME_TIME, VECTOR])).toEqual({ at: [0, 500, 1500] });
    expect(courseOf([FRAME_TIME])).toEqual({ every: 33.5 });
  });

  it('a vector that lacks values, or stands still, says nothing; nor does one frame', () => {
    expect(courseOf([tags(LIST), element(LIST, 'DS', '0\\500')])).toBeUndefined();
    expect(courseOf([tags(LIST), element(LIST, 'DS', '0\\500\\0')])).toBeUndefined();
    expect(courseOf([])).toBeUndefined();
    expect(courseOf([tags(TIME), FRAME_TIME], 1)).toBeUndefined();
  });

  it('frames that differ by something else show other views, those of a moving tube or table too', () => {
    expect(courseOf([tags(0x3004000c), FRAME_TIME])).toEqual({ moves: 'view' });
    expect(courseOf([tags(TIME), FRAME_TIME, element(0x00181500, 'CS', 'DYNAMIC')])).toEqual({ moves: 'tube' });
    expect(courseOf([tags(TIME), FRAME_TIME, element(0x00181134, 'CS', 'DYNAMIC')])).toEqual({ moves: 'table' });
    expect(courseOf([tags(TIME), FRAME_TIME, element(0x00181500, 'CS', 'STATIC')])).toEqual({ every: 33.5 });
  });

  it('a dynamic study of one detector goes by its phases: duration, pause, delay', () => {
    const phases = element(0x00540032, 'SQ', [phase(2, 1000, 0, 100), phase(1, 5000, 300, 0)]);
    expect(nuclear('DYNAMIC', [phases])).toEqual({ at: [0, 1100, 2400] });
    // The sum of the phases is not the frames that are there.
    expect(nuclear('DYNAMIC', [element(0x00540032, 'SQ', [phase(2, 1000, 0, 0)])])).toEqual({});
    expect(nuclear('DYNAMIC', [phases, element(0x00540021, 'US', 2)])).toEqual({ moves: 'view' });
    expect(nuclear('TOMO')).toEqual({ moves: 'view' });
    expect(nuclear('RECON TOMO')).toBeUndefined();
  });
});
