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
  return attributes
    .items('annotations')
    .slice(0, MOST_ITEMS)
    .map((item) => ({
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

function wordsOf(item: Attributes, leftOut: Set<string>): StateText[] {
  const text = textOf(item, 'annotationText');
  const anchor = unitsOf(item, 'anchorUnits');
  const box = unitsOf(item, 'boxUnits');
  const trackingUid = item.uid('trackingUid');
  for (const [units, name] of [
    [anchor, 'anchorPoint'],
    [box, 'boxTopLeft'],
  ] as const) {
    const [at] = units === null ? [] : pointsOf(item, name, units);
    if (units !== null && at !== undefined) return [{ text, units, at, trackingUid }];
  }
  leftOut.add('text without a place');
  return [];
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
