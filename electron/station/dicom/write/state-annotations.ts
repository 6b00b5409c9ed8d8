import type { Point2 } from '../../../../shared/model/measurement.ts';
import type {
  GraphicUnits,
  StateAnnotation,
  StateGraphic,
  StateText,
} from '../../../../shared/model/presentation-state.ts';
import { cleanText } from '../../../../shared/report/plain-text.ts';
import { fitCode, numbers, sequence, text } from './element.ts';
import type { DicomElement, DicomItem } from './element.ts';
import { ofElements } from './references.ts';

const UNITS: Readonly<Record<GraphicUnits, string>> = { pixel: 'PIXEL', display: 'DISPLAY' };
const LONGEST_TEXT = 1024;

/** Graphic annotations and their layers (Part 3, C.10.5 and C.10.7); layers in the order of first use. */
export function annotationElements(annotations: readonly StateAnnotation[]): DicomElement[] {
  const drawn = annotations.filter(({ graphics, texts }) => graphics.length + texts.length > 0);
  if (drawn.length === 0) return [];
  const layers = [...new Set(drawn.map(({ layer }) => layerName(layer)))];
  return [
    sequence(0x00700001, ...drawn.map((one) => annotationItem(one))),
    sequence(
      0x00700060,
      ...layers.map((layer, index) => [text(0x00700002, 'CS', layer), text(0x00700062, 'IS', String(index + 1))]),
    ),
  ];
}

function layerName(layer: string): string {
  return fitCode(layer) || 'LAYER';
}

function annotationItem({ of, layer, graphics, texts }: StateAnnotation): DicomItem {
  return [
    ...ofElements(of),
    text(0x00700002, 'CS', layerName(layer)),
    ...(texts.length === 0 ? [] : [sequence(0x00700008, ...texts.map((one) => textItem(one)))]),
    ...(graphics.length === 0 ? [] : [sequence(0x00700009, ...graphics.map((one) => graphicItem(one)))]),
  ];
}

function textItem(one: StateText): DicomItem {
  const words = [...cleanText(one.text)].slice(0, LONGEST_TEXT).join('').replaceAll('\n', '\r\n');
  return [
    text(0x00700004, 'CS', UNITS[one.units]),
    text(0x00700006, 'ST', words),
    numbers(0x00700014, 'FL', ...written([one.at], one.units)),
    text(0x00700015, 'CS', 'N'),
    ...tracking(one.trackingUid),
  ];
}

function graphicItem(one: StateGraphic): DicomItem {
  const open = one.type === 'POINT' || (one.type !== 'CIRCLE' && one.type !== 'ELLIPSE' && !isClosed(one.points));
  return [
    text(0x00700005, 'CS', UNITS[one.units]),
    numbers(0x00700020, 'US', 2),
    numbers(0x00700021, 'US', one.points.length),
    numbers(0x00700022, 'FL', ...written(one.points, one.units)),
    text(0x00700023, 'CS', one.type),
    ...(open ? [] : [text(0x00700024, 'CS', one.filled ? 'Y' : 'N')]),
    ...tracking(one.trackingUid),
  ];
}

function isClosed(points: readonly Point2[]): boolean {
  const [first, last] = [points[0], points.at(-1)];
  return points.length > 2 && first?.[0] === last?.[0] && first?.[1] === last?.[1];
}

/** Pixel units count from the top left corner of the first pixel (Part 3, C.10.5.1.2). */
function written(points: readonly Point2[], units: GraphicUnits): number[] {
  return points.flatMap(([x, y]) => (units === 'pixel' ? [x + 0.5, y + 0.5] : [x, y]));
}

function tracking(uid: string | null): DicomElement[] {
  return uid === null ? [] : [text(0x00620020, 'UT', 'Measurement'), text(0x00620021, 'UI', uid)];
}
