import { OBJECT_CAPS } from '../../../../shared/model/dicom-object.ts';
import type { Vec3 } from '../../../../shared/model/image.ts';
import type { MeasuredValue, Point2 } from '../../../../shared/model/measurement.ts';
import type { ReadMeasurement } from '../../../../shared/model/measurement-report.ts';
import type { Code } from '../../../../shared/model/report.ts';
import type { ImageReference } from '../../../../shared/model/segmentation.ts';
import type { Attributes } from '../parse/attributes.ts';
import { codeOf, imageReferences, isCode } from './codes.ts';
import { textOf } from './content-text.ts';
import { placesOf } from './evidence.ts';
import { likelyDrawing, ownDrawing } from './sr-drawing.ts';
import type { ReadShape } from './sr-drawing.ts';
import { unitName, valueName } from './sr-names.ts';
import { grownFrom, volumeRegions } from './sr-volume.ts';
import type { Press } from './sr-volume.ts';
import { PRESS_ALONE } from '../write/sr-volume.ts';
import { meant, srTree } from './sr-tree.ts';
import type { SrItem, SrTree } from './sr-tree.ts';

/** Groups of one report. */
const MOST_GROUPS = 2000;
/** Of a shape beyond what one report may draw: references to one item make many shapes of few bytes. */
const TOO_MUCH = 'a shape beyond what is read';
const NO_TOOL = 'a shape that no tool here draws';
const BASES = ['Spacing basis: ', 'Worked out by: '];
const OWNER = 'NIGHTJAR';

/** Every measurement group of a report, ours or a stranger's; empty where the object has none. */
export function readMeasurements(attributes: Attributes): ReadMeasurement[] {
  const tree = srTree(attributes);
  const places = placesOf(attributes);
  const budget = { numbers: OBJECT_CAPS.coordinates };
  return [...tree.byPath.values()]
    .filter(({ type, name }) => type === 'CONTAINER' && isCode(name, 'DCM', '125007'))
    .slice(0, MOST_GROUPS)
    .map((group) => {
      const read = readGroup(tree, group, budget);
      return { ...read, seriesUid: places.get(read.image?.sopUid ?? '')?.seriesUid ?? null };
    });
}

interface Found {
  /** Items that were taken, though several point at one. */
  readonly taken: Set<SrItem>;
  /** Numbers that shapes may still have, of the whole report. */
  readonly budget: { numbers: number };
  readonly shapes: ReadShape[];
  /** The same as text: a shape stands in the group and below its number. */
  readonly drawn: Set<string>;
  readonly spaces: { readonly frameOfReference: string; readonly points: readonly Vec3[] }[];
  readonly images: ImageReference[];
  readonly values: MeasuredValue[];
  readonly comments: string[];
  readonly evaluations: { name: Code; value: Code }[];
  readonly others: string[];
  segment: ReadMeasurement['segment'];
}

