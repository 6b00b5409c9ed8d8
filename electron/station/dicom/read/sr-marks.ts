import { OBJECT_CAPS, RegionShape } from '../../../../shared/model/dicom-object.ts';
import type { RegionMark } from '../../../../shared/model/dicom-object.ts';
import { codeOf, isCode } from './codes.ts';
import { meant } from './sr-tree.ts';
import type { SrItem, SrTree } from './sr-tree.ts';
import { linksOf, numberOf } from './sr-values.ts';

/** Longest words beside a mark. */
const LABEL_LIMIT = 80;

/** The regions of a report that say which picture, or which space, they lie in; what is not meant to be shown is left out. */
export function srMarks(tree: SrTree): { readonly marks: readonly RegionMark[]; readonly cut: boolean } {
  const marks: RegionMark[] = [];
  let cut = false;
  const visit = (item: SrItem, label: string): void => {
    if (isNotForPresentation(item)) return;
    const own = labelOf(item) ?? label;
    const mark = markOf(tree, item, label);
    if (mark !== null) {
      if (marks.length >= OBJECT_CAPS.marks || mark.points.length > OBJECT_CAPS.points * 3) cut = true;
      else marks.push(mark);
    }
    for (const child of item.children) visit(child, own);
  };
  visit(tree.root, '');
  return { marks, cut };
}

/** Rendering Intent (111056) is "Not for Presentation" (111152). */
function isNotForPresentation(item: SrItem): boolean {
  return item.children.some(
    ({ name, attributes }) =>
      isCode(name, 'DCM', '111056') && isCode(codeOf(attributes, 'conceptCode'), 'DCM', '111152'),
  );
}

/** What the marks below an item are of: a finding by its code, a value with its number, a group by its tracking identifier. */
function labelOf(item: SrItem): string | null {
  const name = item.name?.meaning ?? '';
  switch (item.type) {
    case 'CODE':
      return clipped(codeOf(item.attributes, 'conceptCode')?.meaning ?? name);
    case 'NUM': {
      const number = numberOf(item);
      return number === null ? null : clipped(`${name} ${number.text} ${number.unit}`);
    }
    case 'CONTAINER': {
      const tracked = item.children.find((child) => isCode(child.name, 'DCM', '112039'));
      return clipped(tracked?.attributes.line('textValue') ?? name);
    }
    default:
      return null;
  }
}

function markOf(tree: SrTree, item: SrItem, label: string): RegionMark | null {
  const isFlat = item.type === 'SCOORD';
  if (!isFlat && item.type !== 'SCOORD3D') return null;
  const shape = RegionShape.safeParse(item.attributes.text('graphicType'));
  const points = item.attributes.numbers('graphicData');
  if (!shape.success || points.length < (isFlat ? 2 : 3) || !points.every(Number.isFinite)) return null;
  if (!isFlat) {
    const frameOfReference = item.attributes.uid('referencedFrameOfReference');
    if (frameOfReference === null || points.length % 3 !== 0) return null;
    return { shape: shape.data, label, place: { in: 'space', frameOfReference }, points: [...points] };
  }
  const image = item.children.flatMap((child) => linksOf((meant(tree, child) ?? child).attributes))[0];
  if (image === undefined || points.length % 2 !== 0) return null;
  return { shape: shape.data, label, place: { in: 'image', image }, points: [...points] };
}

function clipped(text: string): string {
  return text.trim().slice(0, LABEL_LIMIT);
}
