import { ctImage, element } from './dicom-builder.ts';
import type { BuiltElement } from './dicom-builder.ts';

type Triple = readonly [number, number, number];

/** A volume whose slices lie where the test says, laid out on one sheet as one maker's MR writes it. Lengths in mm, LPS. */
export interface SheetOfSlices {
  readonly slices: number;
  /** Of one slice. */
  readonly rows: number;
  readonly columns: number;
  readonly right: Triple;
  readonly down: Triple;
  /** From one slice to the next; its length is their distance. */
  readonly step: Triple;
  /** Middle of the first pixel of the first slice. */
  readonly first: Triple;
  /** Between rows, between columns. */
  readonly spacing: readonly [number, number];
}

/** What tells voxels apart: slice, row and column. */
export function voxel(slice: number, row: number, column: number): number {
  return slice * 400 + row * 20 + column + 1;
}

/** Entries of the maker's private header in its second layout. */
export function csaBytes(entries: Readonly<Record<string, readonly string[]>>): Uint8Array {
  const names = Object.entries(entries);
  const parts: Buffer[] = [Buffer.from('SV10\u0004\u0003\u0002\u0001', 'latin1'), words(names.length, 77)];
  for (const [name, values] of names) {
    const head = Buffer.alloc(64);
    head.write(name, 'latin1');
    parts.push(head, words(values.length), Buffer.from('IS\0\0'), words(6, values.length, 77));
    for (const value of values) {
      const text = Buffer.alloc(Math.ceil((value.length + 1) / 4) * 4);
      text.write(value, 'latin1');
      parts.push(words(0, value.length + 1, 77, 0), text);
    }
  }
  return new Uint8Array(Buffer.concat(parts));
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeInt32LE(value, at * 4);
  return bytes;
}

/** The plan of the measurement as the header of the series has it. */
export function planBytes(middles: readonly Triple[]): Uint8Array {
  const axes = ['dSag', 'dCor', 'dTra'];
  const lines = middles.flatMap((middle, slice) =>
    // Zeros have no line.
    middle.flatMap((value, axis) =>
      value === 0 ? [] : [`sSliceArray.asSlice[${slice}].sPosition.${axes[axis] ?? ''}\t = \t${value}`],
    ),
  );
  const plan = ['### ASCCONV BEGIN ###', ...lines, `sSliceArray.lSize\t = \t${middles.length}`, '### ASCCONV END ###'];
  return csaBytes({ MrPhoenixProtocol: [plan.join('\n')] });
}

/** Middles of the slices, from the middles of their first pixels, as the maker plans them. */
export function middlesOf({ slices, rows, columns, right, down, step, first, spacing }: SheetOfSlices): Triple[] {
  const at = (slice: number, axis: 0 | 1 | 2): number =>
    first[axis] + (columns / 2) * spacing[1] * right[axis] + (rows / 2) * spacing[0] * down[axis] + slice * step[axis];
  return Array.from({ length: slices }, (_, slice): Triple => [at(slice, 0), at(slice, 1), at(slice, 2)]);
}

/** The values of the whole sheet, row by row; what no slice covers is 0. */
export function sheetValues({ slices, rows, columns }: SheetOfSlices): number[] {
  const across = Math.ceil(Math.sqrt(slices));
  const width = columns * across;
  const values = Array.from({ length: width * rows * across }, () => 0);
  for (let slice = 0; slice < slices; slice += 1) {
    const [left, top] = [(slice % across) * columns, Math.floor(slice / across) * rows];
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        values[(top + row) * width + left + column] = voxel(slice, row, column);
      }
    }
  }
  return values;
}

/**
 * The sheet as a file. Its position is that of a slice as large as the sheet, around the middle of the first slice.
 * @param own elements in place of these, by their tag
 * @param csa entries of the private header in place of these; null: it has no such header
 */
export function sheetFile(
  sheet: SheetOfSlices,
  own: readonly BuiltElement[] = [],
  csa: Readonly<Record<string, readonly string[]>> | null = {},
): Uint8Array {
  const { slices, rows, columns, right, down, step, spacing } = sheet;
  const across = Math.ceil(Math.sqrt(slices));
  const [middle = [0, 0, 0]] = middlesOf(sheet);
  const corner = ([0, 1, 2] as const).map(
    (axis) =>
      middle[axis] -
      ((columns * across) / 2) * spacing[1] * right[axis] -
      ((rows * across) / 2) * spacing[0] * down[axis],
  );
  const distance = Math.hypot(...step);
  const said = {
    NumberOfImagesInMosaic: [String(slices)],
    SliceNormalVector: step.map((value) => (value / distance).toFixed(8)),
    ProtocolSliceNumber: ['0'],
    ...csa,
  };
  const standard = [
    element(0x00080008, 'CS', 'ORIGINAL\\PRIMARY\\DIFFUSION\\NONE\\ND\\MOSAIC'),
    element(0x00080060, 'CS', 'MR'),
    element(0x00180088, 'DS', String(distance)),
    element(0x00200032, 'DS', corner.map((value) => value.toFixed(8)).join('\\')),
    element(0x00200037, 'DS', [...right, ...down].map((value) => value.toFixed(8)).join('\\')),
    element(0x00280010, 'US', rows * across),
    element(0x00280011, 'US', columns * across),
    element(0x00280030, 'DS', spacing.join('\\')),
    ...(csa === null
      ? []
      : [element(0x00290010, 'LO', 'SIEMENS CSA HEADER'), element(0x00291010, 'OB', csaBytes(said))]),
    element(0x7fe00010, 'OW', sheetValues(sheet)),
  ];
  const tags = new Set(own.map(({ tag }) => tag));
  return ctImage([...standard.filter(({ tag }) => !tags.has(tag)), ...own]);
}
