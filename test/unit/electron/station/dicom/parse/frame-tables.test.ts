import { describe, expect, it } from 'vitest';
import { parseDicom } from '../../../../../../electron/station/dicom/parse/parse-dicom.ts';
import { ParsedObject } from '../../../../../../electron/station/dicom/parsed-object.ts';
import { frameGreys, presetsOf } from '../../../../../../renderer/viewer/grey-chain.ts';
import type { DecodedFrame } from '../../../../../../renderer/viewer/pixel-data.ts';
import { ObjectId } from '../../../../../../shared/model/ids.ts';
import { frameInfo } from '../../../../../../shared/model/image.ts';
import type { ImageInfo } from '../../../../../../shared/model/image.ts';
import { ctImage, element } from '../../../../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../../../../helpers/dicom-builder.ts';

const OBJECT = ObjectId.parse('a'.repeat(26));

/** Four entries from stored value 0, eight bits: what a stored value becomes stands in the table. */
const table = (name: string, greys: readonly number[], first = 0): readonly BuiltElement[] => [
  element(0x00283002, 'US', [greys.length, first, 8]),
  element(0x00283003, 'LO', name),
  element(0x00283006, 'OW', [...greys]),
];
const voi = (...tables: (readonly BuiltElement[])[]): BuiltElement =>
  element(0x00289132, 'SQ', [[element(0x00283010, 'SQ', tables)]]);
const window = element(0x00289132, 'SQ', [[element(0x00281050, 'DS', '2'), element(0x00281051, 'DS', '4')]]);

/** An enhanced object with a functional group for each frame. */
function enhanced(
  shared: readonly BuiltElement[],
  each: readonly (readonly BuiltElement[])[],
  own: readonly BuiltElement[] = [],
): { readonly image: ImageInfo; readonly notes: readonly string[] } {
  const file = ctImage([
    element(0x00280008, 'IS', String(each.length)),
    element(0x7fe00010, 'OW', new Array<number>(4 * each.length).fill(0)),
    ...own,
    element(0x52009229, 'SQ', [shared]),
    element(0x52009230, 'SQ', each),
  ]);
  const result = parseDicom(file, { sha256: '' });
  if (!result.ok) throw result.error;
  const { image, notes } = ParsedObject.parse(result.value);
  return { image: { ...image, modality: 'MG', objectId: OBJECT, conflict: false }, notes };
}

function greys(image: ImageInfo, frame: number, preset?: string): readonly number[] {
  const header = { objectId: OBJECT, frame, rows: 2, columns: 2, samples: 1, min: 0, max: 3 } as const;
  const shown = (on: number): DecodedFrame => ({
    header: { ...header, frame: on, type: 'uint16', photometric: 'MONOCHROME2' },
    pixels: Uint16Array.of(0, 1, 2, 3),
  });
  // Chosen on the first frame, looked at on this one.
  const chosen = presetsOf(image, shown(1)).find(({ name }) => name === preset) ?? null;
  const grey = frameGreys(image, shown(frame), { window: null, preset: chosen, invert: false });
  return [0, 1, 2, 3].map((stored) => Math.round(grey(stored)));
}

describe('curves of frames', () => {
  it('each frame is shown through its own', () => {
    const { image } = enhanced([], [[voi(table('A', [0, 10, 20, 30]))], [voi(table('B', [255, 100, 50, 0]))]]);
    expect(greys(image, 1)).toEqual([0, 10, 20, 30]);
    expect(greys(image, 2)).toEqual([255, 100, 50, 0]);
  });

  it('a curve that was chosen is followed by its name, not by the numbers of the frame before', () => {
    const soft = (at: number) => table('SOFT', [at, at + 1, at + 2, at + 3]);
    const frames = [1, 2].map((frame) => [voi(table('FIRST', [0, 0, 0, 0]), soft(100 * frame))]);
    expect(greys(enhanced([], frames).image, 2, 'SOFT')).toEqual([200, 201, 202, 203]);
  });

  it('a shared one holds for all frames but those that have a word of their own', () => {
    const { image } = enhanced([voi(table('A', [0, 10, 20, 30]))], [[], [voi(table('B', [9, 8, 7, 6]))], [window]]);
    expect(image.voiLuts.map(({ explanation }) => explanation)).toEqual(['A']);
    expect([1, 2, 3].map((frame) => frameInfo(image, frame).voiLuts?.length)).toEqual([undefined, 1, 0]);
    expect(greys(image, 1)).toEqual([0, 10, 20, 30]);
    expect(greys(image, 2)).toEqual([9, 8, 7, 6]);
    expect(presetsOf(image, { header: { frame: 3 } } as DecodedFrame)[0]?.show.kind).toBe('window');
  });

  it('a curve of the data set does not win over the window of a functional group', () => {
    const stray = element(0x00283010, 'SQ', [table('STRAY', [1, 2, 3, 4])]);
    expect(enhanced([window], [[], []], [stray]).image.voiLuts).toEqual([]);
    expect(frameInfo(enhanced([], [[window], [window]], [stray]).image, 1).voiLuts).toEqual([]);
  });

  it('starts below zero where the rescale of the frame says so', () => {
    const rescale = element(0x00289145, 'SQ', [[element(0x00281052, 'DS', '-1024'), element(0x00281053, 'DS', '1')]]);
    const { image } = enhanced([], [[voi(table('A', [1, 2, 3, 4], 0xfc00)), rescale]]);
    expect(frameInfo(image, 1).voiLuts?.[0]?.first).toBe(-1024);
  });

  it('are left out of all frames where they are more than an index can hold, and that is noted', () => {
    const long = new Array<number>(65_535).fill(1);
    const each = Array.from({ length: 17 }, (_, at) => [voi(table(`T${at}`, long))]);
    const { image, notes } = enhanced([], each);
    expect(image.perFrame.every(({ voiLuts }) => voiLuts === undefined)).toBe(true);
    expect(notes).toContain('lookup-tables-left-out');
  });
});
