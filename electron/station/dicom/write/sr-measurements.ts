import type { MeasureTool } from '../../../../shared/model/measurement.ts';
import type { ReportedMeasurement } from '../../../../shared/model/report.ts';
import type { SignedDocument } from '../../../../shared/report/signed-document.ts';
import { hasScore } from '../../../../shared/rules/calcium/score-result.ts';
import {
  child,
  codedItem,
  container,
  contentSequence,
  coordinatesItem,
  imageItem,
  numberItem,
  textItem,
  uidItem,
} from './content-item.ts';
import type { ImageReference } from './content-item.ts';
import type { DicomItem } from './element.ts';
import { calciumSite } from './sr-calcium.ts';
import { CODES, modalityCode, procedureCode, toolCode, unitCode, valueCode, vertebraCode } from './sr-codes.ts';
import { measuredShapes } from './sr-geometry.ts';
import type { Shape } from './sr-geometry.ts';
import type { StudyReference } from './evidence.ts';
import { frameReference, srHeader } from './sr-header.ts';
import type { SrDocument } from './sr-header.ts';
import { ownDrawing, ownValue } from './sr-own.ts';
import { spaceItem } from './sr-space.ts';
import { languageItem, observerItems } from './sr-observer.ts';
import { writeDicomFile } from './write-file.ts';

/** Comprehensive SR: where all coordinates lie on images, the 3D class, which fewer receivers take, is not needed. */
export const MEASUREMENT_CLASS = '1.2.840.10008.5.1.4.1.1.88.33';
/** Comprehensive 3D SR: what was drawn on a reformat has a place in the patient and on no image. */
export const MEASUREMENT_CLASS_3D = '1.2.840.10008.5.1.4.1.1.88.34';

/** Class of the object that holds these measurements. */
export function measurementClass(measurements: readonly ReportedMeasurement[]): string {
  const inSpace = measurements.some((one) => canBeReferenced(one) && one.plane !== undefined);
  return inSpace ? MEASUREMENT_CLASS_3D : MEASUREMENT_CLASS;
}

/** What a measurement report is made of: a signed report, or what stands on the desk. */
export type MeasurementDocument = SrDocument & Pick<SignedDocument, 'measurements' | 'uids'>;

/** A measurement on an object that has the UIDs to be named. */
interface Placed {
  readonly measurement: ReportedMeasurement;
  readonly image: ImageReference;
}

/** Digits and dots, at most 64: what can stand in a UI element. Looser than the standard, as files are. */
export function isUid(text: string): boolean {
  return /^[0-9.]{1,64}$/.test(text);
}

/** True where a measurement can be written into an SR: it and its image, or its place in the patient, have the UIDs. */
export function canBeReferenced({ sopUid, sopClass, seriesUid, trackingUid, plane }: ReportedMeasurement): boolean {
  const space = plane === undefined ? [] : [plane.frameOfReference];
  return [sopUid, sopClass, seriesUid, trackingUid, ...space].every((uid) => uid !== null && isUid(uid));
}

/** The measurements of the report as an Imaging Measurement Report (TID 1500). Null when there are none to write. */
export function buildMeasurementSr(document: MeasurementDocument): Uint8Array | null {
  const placed = document.measurements.flatMap((measurement) => place(measurement));
  if (document.uids.measurements === null || placed.length === 0) return null;
  const header = srHeader(
    document,
    {
      sopClass: measurementClass(document.measurements),
      sopUid: document.uids.measurements,
      seriesUid: document.uids.measurementSeries,
      seriesNumber: 9002,
      seriesDescription: 'Measurements',
    },
    evidenceOf(placed),
    null,
  );
  const children = [
    languageItem(),
    ...observerItems(document),
    child('HAS CONCEPT MOD', codedItem(CODES.procedureReported, procedureCode(document.study.modalities))),
    imageLibrary(document, placed),
    child('CONTAINS', container(CODES.imagingMeasurements, null), ...placed.map((entry) => group(entry, document))),
  ];
  return writeDicomFile([...header, ...container(CODES.measurementReport, '1500'), ...contentSequence(children)]);
}

function place(measurement: ReportedMeasurement): Placed[] {
  const { sopUid, sopClass, frame, frames } = measurement;
  if (sopUid === null || sopClass === null || !canBeReferenced(measurement)) return [];
  return [{ measurement, image: { sopUid, sopClass, frame: frameReference(frame, frames) } }];
}

function evidenceOf(placed: readonly Placed[]): StudyReference[] {
  const bySop = new Map<string, StudyReference>();
  for (const { measurement, image } of placed) {
    const { seriesUid, studyUid } = measurement;
    bySop.set(image.sopUid, { studyUid, seriesUid, sopUid: image.sopUid, sopClass: image.sopClass });
  }
  return [...bySop.values()];
}

/** The study's modality, where there is but one. */
function onlyModality(document: Pick<SignedDocument, 'study'>): string | null {
  return document.study.modalities.length === 1 ? (document.study.modalities[0] ?? null) : null;
}

