import type { ImageInfo, ReaderCalibration } from '../model/image.ts';
import type { Spacing } from './pixel-size.ts';

export const ANOTHER_SIZE = 'the series is calibrated on pictures of another size';

/** The spacing that the header gives, corrected by the reader (rule 3.7, last line). */
export function readerSpacing(image: ImageInfo, own: Spacing): Spacing {
  const { reader } = image.spacing;
  if (!reader) return own;
  if (!fits(reader, image, own)) return { ...own, warnings: [...own.warnings, ANOTHER_SIZE] };
  const by = reader.by === '' ? 'FIDUCIAL' : `FIDUCIAL by ${reader.by}`;
  return { row: own.row * reader.factor, column: own.column * reader.factor, unit: 'mm', basis: by, warnings: [] };
}

/** Millimetres of the header scale with the header; pixels are those of pictures of one size. */
function fits({ unit, columns, rows }: ReaderCalibration, image: ImageInfo, own: Spacing): boolean {
  if (unit !== own.unit) return false;
  return unit === 'mm' || (image.pixels?.columns === columns && image.pixels.rows === rows);
}
