import type { OverlayPlane } from '../../../../shared/model/image.ts';
import type { Attributes } from './attributes.ts';
import type { Element } from './data-set.ts';

/** Groups 6000, 6002 … 601E (Part 3 C.9.2). */
const GROUPS = 16;
const FIRST_GROUP = 0x60000000;
const STEP = 0x20000;
const TEXT_LIMIT = 64;

/** What is said of the overlay planes of an image; their bits come with an overlay frame. */
export function overlayPlanes(attributes: Attributes): OverlayPlane[] {
  const planes: OverlayPlane[] = [];
  for (let index = 0; index < GROUPS; index += 1) {
    const plane = planeOf(attributes, index);
    if (plane) planes.push(plane);
  }
  return planes;
}

function planeOf(attributes: Attributes, index: number): OverlayPlane | null {
  const { dataSet } = attributes;
  const element = (low: number): Element | null => dataSet.elements.get(FIRST_GROUP + index * STEP + low) ?? null;
  const view = new DataView(dataSet.bytes.buffer, dataSet.bytes.byteOffset, dataSet.bytes.byteLength);
  const little = !dataSet.form.bigEndian;
  const word = (low: number, place = 0, signed = false): number | null => {
    const found = element(low);
    if (!found || found.length < 2 * place + 2) return null;
    const at = found.offset + 2 * place;
    return signed ? view.getInt16(at, little) : view.getUint16(at, little);
  };
  const text = (low: number): string => {
    const found = element(low);
    if (!found) return '';
    const bytes = dataSet.bytes.subarray(found.offset, found.offset + Math.min(found.length, TEXT_LIMIT));
    // Labels are marks on a picture: characters beyond ASCII are not worth a character set here.
    return Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ''))
      .join('')
      .trim();
  };
  const rows = word(0x0010) ?? 0;
  const columns = word(0x0011) ?? 0;
  const hasBits = (element(0x3000)?.length ?? 0) > 0 || (word(0x0102) ?? 0) > 0;
  if (rows < 1 || columns < 1 || !hasBits) return null;
  const count = Number(text(0x0015) || '1');
  const first = word(0x0051);
  return {
    index,
    rows,
    columns,
    origin: [word(0x0050, 0, true) ?? 1, word(0x0050, 1, true) ?? 1],
    kind: text(0x0040) === 'R' ? 'R' : 'G',
    label: text(0x1500) || text(0x0022) || null,
    frames: Number.isInteger(count) && count > 1 ? { first: Math.max(1, first ?? 1), count } : null,
  };
}