/** TID 1600: every image that a group points at, once. */
function imageLibrary(document: MeasurementDocument, placed: readonly Placed[]): DicomItem {
  const images = new Map(placed.map(({ image }) => [`${image.sopUid}#${image.frame ?? 1}`, image]));
  const code = modalityCode(onlyModality(document) ?? '');
  const modality = code === null ? [] : [child('HAS ACQ CONTEXT', codedItem(CODES.modality, code))];
  const items = [...images.values()].map((image) => child('CONTAINS', imageItem(null, image)));
  return child(
    'CONTAINS',
    container(CODES.imageLibrary, '1600'),
    child('CONTAINS', container(CODES.imageLibraryGroup, null), ...modality, ...items),
  );
}

/** Tools with an outline of any shape, and the most points of a closed one that a reader could take for a rectangle. */
const OUTLINES: ReadonlySet<string> = new Set<MeasureTool>(['freehand', 'polygon', 'threshold']);
const LIKE_A_RECTANGLE = 5;

/**
 * One measurement group. A region (ellipse, rectangle, outline, point) hangs from the group and all its values are of it
 * (TID 1410, which is extensible); a line or an angle is the source of its own number (TID 1501 with TID 320). The first number of a
 * region names the shape too: readers that look for it below the number find it. Not that of a closed triangle or quadrangle: they
 * would take it for a rectangle.
 */
function group({ measurement, image }: Placed, document: MeasurementDocument): DicomItem {
  const drawn = measuredShapes(measurement);
  const isRegion = drawn.kind === 'region';
  const shapeItem = (shape: Shape, named: boolean): readonly [DicomItem, ...DicomItem[]] =>
    measurement.plane === undefined
      ? [graphic(shape, named), selectedFrom(image)]
      : [spaceItem(shape, named, measurement.plane)];
  // A score is of all marks of its stack, not of the one spot that carries it; what has no number yet is at least in its place.
  const isScore = hasScore(measurement.result);
  const hasNoNumber = measurement.result.values.length === 0;
  const regions = isRegion ? [drawn.shapes[0]] : hasNoNumber ? drawn.shapes : [];
  const region = regions.map((shape) => child('CONTAINS', ...shapeItem(shape, true)));
  const numbers = measurement.result.values.map(({ name, value, unit }, index) => {
    const code = valueCode(name, unit, onlyModality(document));
    const derivation =
      code.derivation === null ? [] : [child('HAS CONCEPT MOD', codedItem(CODES.derivation, code.derivation))];
    const shape = drawn.shapes[Math.min(index, drawn.shapes.length - 1)] ?? drawn.shapes[0];
    const isSafe = !OUTLINES.has(measurement.tool) || shape.points.length > LIKE_A_RECTANGLE;
    const shapes =
      drawn.kind === 'together' ? drawn.shapes : isScore || (isRegion && !(index === 0 && isSafe)) ? [] : [shape];
    const source = shapes.map((each) => child('INFERRED FROM', ...shapeItem(each, false)));
    const number = [...numberItem(code.name, value, unitCode(unit)), ...ownValue(name, unit)];
    const method = code.method === undefined ? [] : [child('HAS CONCEPT MOD', codedItem(CODES.method, code.method))];
    const site = code.site === undefined ? [] : [child('HAS CONCEPT MOD', codedItem(CODES.findingSite, code.site))];
    return child('CONTAINS', number, ...method, ...derivation, ...site, ...source);
  });
  return child(
    'CONTAINS',
    [...container(CODES.measurementGroup, isRegion ? '1410' : '1501'), ...ownDrawing(measurement)],
    child('HAS OBS CONTEXT', textItem(CODES.trackingIdentifier, measurement.trackingId ?? measurement.label)),
    child('HAS OBS CONTEXT', uidItem(CODES.trackingUid, measurement.trackingUid)),
    ...(measurement.finding === undefined ? [] : [child('CONTAINS', codedItem(CODES.finding, measurement.finding))]),
    child('HAS CONCEPT MOD', codedItem(CODES.method, toolCode(measurement.tool))),
    ...findingSite(measurement),
    ...region,
    ...numbers,
    ...comments(measurement).map((words) => child('CONTAINS', textItem(CODES.comment, words))),
    ...(measurement.evaluations ?? []).map(({ name, value }) => child('CONTAINS', codedItem(name, value))),
  );
}

/** Where it was found, and on which side; the vertebra that a label of the spine names. */
function findingSite({ tool, text, result, findingSite: said, laterality }: ReportedMeasurement): DicomItem[] {
  const own =
    tool === 'calcium' ? calciumSite(text, result) : tool === 'spine-label' ? vertebraCode(text.trim()) : null;
  const code = said ?? own;
  if (code === null) return [];
  const side = laterality === undefined ? [] : [child('HAS CONCEPT MOD', codedItem(CODES.laterality, laterality))];
  return [child('HAS CONCEPT MOD', codedItem(CODES.findingSite, code), ...side)];
}

/** The ground the numbers stand on (rule 3.7), their warnings, and what the reader wrote beside the drawing. */
function comments({ result, text }: ReportedMeasurement): string[] {
  const ground = hasScore(result) ? 'Worked out by' : 'Spacing basis';
  const basis = result.basis === '' ? [] : [`${ground}: ${result.basis}`];
  return [...basis, ...result.warnings, ...(text.trim() === '' ? [] : [text])];
}

function graphic(shape: Shape, isImageRegion: boolean): DicomItem {
  return coordinatesItem(isImageRegion ? CODES.imageRegion : null, shape.type, shape.points);
}

function selectedFrom(image: ImageReference): DicomItem {
  return child('SELECTED FROM', imageItem(null, image));
}
