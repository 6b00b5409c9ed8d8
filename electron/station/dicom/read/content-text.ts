import { decodeText } from '../parse/charset.ts';
import type { TagName } from '../../../../shared/dicom/tags.ts';
import type { Attributes } from '../parse/attributes.ts';

/** Longest text that is taken from one item. */
const MAX_BYTES = 64 * 1024;

/** Text of several lines (UT, ST, LT), with LF between them; empty where there is none. */
export function textOf(attributes: Attributes | null, name: TagName = 'textValue'): string {
  if (attributes === null || !attributes.filled(name)) return '';
  const bytes = attributes.bytes(name).subarray(0, MAX_BYTES);
  const whole = decodeText(bytes, attributes.charset, 'text').join('\\');
  const lines = whole.replace(/\r\n?/g, '\n').replace(/[\0 ]+$/, '');
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  return lines.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '\ufffd');
}
