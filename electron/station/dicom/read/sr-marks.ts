import { entryOf } from '../../../../shared/lib/entry-of.ts';
import { OBJECT_CAPS, RegionShape } from '../../../../shared/model/dicom-object.ts';
import type { Detection, RegionMark } from '../../../../shared/model/dicom-object.ts';
import { algorithmOf } from './sr-algorithms.ts';
import { codeOf, isCode } from './codes.ts';
import { meant } from './sr-tree.ts';
import type { SrItem, SrTree } from './sr-tree.ts';
import { linksOf, numberOf } from './sr-values.ts';

/** Longest words beside a mark. */
const LABEL_LIMIT = 80;
const MOST_FIGURES = 20;
/** Probability of cancer, Certainty of Finding, Certainty of Feature. */
const CERTAINTY = ['111047', '111012', '111011'] as const;

export interface SrMarks {
  readonly marks: readonly RegionMark[];
  /** What the marks are of, where a detection program wrote the report; empty otherwise. */
  readonly findings: readonly Detection[];
  /** Findings whose regions are not for presentation. */
  readonly withheld: number;
  readonly cut: boolean;
}

/** What holds for everything below an item. */
interface Above {
  readonly label: string;
  readonly intent: Intent;
  /** The item whose finding the regions below are part of. */
  readonly finding: SrItem | null;
}

type Intent = 'required' | 'optional' | 'withheld';
/** Rendering Intent (111056), CID 6034: what stands below another intent is never more for show than that. */
const INTENTS: Readonly<Record<string, Intent>> = { '111150': 'required', '111151': 'optional', '111152': 'withheld' };
const ORDER: readonly Intent[] = ['required', 'optional', 'withheld'];

/** The regions of a report that say which picture, or which space, they lie in; what is not for presentation is counted, not given. */
export function srMarks(tree: SrTree, isDetection: boolean): SrMarks {
  const marks: RegionMark[] = [];
  const findings: Detection[] = [];
  const places = new Map<SrItem, number>();
  const withheld = new Set<SrItem>();
  let cut = false;
  const take = (item: SrItem, mark: RegionMark, { intent, finding, label }: Above): void => {
    const of = isDetection ? (finding ?? item) : null;
    if (intent === 'withheld') {
      if (of !== null) withheld.add(of);
    } else if (marks.length >= OBJECT_CAPS.marks || mark.points.length > OBJECT_CAPS.points * 3) cut = true;
    else if (of === null) marks.push(mark);
    else {
      const place = places.get(of) ?? findings.length;
      if (place === findings.length) {
        places.set(of, place);
        findings.push(detectionOf(of, label, intent));
      }
      marks.push({ ...mark, finding: place });
    }
  };
  const visit = (item: SrItem, above: Above): void => {
    const mark = markOf(tree, item, above.label);
    const here = below(item, above);
    if (mark !== null) take(item, mark, here);
    for (const child of item.children) visit(child, here);
  };
  visit(tree.root, { label: '', intent: 'required', finding: null });
  return { marks, findings, withheld: withheld.size, cut };
}

function below(item: SrItem, above: Above): Above {
  const said = item.children.find(({ name }) => isCode(name, 'DCM', '111056'));
  const intent = entryOf(INTENTS, said && codeOf(said.attributes, 'conceptCode')?.value) ?? 'required';
  return {
    label: labelOf(item) ?? above.label,
    intent: ORDER[Math.max(ORDER.indexOf(intent), ORDER.indexOf(above.intent))] ?? 'required',
    // Single Image Finding, Composite Feature: a middle, an outline and the lines of its numbers are one finding.
    finding: isCode(item.name, 'DCM', '111059', '111015') ? item : above.finding,
  };
}

function detectionOf(item: SrItem, label: string, intent: Intent): Detection {
  const numbers = item.children.flatMap((child) => {
    const number = child.type === 'NUM' ? numberOf(child) : null;
    if (number === null || child.name === null) return [];
    return [{ code: child.name, figure: { name: child.name.meaning, text: `${number.text} ${number.unit}`.trim() } }];
  });
  const isCertainty = ({ code }: (typeof numbers)[number]): boolean => isCode(code, 'DCM', ...CERTAINTY);
  return {
    label: labelOf(item) ?? label,
    optional: intent === 'optional',
    certainty: numbers.find(isCertainty)?.figure ?? null,
    figures: numbers.slice(0, MOST_FIGURES).map(({ figure }) => figure),
    algorithm: algorithmOf(item),
  };
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
  const own = { shape: shape.data, label, points: [...points], finding: null };
  if (!isFlat) {
    const frameOfReference = item.attributes.uid('referencedFrameOfReference');
    if (frameOfReference === null || points.length % 3 !== 0) return null;
    return { ...own, place: { in: 'space', frameOfReference } };
  }
  const image = item.children.flatMap((child) => linksOf((meant(tree, child) ?? child).attributes))[0];
  if (image === undefined || points.length % 2 !== 0) return null;
  return { ...own, place: { in: 'image', image } };
}

function clipped(text: string): string {
  return text.trim().slice(0, LABEL_LIMIT);
}
