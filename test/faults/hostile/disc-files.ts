import { concat, dataSetBytes, dicomFile, element } from '../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../helpers/dicom-builder.ts';

/** A DICOMDIR of these records. */
export function directoryOf(records: readonly (readonly BuiltElement[])[]): Uint8Array {
  const file = dicomFile([element(0x00041220, 'SQ', records)]);
  const start = file.findIndex((_, at) => at >= 144 && file[at] === 2 && file[at + 1] === 0 && file[at + 2] === 0x10);
  // Group 2 of a directory names its class; the builder writes the transfer syntax only.
  const meta = dataSetBytes([element(0x00020002, 'UI', '1.2.840.10008.1.3.10')], {});
  return concat([file.subarray(0, start), meta, file.subarray(start)]);
}

/** A DICOMDIR that names these files. */
export function directoryNaming(references: readonly string[]): Uint8Array {
  return directoryOf(references.map((reference) => [element(0x00041500, 'CS', reference)]));
}