function readGroup(tree: SrTree, group: SrItem, budget: Found['budget']): Omit<ReadMeasurement, 'seriesUid'> {
  const found: Found = {
    ...{ taken: new Set(), budget, drawn: new Set() },
    ...{ shapes: [], spaces: [], images: [], values: [], comments: [], evaluations: [], others: [] },
    segment: null,
  };
  const codes = new Map<string, SrItem>();
  for (const item of group.children) {
    const key = item.name === null ? '' : `${item.name.scheme} ${item.name.value}`;
    if (KNOWN.has(key)) codes.set(key, item);
    else takeItem(tree, item, found);
  }
  const coded = (...keys: readonly string[]): Code | null => {
    const item = keys.map((key) => codes.get(key)).find((one) => one !== undefined);
    return item === undefined ? null : codeOf(item.attributes, 'conceptCode');
  };
  const site = codes.get('SCT 363698007') ?? codes.get('SRT G-C0E3');
  const side = site?.children.find(({ name }) => isCode(name, 'SCT', '272741003') || isCode(name, 'SRT', 'G-C171'));
  const own = { tool: coded('SCT 370129005')?.value ?? '', points: ownPoints(group.attributes) };
  const regions = volumeRegions(found.shapes, own.tool);
  const volume = grownFrom(regions, own, pressOf(group.attributes));
  const drawing =
    volume ??
    (regions.length > 0 ? null : ownDrawing(own.tool, own.points, found.shapes)) ??
    likelyDrawing(
      found.shapes,
      found.values.map(({ name }) => name),
    );
  if (drawing === null && found.shapes.length > 0 && regions.length === 0) found.others.push(NO_TOOL);
  const [space] = found.spaces;
  return {
    trackingId: codes.get('DCM 112039')?.attributes.line('textValue') ?? '',
    trackingUid: codes.get('DCM 112040')?.attributes.uid('uidValue') ?? null,
    tool: drawing?.tool ?? null,
    points: (drawing?.points ?? []).map(([x, y]): Point2 => [x, y]),
    image: volume?.image ?? found.images[0] ?? null,
    regions: [...regions],
    space:
      space === undefined
        ? null
        : { frameOfReference: space.frameOfReference, points: found.spaces.flatMap(({ points }) => [...points]) },
    segment: found.segment,
    ...wordsOf(group.attributes, found),
    category: coded('SCT 276214006'),
    finding: coded('DCM 121071'),
    findingSite: site === undefined ? null : codeOf(site.attributes, 'conceptCode'),
    laterality: side === undefined ? null : codeOf(side.attributes, 'conceptCode'),
    // What our own outlines are for is said by every volume.
    evaluations:
      volume === null ? found.evaluations : found.evaluations.filter(({ name }) => !isCode(name, 'DCM', '130400')),
    others: [...new Set(found.others)],
  };
}

/** What a group says once. */
const KNOWN: ReadonlySet<string> = new Set([
  ...['DCM 112039', 'DCM 112040', 'DCM 121071', 'SCT 276214006', 'SCT 363698007', 'SRT G-C0E3', 'SCT 370129005'],
]);

function takeItem(tree: SrTree, pointed: SrItem, found: Found): void {
  const item = meant(tree, pointed) ?? pointed;
  if (found.taken.has(item)) return;
  found.taken.add(item);
  const { attributes, name } = item;
  switch (item.type) {
    case 'NUM':
      takeNumber(tree, item, found);
      return;
    case 'SCOORD':
    case 'SCOORD3D':
      takeShape(tree, item, found);
      return;
    case 'IMAGE':
      takeImage(item, found);
      return;
    case 'TEXT':
      if (isCode(name, 'DCM', '121106')) found.comments.push(textOf(attributes));
      else found.others.push(name?.meaning ?? 'text');
      return;
    case 'CODE': {
      const value = codeOf(attributes, 'conceptCode');
      if (name !== null && value !== null) found.evaluations.push({ name, value });
      return;
    }
    default:
      found.others.push(name?.meaning ?? item.type);
  }
}

function takeNumber(tree: SrTree, item: SrItem, found: Found): void {
  const measured = item.attributes.item('measuredValues');
  // The binary value is exact; the decimal text holds 16 characters.
  const value = measured?.number('floatingValue') ?? measured?.number('numericValue') ?? null;
  if (measured === null || value === null || item.name === null) {
    found.others.push(`${item.name?.meaning ?? 'number'} without a value`);
    return;
  }
  const derivation = item.children.find(({ name }) => isCode(name, 'DCM', '121401'));
  const said = valueName(item.name, derivation === undefined ? null : codeOf(derivation.attributes, 'conceptCode'));
  const isOwn = item.attributes.line('ownCreator') === OWNER;
  const name = (isOwn ? item.attributes.line('ownValueName') : null) ?? said;
  const unit = isOwn && item.attributes.has('ownValueUnit') ? (item.attributes.line('ownValueUnit') ?? '') : null;
  found.values.push({ name, value, unit: unit ?? unitName(codeOf(measured, 'unitCode')) });
  for (const child of item.children) {
    if (['SCOORD', 'SCOORD3D', 'IMAGE'].includes((meant(tree, child) ?? child).type)) takeItem(tree, child, found);
  }
}

