import type { Code } from '../../../../shared/model/report.ts';
import { OBJECT_CAPS } from '../../../../shared/model/dicom-object.ts';
import type { Attributes } from '../parse/attributes.ts';
import { codeOf } from './codes.ts';

/** One item of a content tree (Part 3, C.17.3). */
export interface SrItem {
  /** CONTAINER, TEXT, CODE …; '' where nobody said. */
  readonly type: string;
  readonly name: Code | null;
  readonly relationship: string | null;
  readonly attributes: Attributes;
  readonly children: readonly SrItem[];
  /** Of an item that only points at another one in the tree: its place, "1.2.1". */
  readonly refersTo: string | null;
  /** "1.2.1": places from 1, the root is "1". */
  readonly path: string;
}

export interface SrTree {
  readonly root: SrItem;
  readonly byPath: ReadonlyMap<string, SrItem>;
  /** There were more items than are taken. */
  readonly cut: boolean;
}

/** The content of a structured report, bounded; the depth is bounded where the file was walked. */
export function srTree(attributes: Attributes, most: number = OBJECT_CAPS.lines): SrTree {
  const byPath = new Map<string, SrItem>();
  let cut = false;
  let taken = 0;
  const read = (item: Attributes, path: string): SrItem => {
    const children: SrItem[] = [];
    const inside = item.items('content');
    for (const [index, child] of inside.entries()) {
      taken += 1;
      if (taken > most) {
        cut = true;
        break;
      }
      children.push(read(child, `${path}.${index + 1}`));
    }
    const refers = item.numbers('referencedContentItem');
    const one: SrItem = {
      type: item.text('valueType') ?? '',
      name: codeOf(item, 'conceptName'),
      relationship: item.text('relationship'),
      attributes: item,
      children,
      refersTo: refers.length > 0 ? refers.join('.') : null,
      path,
    };
    byPath.set(path, one);
    return one;
  };
  return { root: read(attributes, '1'), byPath, cut };
}

/** The item meant: itself, or the one that it points at. Null where that is nowhere, or points on. */
export function meant(tree: SrTree, item: SrItem): SrItem | null {
  if (item.refersTo === null) return item;
  const target = tree.byPath.get(item.refersTo) ?? null;
  return target?.refersTo === null ? target : null;
}
