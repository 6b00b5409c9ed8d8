import type { Algorithm } from '../../../../shared/model/dicom-object.ts';
import type { Attributes } from '../parse/attributes.ts';
import { isCode } from './codes.ts';
import type { SrItem, SrTree } from './sr-tree.ts';

const MOST_ALGORITHMS = 50;

/** Algorithm Name (111001) with the Algorithm Version (111003) beside it, as an item says it of itself; null: it names none. */
export function algorithmOf(item: SrItem): Algorithm | null {
  const said = (value: string): string | null => {
    const child = item.children.find((one) => isCode(one.name, 'DCM', value));
    return child?.attributes.line('textValue') ?? null;
  };
  const name = said('111001');
  return name === null ? null : { name, version: said('111003') };
}

/** Every algorithm that the object names, once; where it names none: the device that wrote it. */
export function algorithmsOf(tree: SrTree, attributes: Attributes): Algorithm[] {
  const found = new Map<string, Algorithm>();
  for (const item of tree.byPath.values()) {
    const algorithm = algorithmOf(item);
    if (algorithm !== null && found.size < MOST_ALGORITHMS)
      found.set(`${algorithm.name} ${algorithm.version ?? ''}`, algorithm);
  }
  if (found.size > 0) return [...found.values()];
  const device = [attributes.line('manufacturer'), attributes.line('model')].filter((part) => part !== null).join(' ');
  return [{ name: device === '' ? 'Program without a name' : device, version: attributes.line('softwareVersions') }];
}
