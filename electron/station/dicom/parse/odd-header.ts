import type { Form } from './data-set.ts';
import { damaged } from './element-header.ts';
import type { Header } from './element-header.ts';

/**
 * An element with no representation that we know. Three writings are possible: a future one with the long form, one with
 * the short form, and an element written implicitly among explicit ones. The first that fits in the container is taken.
 * Ours, because dicom-parser always takes the short form and loses its place.
 */
export function oddHeader(bytes: Uint8Array, at: number, end: number, form: Form): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, end);
  const little = !form.bigEndian;
  const tagAt = (place: number): number => view.getUint16(place, little) * 0x10000 + view.getUint16(place + 2, little);
  const tag = tagAt(at);
  const header = (length: number, offset: number): Header => ({ tag, vr: 'UN', length, offset });
  const fits = (length: number, offset: number): boolean => length % 2 === 0 && offset + length <= end;
  const goesOn = (place: number): boolean => {
    if (place === end) return true;
    return place + 8 <= end && (tagAt(place) > tag || [0xfffee00d, 0xfffee0dd].includes(tagAt(place)));
  };
  const short = view.getUint16(at + 6, little);
  const long = short === 0 && at + 12 <= end ? view.getUint32(at + 8, little) : null;
  if (long !== null && fits(long, at + 12)) return header(long, at + 12);
  const length = [short, view.getUint32(at + 4, little)].find((one) => fits(one, at + 8) && goesOn(at + 8 + one));
  if (length === undefined) throw damaged('an element has no known representation');
  return header(length, at + 8);
}
