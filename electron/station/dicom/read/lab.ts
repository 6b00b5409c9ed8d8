import type { TagName } from '../../../../shared/dicom/tags.ts';
import type { Attributes } from '../parse/attributes.ts';

/** A colour as CIE L*, a*, b* (Part 3, C.10.7.1.1: 16 bits a value over the whole range of each axis); null where none is said. */
export function labOf(item: Attributes, name: TagName): [number, number, number] | null {
  const [l, a, b] = item.vector(name, 3) ?? [];
  if (l === undefined || a === undefined || b === undefined) return null;
  return [(l / 65535) * 100, (a / 65535) * 255 - 128, (b / 65535) * 255 - 128];
}
