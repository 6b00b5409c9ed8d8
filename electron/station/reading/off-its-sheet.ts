import type { Measurement } from '../../../shared/model/measurement.ts';
import { offSheet } from '../../../shared/rules/sheet-drawing.ts';
import { storedImage } from '../archive/stored-image.ts';
import type { Db } from '../kernel/sqlite.ts';

/** A drawing that was made on a sheet of slices before that was taken apart, as it lies now; null for any other. */
export function offItsSheet(index: Db, drawn: Measurement): Measurement | null {
  if (drawn.frame !== 1 || drawn.onSheet === true) return null;
  const image = index
    .prepare<[string], string>(`SELECT image FROM object WHERE object_id = ? AND json_extract(image, '$.sheet.apart')`)
    .pluck()
    .get(drawn.objectId);
  return image === undefined ? null : offSheet(drawn, storedImage(image, drawn.objectId, false));
}
