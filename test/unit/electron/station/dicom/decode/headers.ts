import type { PixelHeader } from '../../../../../../electron/station/dicom/decode/pixel-header.ts';

type Facts = Partial<Omit<PixelHeader, 'pixelData' | 'bytes'>> & {
  readonly vr?: string;
  readonly encapsulated?: boolean;
};

/** A pixel header over some bytes: 8-bit grey, one row and column, unless said otherwise. */
export function header(facts: Facts, data: readonly number[] | Uint8Array): PixelHeader {
  const bytes = Uint8Array.from(data);
  const { vr = 'OW', encapsulated = false, ...rest } = facts;
  return {
    transferSyntax: '1.2.840.10008.1.2.1',
    inflated: false,
    littleEndian: true,
    rows: 1,
    columns: 1,
    samples: 1,
    photometric: 'MONOCHROME2',
    bitsAllocated: 8,
    bitsStored: 8,
    highBit: 7,
    bitsAbove: false,
    signed: false,
    planar: false,
    frames: 1,
    kind: 'integer',
    extendedOffsets: null,
    palette: null,
    colours: null,
    ...rest,
    bytes,
    pixelData: {
      tag: 0x7fe00010,
      vr,
      offset: 0,
      length: bytes.length,
      undefinedLength: encapsulated,
      items: null,
      fragments: null,
    },
  };
}
