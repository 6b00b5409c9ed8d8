import { OBJECT_CAPS } from '../../../../shared/model/dicom-object.ts';
import type { DocumentLine } from '../../../../shared/model/dicom-object.ts';
import type { SrItem, SrTree } from './sr-tree.ts';
import { meant } from './sr-tree.ts';
import { linksOf, valueOf } from './sr-values.ts';

/**
 * A structured report of any template as lines to read, in the order of its tree: containers are headings, everything else its name and
 * what it says. Text stays text, whatever it looks like (fault F48).
 */
export function srLines(tree: SrTree): { readonly lines: readonly DocumentLine[]; readonly cut: boolean } {
  const lines: DocumentLine[] = [];
  let letters = 0;
  let cut = tree.cut;
  const take = (item: SrItem, depth: number): void => {
    if (lines.length >= OBJECT_CAPS.lines || letters >= OBJECT_CAPS.letters) {
      cut = true;
      return;
    }
    const line = lineOf(tree, item, depth);
    if (line !== null) {
      letters += (line.name?.length ?? 0) + (line.text?.length ?? 0);
      lines.push(line);
    }
    for (const child of item.children) take(child, line === null ? depth : depth + 1);
  };
  for (const child of tree.root.children) take(child, 0);
  return { lines, cut };
}

function lineOf(tree: SrTree, item: SrItem, depth: number): DocumentLine | null {
  const target = meant(tree, item);
  if (target === null)
    return { depth, heading: false, name: null, text: '(refers to a part that is not there)', links: [] };
  // Pointed at: only where it leads, what it says stands at its own place.
  if (target !== item) {
    const links = linksOf(target.attributes);
    return links.length === 0 ? null : { depth, heading: false, name: null, text: null, links };
  }
  const name = item.name?.meaning ?? null;
  const links = linksOf(item.attributes);
  if (item.type === 'CONTAINER') {
    return name === null ? null : { depth, heading: true, name, text: null, links };
  }
  const text = valueOf(item);
  return name === null && text === null && links.length === 0 ? null : { depth, heading: false, name, text, links };
}
