import type { Point2 } from '../../../../shared/model/measurement.ts';
import type {
  GraphicUnits,
  StateAnnotation,
  StateGraphic,
  StateText,
} from '../../../../shared/model/presentation-state.ts';
import type { TagName } from '../../../../shared/dicom/tags.ts';
import type { Attributes } from '../parse/attributes.ts';
import { imageReferences } from './codes.ts';
import { textOf } from './content-text.ts';

/** Annotations of one state, and points of one graphic. */
const MOST_ITEMS = 5000;
const MOST_POINTS = 20_000;
const TYPES = ['POINT', 'POLYLINE', 'INTERPOLATED', 'CIRCLE', 'ELLIPSE'] as const;

/** What is drawn and written over the pictures (Part 3, C.10.5). `leftOut` takes what is not understood, in words. */
export function readAnnotations(attributes: Attributes, leftOut: Set<string>): StateAnnotation[] {
  const all = attributes.items('annotations').slice(0, MOST_ITEMS);
  for (const item of all) nameCompounds(item, leftOut);
  return all.map((item) => ({
    of: imageReferences(item, 'referencedImages'),
    layer: item.text('graphicLayer') ?? '',
    graphics: item
      .items('graphicObjects')
      .slice(0, MOST_ITEMS)
      .flatMap((one) => graphicOf(one, leftOut)),
    texts: item
      .items('textObjects')
      .slice(0, MOST_ITEMS)
      .flatMap((one) => wordsOf(one, leftOut)),
  }));
}

/**
 * Every compound graphic comes with the plain ones that it can be drawn with instead, by its number (Part 3, C.10.5.1.3): those are
 * drawn. What has none is named.
 */
function nameCompounds(item: Attributes, leftOut: Set<string>): void {
  const plain = new Set(
    [...item.items('graphicObjects'), ...item.items('textObjects')].map((one) => one.integer('compoundInstance')),
  );
  for (const one of item.items('compoundGraphics').slice(0, MOST_ITEMS)) {
    const number = one.integer('compoundInstance');
    if (number === null || !plain.has(number))
      leftOut.add(`compound graphic ${one.text('compoundType') ?? 'without a type'}`);
  }
}

/** Colours, dashes, shadows and fonts of single drawings: a layer's own colour is what is drawn in. */
function nameStyles(item: Attributes, leftOut: Set<string>): void {
  if (item.has('lineStyles') || item.has('fillStyles')) leftOut.add('its own line styles');
  if (item.has('textStyles')) leftOut.add('its own text styles');
}

function unitsOf(item: Attributes, name: TagName): GraphicUnits | null {
  const said = item.text(name);
  return said === 'PIXEL' ? 'pixel' : said === 'DISPLAY' ? 'display' : null;
}

function graphicOf(item: Attributes, leftOut: Set<string>): StateGraphic[] {
  const units = unitsOf(item, 'graphicUnits');
  const type = TYPES.find((one) => one === item.text('graphicType'));
  const points = units === null ? [] : pointsOf(item, 'graphicData', units);
  if (units === null || type === undefined || points.length < LEAST[type]) {
    leftOut.add(`graphic ${item.text('graphicType') ?? 'without a type'}`);
    return [];
  }
  nameStyles(item, leftOut);
  const filled = item.text('graphicFilled') === 'Y';
  return [{ type, units, points, filled, trackingUid: item.uid('trackingUid') }];
}

const LEAST: Readonly<Record<(typeof TYPES)[number], number>> = {
  POINT: 1,
  POLYLINE: 2,
  INTERPOLATED: 2,
  CIRCLE: 2,
  ELLIPSE: 4,
};

/** In its box where it has one, else at its anchor (Part 3, C.10.5.1.1). */
function wordsOf(item: Attributes, leftOut: Set<string>): StateText[] {
  nameStyles(item, leftOut);
  const text = textOf(item, 'annotationText');
  const trackingUid = item.uid('trackingUid');
  const anchor = placeOf(item, 'anchorUnits', 'anchorPoint');
  const from = placeOf(item, 'boxUnits', 'boxTopLeft');
  const to = placeOf(item, 'boxUnits', 'boxBottomRight');
  if (from !== null) {
    const said = item.text('boxAlignment');
    const align = said === 'CENTER' ? 'center' : said === 'RIGHT' ? 'right' : 'left';
    const isSeen = anchor !== null && item.text('anchorVisible') === 'Y';
    const box = to === null ? {} : { box: { to: to.at, align } as const };
    return [{ text, ...from, trackingUid, ...box, ...(isSeen ? { anchor } : {}) }];
  }
  if (anchor !== null) return [{ text, ...anchor, trackingUid }];
  leftOut.add('text without a place');
  return [];
}

function placeOf(item: Attributes, units: TagName, name: TagName): { units: GraphicUnits; at: Point2 } | null {
  const said = unitsOf(item, units);
  const [at] = said === null ? [] : pointsOf(item, name, said);
  return said === null || at === undefined ? null : { units: said, at };
}

/** Pixel units count from the corner of the first pixel: ours from its centre. */
function pointsOf(item: Attributes, name: TagName, units: GraphicUnits): Point2[] {
  const values = item.numbers(name).slice(0, MOST_POINTS * 2);
  const shift = units === 'pixel' ? 0.5 : 0;
  const points: Point2[] = [];
  for (let at = 0; at + 1 < values.length; at += 2) {
    const [x = Number.NaN, y = Number.NaN] = [values[at], values[at + 1]];
    if (Number.isFinite(x) && Number.isFinite(y)) points.push([x - shift, y - shift]);
  }
  return points;
}
