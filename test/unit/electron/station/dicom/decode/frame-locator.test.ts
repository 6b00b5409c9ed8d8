import { describe, expect, it } from 'vitest';
import { joinFragments, locateFrames } from '../../../../../../electron/station/dicom/decode/frame-locator.ts';
import type { PixelHeader } from '../../../../../../electron/station/dicom/decode/pixel-header.ts';
import { header } from './headers.ts';

const JPEG = [0xff, 0xd8, 0xff];
const DELIMITER = [0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0];

function item(value: readonly number[], length = value.length): number[] {
  return [0xfe, 0xff, 0x00, 0xe0, length & 255, (length >> 8) & 255, 0, 0, ...value];
}

/** Encapsulated pixel data: the offset table's item, then one item a fragment. */
function encapsulated(
  frames: number,
  offsets: readonly number[],
  fragments: readonly (readonly number[])[],
  facts: { readonly ended?: boolean; readonly extendedOffsets?: readonly number[] } = {},
): PixelHeader {
  const table = offsets.flatMap((offset) => [offset & 255, offset >> 8, 0, 0]);
  const bytes = [...item(table), ...fragments.flatMap((one) => item(one)), ...(facts.ended === false ? [] : DELIMITER)];
  const extendedOffsets = facts.extendedOffsets ?? null;
  const transferSyntax = '1.2.840.10008.1.2.4.50';
  return header({ frames, transferSyntax, encapsulated: true, extendedOffsets }, bytes);
}

/** The byte after the start marker of each frame, and those of its other fragments. */
function contents(located: PixelHeader): number[][] {
  return locateFrames(located).frames.map((frame) => [...joinFragments(frame)].slice(3));
}

describe('locateFrames', () => {
  const A = [...JPEG, 1, 1, 1];
  const B = [...JPEG, 2, 2, 2];
  const MORE = [9, 9];

  it('takes all fragments of a single frame', () => {
    expect(contents(encapsulated(1, [], [A, MORE]))).toEqual([[1, 1, 1, 9, 9]]);
  });

  it('takes one fragment a frame where the counts agree', () => {
    expect(contents(encapsulated(2, [], [A, B]))).toEqual([
      [1, 1, 1],
      [2, 2, 2],
    ]);
  });

  it('believes an offset table that agrees with the fragments', () => {
    const located = encapsulated(2, [0, 24], [A, MORE, B]);
    expect(locateFrames(located).by).toBe('table');
    expect(contents(located)).toEqual([
      [1, 1, 1, 9, 9],
      [2, 2, 2],
    ]);
  });

  it('believes an extended offset table', () => {
    const located = encapsulated(2, [], [A, MORE, B], { extendedOffsets: [0, 24] });
    expect(locateFrames(located)).toMatchObject({ by: 'table', tableWrong: false });
  });

  it('finds the frames by their start markers where the table is wrong', () => {
    for (const offsets of [[0, 14], [0, 7], [4, 24], [0, 9999], [24, 0], [0]]) {
      const located = encapsulated(2, offsets, [A, MORE, B]);
      expect(locateFrames(located)).toMatchObject({ by: 'scan', tableWrong: true });
      expect(contents(located)[1]).toEqual([2, 2, 2]);
    }
  });

  it('finds more frames than the header says when every one begins plainly', () => {
    expect(contents(encapsulated(1, [], [A, B]))).toHaveLength(2);
  });

  it('shows nothing where frames cannot be told apart', () => {
    const lost = encapsulated(3, [], [A, MORE, B, MORE]);
    expect(() => locateFrames(lost)).toThrowError(expect.objectContaining({ code: 'dicom/pixel-data-damaged' }));
  });

  it('keeps a damaged frame in its place when there is one fragment a frame', () => {
    const located = encapsulated(3, [], [A, MORE, B]);
    expect(contents(located)[2]).toEqual([2, 2, 2]);
  });

  it('marks the frame in which the file ends', () => {
    const whole = encapsulated(2, [], [A, B], { ended: false });
    const cut = { ...whole, bytes: whole.bytes.slice(0, -2) };
    expect(locateFrames(cut).frames.map((frame) => frame.cut)).toEqual([false, true]);
  });

  it('refuses bytes between the fragments', () => {
    const broken = header({ encapsulated: true }, [...item([]), ...item(A), 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(() => locateFrames(broken)).toThrowError(expect.objectContaining({ code: 'dicom/pixel-data-damaged' }));
  });
});
