import { z } from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { Attributes } from '../dicom/parse/attributes.ts';
import { numbers, text } from '../dicom/write/element.ts';
import type { DicomElement } from '../dicom/write/element.ts';
import { encodeItem } from '../dicom/write/write-file.ts';

const PIXELS = 0x7fe00010;

/** Pixels that stand in the place of an object's own: all of its frames one after another, little-endian, decoded. */
export const ReplacedPixels = z.strictObject({
  /** 1: grey, in the depth of the object; 3: 8-bit red, green and blue of each pixel together. */
  samples: z.union([z.literal(1), z.literal(3)]),
  bitsAllocated: z.union([z.literal(8), z.literal(16)]),
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
});
export type ReplacedPixels = z.infer<typeof ReplacedPixels>;

/** `replaced`: something of them was blacked; null: they go as they are. */
export const ClearedPixels = z.strictObject({ replaced: ReplacedPixels.nullable() });
export type ClearedPixels = z.infer<typeof ClearedPixels>;

/** Group 7FE0 as it stands in the file. */
export function replacedPixels({ bytes }: ReplacedPixels): Uint8Array[] {
  const even = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
  return [encodeItem([{ tag: PIXELS, vr: 'OW', bytes: even }])];
}

/**
 * What says how they are to be read, in the place of what the object says.
 * @throws AppError deidentify/unsupported when they are not as long as rows, columns and frames say
 */
export function replacedFormat(attributes: Attributes, pixels: ReplacedPixels): DicomElement[] {
  const rows = attributes.integer('rows') ?? 0;
  const columns = attributes.integer('columns') ?? 0;
  const frames = Math.max(1, attributes.integer('numberOfFrames') ?? 1);
  const { samples, bitsAllocated, bytes } = pixels;
  const stored = samples === 3 ? 8 : (attributes.integer('bitsStored') ?? 0);
  if (bytes.length !== (rows * columns * frames * samples * bitsAllocated) / 8 || stored < 1 || stored > bitsAllocated)
    throw new AppError('deidentify/unsupported', 'the pixels are not those of this object', {
      context: { reason: 'pixels' },
    });
  const depth = [
    numbers(0x00280100, 'US', bitsAllocated),
    numbers(0x00280101, 'US', stored),
    numbers(0x00280102, 'US', stored - 1),
  ];
  if (samples === 1) return depth;
  return [
    ...depth,
    numbers(0x00280002, 'US', 3),
    text(0x00280004, 'CS', 'RGB'),
    numbers(0x00280006, 'US', 0),
    numbers(0x00280103, 'US', 0),
  ];
}

/** Tables and profiles of colour that were applied, and figures of pixels that are others now: group 0028. */
export function goesWithOldPixels(tag: number): boolean {
  if (tag >>> 16 !== 0x0028) return false;
  const element = tag & 0xffff;
  const isTable = element >= 0x1101 && element <= 0x1223;
  return isTable || [0x0106, 0x0107, 0x2000, 0x2002].includes(element);
}
