import type { ReportedMeasurement } from '../../../../shared/model/report.ts';
import type { ImageReference } from './content-item.ts';
import { numbers, text } from './element.ts';
import type { DicomElement } from './element.ts';

/** Longest name that an LO holds. */
const LONGEST = 64;
// eslint-disable-next-line no-control-regex -- control characters are what this line is about
const isPlain = (value: string): boolean => value.length <= LONGEST && /^[^\\\u0000-\u001f]*$/.test(value);

/**
 * Our own elements beside the standard ones, so that our drawing comes back as it was: points in the order of the tool and to the last
 * digit (coordinates of the standard are single precision, ellipses begin with their major axis, an arrow is a point), and whether the
 * last comment is the reader's own. Who does not know them loses nothing but that.
 */
export function ownDrawing({ points, text: words }: ReportedMeasurement): DicomElement[] {
  return [
    text(0x00710010, 'LO', 'NIGHTJAR'),
    numbers(0x00711001, 'FD', ...points.flat()),
    numbers(0x00711002, 'US', words.trim() === '' ? 0 : 1),
  ];
}

/** The picture that a volume was grown from: its outlines lie on many. */
export function ownPress({ frame }: ReportedMeasurement, { sopUid }: ImageReference): DicomElement[] {
  return [text(0x00711005, 'UI', sopUid), numbers(0x00711006, 'UL', frame)];
}

/** Name and unit of a value as the program says them: several names share a code. */
export function ownValue(name: string, unit: string): DicomElement[] {
  if (![name, unit].every(isPlain)) return [];
  return [text(0x00710010, 'LO', 'NIGHTJAR'), text(0x00711003, 'LO', name), text(0x00711004, 'LO', unit)];
}
