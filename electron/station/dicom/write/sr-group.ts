import type { MeasureTool } from '../../../../shared/model/measurement.ts';
import type { ReportedMeasurement } from '../../../../shared/model/report.ts';
import { hasScore } from '../../../../shared/rules/calcium/score-result.ts';
import {
  child,
  codedItem,
  container,
  coordinatesItem,
  imageItem,
  numberItem,
  textItem,
  uidItem,
} from './content-item.ts';
import type { ImageReference } from './content-item.ts';
import type { DicomItem } from './element.ts';
import { calciumSite } from './sr-calcium.ts';
import { CODES, toolCode, unitCode, valueCode } from './sr-codes.ts';
import { measuredShapes } from './sr-geometry.ts';
import type { Shape } from './sr-geometry.ts';
import { levelSite } from './sr-levels.ts';
import { ownDrawing, ownPress, ownValue } from './sr-own.ts';
import { spaceItem } from './sr-space.ts';
import { pressAlone, volumeRegions } from './sr-volume.ts';

/** Tools with an outline of any shape, and the most points of a closed one that a reader could take for a rectangle. */
const OUTLINES: ReadonlySet<string> = new Set<MeasureTool>(['freehand', 'polygon', 'threshold']);
const LIKE_A_RECTANGLE = 5;

/** What a group is drawn as, and what each of its numbers is taken from. */
interface Figure {
  readonly template: '1410' | '1411' | '1501';
  readonly regions: readonly DicomItem[];
  readonly sources: (place: number) => readonly DicomItem[];
}

/**
 * One measurement group. A grown volume hangs from the group as its outlines (TID 1411); a region (ellipse, rectangle, outline, point)
 * hangs from the group and all its values are of it (TID 1410, which is extensible); a line or an angle is the source of its own number
 * (TID 1501 with TID 320). The regions of a volume come before its method and site, as the rows of its template do; those of the others
 * stay after them, so that what was delivered before is made again byte for byte.
 * @param image that it was drawn on
 */
export function measurementGroup(
  measurement: ReportedMeasurement,
  image: ImageReference,
  onlyModality: string | null,
): DicomItem {
  const { template, regions, sources } = figureOf(measurement, image);
  const own = [...ownDrawing(measurement), ...(template === '1411' ? ownPress(measurement, image) : [])];
  const numbers = measurement.result.values.map(({ name, value, unit }, place) => {
    const code = valueCode(name, unit, onlyModality);
    const derivation =
      code.derivation === null ? [] : [child('HAS CONCEPT MOD', codedItem(CODES.derivation, code.derivation))];
    const number = [...numberItem(code.name, value, unitCode(unit)), ...ownValue(name, unit)];
    const method = code.method === undefined ? [] : [child('HAS CONCEPT MOD', codedItem(CODES.method, code.method))];
    const site = code.site === undefined ? [] : [child('HAS CONCEPT MOD', codedItem(CODES.findingSite, code.site))];
    return child('CONTAINS', number, ...method, ...derivation, ...site, ...sources(place));
  });
  const context = [
    child('HAS CONCEPT MOD', codedItem(CODES.method, toolCode(measurement.tool))),
    ...findingSite(measurement),
  ];
  return child(
    'CONTAINS',
    [...container(CODES.measurementGroup, template), ...own],
    child('HAS OBS CONTEXT', textItem(CODES.trackingIdentifier, measurement.trackingId ?? measurement.label)),
    child('HAS OBS CONTEXT', uidItem(CODES.trackingUid, measurement.trackingUid)),
    ...(measurement.finding === undefined ? [] : [child('CONTAINS', codedItem(CODES.finding, measurement.finding))]),
    ...(template === '1411' ? [...regions, ...context] : [...context, ...regions]),
    ...numbers,
    ...comments(measurement).map((words) => child('CONTAINS', textItem(CODES.comment, words))),
    ...(measurement.evaluations ?? []).map(({ name, value }) => child('CONTAINS', codedItem(name, value))),
  );
}

/**
 * The first number of a region names the shape too: readers that look for it below the number find it. Not that of a closed triangle or
 * quadrangle: they would take it for a rectangle. That of a volume names none: no one outline is what it is of.
 */
function figureOf(measurement: ReportedMeasurement, image: ImageReference): Figure {
  const volume = volumeRegions(measurement);
  if (volume.length > 0) return { template: '1411', regions: volume, sources: () => [] };
  const drawn = measuredShapes(measurement);
  const shapeItem = (shape: Shape, named: boolean): readonly [DicomItem, ...DicomItem[]] =>
    measurement.plane === undefined
      ? [graphic(shape, named), selectedFrom(image)]
      : [spaceItem(shape, named, measurement.plane)];
  const below = (shapes: readonly Shape[]): DicomItem[] =>
    shapes.map((shape) => child('INFERRED FROM', ...shapeItem(shape, false)));
  const hanging = (shapes: readonly Shape[]): DicomItem[] =>
    shapes.map((shape) => child('CONTAINS', ...shapeItem(shape, true)));
  const shapeAt = (place: number): Shape => drawn.shapes[Math.min(place, drawn.shapes.length - 1)] ?? drawn.shapes[0];
  // A score is of all marks of its stack, not of the one spot that carries it.
  const isScore = hasScore(measurement.result);
  if (drawn.kind === 'region') {
    const [shape] = drawn.shapes;
    const isSafe = !OUTLINES.has(measurement.tool) || shape.points.length > LIKE_A_RECTANGLE;
    const isNamed = isSafe && !isScore;
    return {
      template: '1410',
      regions: hanging([shape]),
      sources: (place) => (place === 0 && isNamed ? below([shape]) : []),
    };
  }
  return {
    template: '1501',
    // What has no number yet is at least in its place.
    regions: measurement.result.values.length === 0 ? hanging(drawn.shapes) : [],
    sources: (place) => below(drawn.kind === 'together' ? drawn.shapes : isScore ? [] : [shapeAt(place)]),
  };
}

/** Where it was found, and on which side; the vertebra or rib that a label names. What the reader said of it comes first. */
function findingSite({ tool, text, result, findingSite: said, laterality }: ReportedMeasurement): DicomItem[] {
  const level = tool === 'spine-label' ? levelSite(text) : null;
  const code = said ?? (tool === 'calcium' ? calciumSite(text, result) : (level?.site ?? null));
  if (code === null) return [];
  const side = laterality ?? (said === undefined ? level?.side : null) ?? null;
  const sided = side === null ? [] : [child('HAS CONCEPT MOD', codedItem(CODES.laterality, side))];
  return [child('HAS CONCEPT MOD', codedItem(CODES.findingSite, code), ...sided)];
}

/** The ground the numbers stand on (rule 3.7), their warnings, and what the reader wrote beside the drawing. */
function comments(measurement: ReportedMeasurement): string[] {
  const { result, text } = measurement;
  const ground = hasScore(result) ? 'Worked out by' : 'Spacing basis';
  const basis = result.basis === '' ? [] : [`${ground}: ${result.basis}`];
  return [...basis, ...pressAlone(measurement), ...result.warnings, ...(text.trim() === '' ? [] : [text])];
}

function graphic(shape: Shape, isImageRegion: boolean): DicomItem {
  return coordinatesItem(isImageRegion ? CODES.imageRegion : null, shape.type, shape.points);
}

function selectedFrom(image: ImageReference): DicomItem {
  return child('SELECTED FROM', imageItem(null, image));
}
