import type { ReportedMeasurement } from '../../../../shared/model/report.ts';
import type { ObjectReference, SignedDocument } from '../../../../shared/report/signed-document.ts';
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
import { CODES, modalityCode, procedureCode, unitCode, valueCode } from './sr-codes.ts';
import { measuredShapes } from './sr-geometry.ts';
import type { Shape } from './sr-geometry.ts';
import { frameReference, srHeader } from './sr-header.ts';
import { languageItem, observerItems } from './sr-observer.ts';
import { writeDicomFile } from './write-file.ts';

/** Comprehensive SR: all our coordinates lie on images, so the 3D class, which fewer receivers take, is not needed. */
export const MEASUREMENT_CLASS = '1.2.840.10008.5.1.4.1.1.88.33';

/** A measurement on an object that has the UIDs to be named. */
interface Placed {
  readonly measurement: ReportedMeasurement;
  readonly image: ImageReference;
}

/** Digits and dots, at most 64: what can stand in a UI element. Looser than the standard, as files are. */
export function isUid(text: string): boolean {
  return /^[0-9.]{1,64}$/.test(text);
}

/** True where a measurement can be written into an SR: it and its image have the UIDs. */
export function canBeReferenced({ sopUid, sopClass, seriesUid, trackingUid }: ReportedMeasurement): boolean {
  return [sopUid, sopClass, seriesUid, trackingUid].every((uid) => uid !== null && isUid(uid));
}

/** The measurements of the report as an Imaging Measurement Report (TID 1500). Null when there are none to write. */
export function buildMeasurementSr(document: SignedDocument): Uint8Array | null {
  const placed = document.measurements.flatMap((measurement) => place(measurement));
  if (document.uids.measurements === null || placed.length === 0) return null;
  const header = srHeader(
    document,
    {
      sopClass: MEASUREMENT_CLASS,
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

function evidenceOf(placed: readonly Placed[]): ObjectReference[] {
  const bySop = new Map<string, ObjectReference>();
  for (const { measurement, image } of placed) {
    bySop.set(image.sopUid, { seriesUid: measurement.seriesUid, sopUid: image.sopUid, sopClass: image.sopClass });
  }
  return [...bySop.values()];
}

/** The study's modality, where there is but one. */
function onlyModality(document: SignedDocument): string | null {
  return document.study.modalities.length === 1 ? (document.study.modalities[0] ?? null) : null;
}

/** TID 1600: every image that a group points at, once. */
function imageLibrary(document: SignedDocument, placed: readonly Placed[]): DicomItem {
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

/**
 * One measurement group. A region (ellipse, rectangle, outline, point) hangs from the group and all its values are of it
 * (TID 1410); a line or an angle is the source of its own number (TID 1501 with TID 320).
 */
function group({ measurement, image }: Placed, document: SignedDocument): DicomItem {
  const drawn = measuredShapes(measurement);
  const isRegion = drawn.kind === 'region';
  const region = isRegion ? [child('CONTAINS', graphic(drawn.shapes[0], true), selectedFrom(image))] : [];
  const numbers = measurement.result.values.map(({ name, value, unit }, index) => {
    const code = valueCode(name, unit, onlyModality(document));
    const derivation =
      code.derivation === null ? [] : [child('HAS CONCEPT MOD', codedItem(CODES.derivation, code.derivation))];
    const shape = drawn.shapes[Math.min(index, drawn.shapes.length - 1)] ?? drawn.shapes[0];
    const shapes = drawn.kind === 'together' ? drawn.shapes : isRegion ? [] : [shape];
    const source = shapes.map((each) => child('INFERRED FROM', graphic(each, false), selectedFrom(image)));
    return child('CONTAINS', numberItem(code.name, value, unitCode(unit)), ...derivation, ...source);
  });
  return child(
    'CONTAINS',
    container(CODES.measurementGroup, isRegion ? '1410' : '1501'),
    child('HAS OBS CONTEXT', textItem(CODES.trackingIdentifier, measurement.label)),
    child('HAS OBS CONTEXT', uidItem(CODES.trackingUid, measurement.trackingUid)),
    ...region,
    ...numbers,
    ...comments(measurement).map((words) => child('CONTAINS', textItem(CODES.comment, words))),
  );
}

/** The ground the numbers stand on (rule 3.7), their warnings, and what the reader wrote beside the drawing. */
function comments({ result, text }: ReportedMeasurement): string[] {
  const basis = result.basis === '' ? [] : [`Spacing basis: ${result.basis}`];
  return [...basis, ...result.warnings, ...(text.trim() === '' ? [] : [text])];
}

function graphic(shape: Shape, isImageRegion: boolean): DicomItem {
  return coordinatesItem(isImageRegion ? CODES.imageRegion : null, shape.type, shape.points);
}

function selectedFrom(image: ImageReference): DicomItem {
  return child('SELECTED FROM', imageItem(null, image));
}
