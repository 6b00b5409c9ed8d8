import { concat, dicomFile, element } from '../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../helpers/dicom-builder.ts';

/** The pixel module of a grey 16-bit image; `own` replaces or adds elements. */
export interface Picture {
  readonly rows: number;
  readonly columns: number;
  readonly own?: readonly BuiltElement[];
}

/** The data set of an image without its pixel data. */
export function pictureElements({ rows, columns, own = [] }: Picture): readonly BuiltElement[] {
  const base = [
    element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
    element(0x00080018, 'UI', '1.2.3.77'),
    element(0x00080060, 'CS', 'CT'),
    element(0x0020000d, 'UI', '1.2.3.4'),
    element(0x0020000e, 'UI', '1.2.3.4.5'),
    element(0x00280002, 'US', 1),
    element(0x00280004, 'CS', 'MONOCHROME2'),
    element(0x00280010, 'US', rows),
    element(0x00280011, 'US', columns),
    element(0x00280100, 'US', 16),
    element(0x00280101, 'US', 16),
    element(0x00280102, 'US', 15),
    element(0x00280103, 'US', 0),
  ];
  const all = new Map([...base, ...own].map((one) => [one.tag, one]));
  return [...all.values()].sort((a, b) => a.tag - b.tag);
}

/** A file with native pixel data. */
export function nativeFile(picture: Picture, pixels: Uint8Array): Uint8Array {
  const elements = [...pictureElements(picture), element(0x7fe00010, 'OW', pixels)];
  return dicomFile(elements.sort((a, b) => a.tag - b.tag));
}

/**
 * A file with encapsulated pixel data (Part 5 A.4).
 * @param table basic offset table, null for an empty one
 */
export function encapsulatedFile(
  picture: Picture,
  transferSyntax: string,
  fragments: readonly Uint8Array[],
  table: readonly number[] | null = null,
): Uint8Array {
  const head = dicomFile(pictureElements(picture), { transferSyntax });
  const offsets = new Uint8Array(Uint32Array.from(table ?? []).buffer);
  return concat([head, PIXEL_DATA, ...[offsets, ...fragments].map(item), END]);
}

/** (7FE0,0010) OB of undefined length, and the sequence delimiter, as they lie in explicit little-endian bytes. */
const PIXEL_DATA = Uint8Array.of(0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff);
const END = Uint8Array.of(0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0);

function item(value: Uint8Array): Uint8Array {
  const padded = value.length % 2 === 0 ? value : concat([value, Uint8Array.of(0)]);
  const head = new DataView(new ArrayBuffer(8));
  head.setUint16(0, 0xfffe, true);
  head.setUint16(2, 0xe000, true);
  head.setUint32(4, padded.length, true);
  return concat([new Uint8Array(head.buffer), padded]);
}
