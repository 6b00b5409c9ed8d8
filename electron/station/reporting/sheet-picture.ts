import { z } from 'zod';
import { PixelFormat } from '../../../shared/model/image.ts';
import { Sheet } from '../../../shared/model/sheet.ts';
import type { SheetPicture } from '../../../shared/rules/sheet-part.ts';

/** SQL: of a sheet of slices what places one of them on it; null for any other object. Only single frames are looked into. */
export const SHEET = `CASE WHEN frames = 1 AND json_extract(image, '$.sheet.apart') THEN json_object(
  'sheet', json_extract(image, '$.sheet'),
  'pixels', json_object('rows', json_extract(image, '$.pixels.rows'), 'columns', json_extract(image, '$.pixels.columns'))
) END`;

const Row = z.object({ sheet: Sheet, pixels: PixelFormat.pick({ rows: true, columns: true }) });

export function sheetPicture(text: string | null): SheetPicture {
  return text === null ? { pixels: null } : Row.parse(JSON.parse(text));
}
