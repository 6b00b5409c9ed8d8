import { describe, expect, it } from 'vitest';
import { valueRange } from '../../../../../../shared/dicom/pixel-stats.ts';
import { streamValues } from '../../../../../../electron/station/dicom/decode/stream-values.ts';

const JPEG_LOSSLESS = '1.2.840.10008.1.2.4.70';
const JPEG_EXTENDED = '1.2.840.10008.1.2.4.51';

function words(...values: readonly number[]): Uint8Array {
  return new Uint8Array(Int16Array.from(values).buffer);
}

interface Facts {
  readonly stored: number;
  readonly signed: boolean;
  readonly uid?: string;
  readonly bitsAbove?: boolean;
}

function values(data: Uint8Array, facts: Facts, stream: { readonly precision: number; readonly signed: boolean }) {
  const { stored, signed, uid = JPEG_LOSSLESS, bitsAbove = false } = facts;
  const header = { bitsStored: stored, signed, transferSyntax: uid, bitsAbove };
  const frame = streamValues(data, 2, signed ? 'int16' : 'uint16', header, stream);
  if (frame.range) expect(frame.range).toEqual(valueRange(frame.values));
  return [...frame.values];
}

describe('values of a code stream', () => {
  it('of the depth of the header are read with the sign of the header', () => {
    const data = words(0x1fff, 5);
    expect(values(data, { stored: 13, signed: true }, { precision: 13, signed: false })).toEqual([-1, 5]);
  });

  it('deeper than the header are the same where they fit', () => {
    expect(values(words(4095, 7), { stored: 12, signed: false }, { precision: 16, signed: false })).toEqual([4095, 7]);
    expect(values(words(-5, 7), { stored: 12, signed: true }, { precision: 16, signed: false })).toEqual([-5, 7]);
    expect(values(words(0xffb, 7), { stored: 12, signed: true }, { precision: 16, signed: false })).toEqual([-5, 7]);
  });

  it('deeper than the header are refused where they do not fit and nothing was lost', () => {
    const facts = { stored: 12, signed: false };
    expect(() => values(words(4096), facts, { precision: 16, signed: false })).toThrowError(/no bits/);
  });

  it('that swing past the end of a lossy picture stay at its end, and do not turn black', () => {
    const facts = { stored: 10, signed: false, uid: JPEG_EXTENDED };
    expect(values(words(1024, 1023, 0), facts, { precision: 12, signed: false })).toEqual([1023, 1023, 0]);
  });

  it('are masked where an overlay lies in the bits above', () => {
    const facts = { stored: 12, signed: false, bitsAbove: true };
    expect(values(words(0x1001), facts, { precision: 16, signed: false })).toEqual([1]);
  });

  it('below zero are refused where the header knows no sign', () => {
    const stream = { precision: 12, signed: true };
    expect(values(words(3), { stored: 12, signed: false }, stream)).toEqual([3]);
    expect(() => values(words(-3), { stored: 12, signed: false }, stream)).toThrowError(/no bits/);
  });

  it('narrower than the header keep the sign of the stream, and are refused where it cannot be told', () => {
    expect(values(words(-3), { stored: 16, signed: true }, { precision: 12, signed: true })).toEqual([-3]);
    const unsigned = { precision: 12, signed: false };
    expect(values(words(2047), { stored: 16, signed: true }, unsigned)).toEqual([2047]);
    expect(() => values(words(2048), { stored: 16, signed: true }, unsigned)).toThrowError(/sign/);
  });

  it('beyond the depth that header and stream agree on are refused where nothing was lost', () => {
    const stream = { precision: 12, signed: false };
    expect(() => values(words(4096), { stored: 12, signed: false }, stream)).toThrowError(/no bits/);
    const lossy = { stored: 12, signed: false, uid: JPEG_EXTENDED };
    expect(values(words(4100, 9), lossy, stream)).toEqual([4095, 9]);
    const signed = { precision: 12, signed: true };
    expect(() => values(words(-2049), { stored: 12, signed: true }, signed)).toThrowError(/no bits/);
    expect(values(words(-2048, 2047), { stored: 12, signed: true }, signed)).toEqual([-2048, 2047]);
  });
});
