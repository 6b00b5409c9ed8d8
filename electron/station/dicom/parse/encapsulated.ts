import type { Fragment, Notes } from './data-set.ts';
import { damaged, ITEM, SEQUENCE_END, UNDEFINED } from './element-header.ts';
import type { ItemHeader } from './element-header.ts';

/**
 * Where each fragment lies. Ours, because dicom-parser wants the whole value in memory, copies the offset table and throws
 * where pixel data are cut short; of a file of gigabytes only the item headers are read here.
 * @param start place of the first item, the offset table
 * @param bounds `end` of the container in memory, `limit` of the container in the file; `pixels`: pixel data of the object
 * itself, which may be cut short
 * @returns `stop`: first byte after the last fragment; `next`: where the element after it begins
 * @throws AppError dicom/damaged-header, for anything but pixel data
 */
export function findFragments(
  itemAt: (at: number) => ItemHeader | null,
  start: number,
  bounds: { readonly end: number; readonly limit: number; readonly pixels: boolean },
  notes: Notes,
): { readonly fragments: readonly Fragment[]; readonly stop: number; readonly next: number } {
  const { end, limit, pixels } = bounds;
  const fragments: Fragment[] = [];
  let at = start;
  for (;;) {
    const item = itemAt(at);
    if (item?.tag === SEQUENCE_END) return { fragments, stop: at, next: at + 8 };
    if (item?.tag !== ITEM || item.length === UNDEFINED) {
      if (!pixels) throw damaged('encapsulated data have no end');
      notes.add(item === null ? 'encapsulated-without-end' : 'encapsulated-damaged');
      return { fragments, stop: Math.min(at, limit), next: end };
    }
    const length = Math.min(item.length, limit - at - 8);
    if (length < item.length && !pixels) throw damaged('encapsulated data are cut short');
    if (length < item.length) notes.add('pixel-data-short');
    fragments.push({ offset: at + 8, length });
    at += 8 + item.length;
  }
}
