import { tagText } from '../../../../shared/dicom/tags.ts';
import { comparable, elementHash } from './header-hash.ts';
import { openDataSet } from './parse-dicom.ts';

/**
 * Top-level attributes in which two objects differ, as "gggg,eeee" in tag order; pixel data and pixel coding left out.
 * @throws AppError dicom/… when one of them cannot be read
 */
export function differingTags(first: Uint8Array, second: Uint8Array): string[] {
  const a = hashes(first);
  const b = hashes(second);
  const tags = [...new Set([...a.keys(), ...b.keys()])].filter((tag) => a.get(tag) !== b.get(tag));
  return tags.sort((x, y) => x - y).map(tagText);
}

function hashes(bytes: Uint8Array): ReadonlyMap<number, string> {
  const { dataSet } = openDataSet(bytes, {}, new Set());
  return new Map(comparable(dataSet).map((element) => [element.tag, elementHash(dataSet, element)]));
}