function takeShape(tree: SrTree, item: SrItem, found: Found): void {
  const { attributes } = item;
  const type = attributes.text('graphicType') ?? '';
  const values = attributes.numbers('graphicData');
  if (!values.every(Number.isFinite)) return;
  if (values.length > found.budget.numbers) {
    found.others.push(TOO_MUCH);
    return;
  }
  found.budget.numbers -= values.length;
  if (item.type === 'SCOORD3D') {
    const frameOfReference = attributes.uid('referencedFrameOfReference');
    const points = chunks(values, 3).map(([x = 0, y = 0, z = 0]): Vec3 => [x, y, z]);
    if (frameOfReference !== null && points.length > 0) found.spaces.push({ frameOfReference, points });
    return;
  }
  const pictures = item.children.map((child) => meant(tree, child) ?? child).filter((one) => one.type === 'IMAGE');
  for (const picture of pictures) takeImage(picture, found);
  const image =
    pictures.map(({ attributes: own }) => imageReferences(own, 'referencedSops', 1)[0]).find(Boolean) ?? null;
  const drawn = { type, points: chunks(values, 2).map(([x = 0, y = 0]): Point2 => [x, y]) };
  // The same outline on another picture is another one; without a picture it is the one that was drawn before.
  const [bare, placed] = [JSON.stringify(drawn), JSON.stringify([drawn, image])];
  if (drawn.points.length > 0 && !found.drawn.has(image === null ? bare : placed))
    found.shapes.push({ ...drawn, image });
  found.drawn.add(bare).add(placed);
}

function takeImage({ attributes, name }: SrItem, found: Found): void {
  const [reference] = imageReferences(attributes, 'referencedSops', 1);
  if (reference === undefined) return;
  if (!isCode(name, 'DCM', '121191')) {
    found.images.push(reference);
    return;
  }
  const number = attributes.item('referencedSops')?.integer('referencedSegment') ?? null;
  if (number !== null) found.segment = { sopUid: reference.sopUid, number };
}

/** Basis, warnings and the reader's own words, which the comments hold in this order. */
function wordsOf(group: Attributes, { values, comments: said }: Found): Pick<ReadMeasurement, 'result' | 'text'> {
  const isOwn = group.line('ownCreator') === OWNER;
  const comments = isOwn ? said.filter((one) => !one.startsWith(PRESS_ALONE)) : said;
  const [first = ''] = comments;
  const lead = BASES.find((words) => first.startsWith(words));
  const basis = lead === undefined ? '' : first.slice(lead.length);
  const rest = basis === '' ? comments : comments.slice(1);
  const hasText = isOwn ? group.integer('ownHasText') === 1 : rest.length > 0;
  const words = isOwn ? rest.slice(-1) : rest;
  const warnings = isOwn && hasText ? rest.slice(0, -1) : isOwn ? rest : [];
  return { result: { values, basis, warnings: [...warnings] }, text: hasText ? words.join('\n') : '' };
}

function ownPoints(group: Attributes): Point2[] {
  if (group.line('ownCreator') !== OWNER) return [];
  return chunks(group.numbers('ownPoints'), 2).map(([x = 0, y = 0]): Point2 => [x, y]);
}

function pressOf(group: Attributes): Press | null {
  const sopUid = group.line('ownCreator') === OWNER ? group.uid('ownPressSop') : null;
  return sopUid === null ? null : { sopUid, frame: group.integer('ownPressFrame') ?? 1 };
}

function chunks(values: readonly number[], size: number): number[][] {
  return Array.from({ length: Math.floor(values.length / size) }, (_, at) => [
    ...values.slice(at * size, at * size + size),
  ]);
}
