import type { Fragment, Notes } from './data-set.ts';
import { damaged, ITEM, SEQUENCE_END, UNDEFINED } from './element-header.ts';
import type { ItemHeader } from './element-header.ts';

export interface EncapsulatedPlace {
  /** First item: the offset table. */
  readonly start: number;
  /** End of the container. */
  readonly limit: number;
  /** Pixel data of the object itself: they may be cut short, and lie beyond what is in memory. */
  readonly pixels: boolean;
}

export interface Encapsulated {
  readonly fragments: readonly Fragment[];
  /** First byte after the last fragment. */
  readonly stop: number;
  /** A sequence delimiter stands there. */
  readonly closed: boolean;
}

/**
 * Where each fragment lies. Ours, because dicom-parser wants the whole value in memory, copies the offset table and throws
 * where pixel data are cut short; of a file of gigabytes only the item headers are read here.
 * @throws AppError dicom/damaged-header, for anything but pixel data
 */
export function findFragments(
  itemAt: (at: number) => ItemHeader | null,
  { start, limit, pixels }: EncapsulatedPlace,
  notes: Notes,
): Encapsulated {
  const fragments: Fragment[] = [];
  let at = start;
  for (;;) {
    const item = itemAt(at);
    if (item?.tag === SEQUENCE_END) return { fragments, stop: at, closed: true };
    if (item?.tag !== ITEM || item.length === UNDEFINED) {
      if (!pixels) throw damaged('encapsulated data have no end');
      notes.add(item === null ? 'encapsulated-without-end' : 'encapsulated-damaged');
      return { fragments, stop: Math.min(at, limit), closed: false };
    }
    const length = Math.min(item.length, limit - at - 8);
    if (length < item.length && !pixels) throw damaged('encapsulated data are cut short');
    if (length < item.length) notes.add('pixel-data-short');
    fragments.push({ offset: at + 8, length });
    at += 8 + item.length;
  }
}
