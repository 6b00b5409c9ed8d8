import { AppError } from '../../../../shared/errors/app-error.ts';
import { OBJECT_CAPS } from '../../../../shared/model/dicom-object.ts';
import type { ReadObject } from '../../../../shared/model/dicom-object.ts';

/** Values, texts and lists of all that an object says: some times what its largest part may be. */
const MOST_PARTS = 4_000_000;
const MOST_LETTERS = 10 * OBJECT_CAPS.letters;

/**
 * What leaves the process that read a stranger's object. It is copied, checked and held by the station: a small file that says a
 * thousand times the same must not become a large answer, and a number that is none must not end the process.
 * @throws AppError dicom/too-large, dicom/damaged-header
 */
export function boundedContent(read: ReadObject): ReadObject {
  let parts = 0;
  let letters = 0;
  const waiting: unknown[] = [read];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string') letters += value.length;
    else if (typeof value === 'number' && !Number.isFinite(value))
      throw new AppError('dicom/damaged-header', 'a number of it is beyond all bounds');
    else if (typeof value === 'object' && value !== null) {
      const inside: unknown[] = Object.values(value);
      parts += inside.length;
      if (parts <= MOST_PARTS) for (const one of inside) waiting.push(one);
    }
    if (parts > MOST_PARTS || letters > MOST_LETTERS)
      throw new AppError('dicom/too-large', 'the object says more than is read of one');
  }
  return read;
}
