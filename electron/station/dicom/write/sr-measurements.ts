import type { ReportedMeasurement } from '../../../../shared/model/report.ts';
import type { SignedDocument } from '../../../../shared/report/signed-document.ts';
import { child, codedItem, container, contentSequence, imageItem } from './content-item.ts';
import type { ImageReference } from './content-item.ts';
import type { DicomItem } from './element.ts';
import { CODES, modalityCode, procedureCode } from './sr-codes.ts';
import type { StudyReference } from './evidence.ts';
import { measurementGroup } from './sr-group.ts';
import { frameReference, srHeader } from './sr-header.ts';
import type { SrDocument } from './sr-header.ts';
import { languageItem, observerItems } from './sr-observer.ts';
import { responseItems } from './sr-response.ts';
import { volumeImages } from './sr-volume.ts';
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
export type MeasurementDocument = SrDocument & Pick<SignedDocument, 'measurements' | 'responses' | 'uids'>;

/** A measurement on an object that has the UIDs to be named. */
interface Placed {
  readonly measurement: ReportedMeasurement;
  /** Where it was drawn. */
  readonly image: ImageReference;
  /** All that its group points at. */
  readonly images: readonly ImageReference[];
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
  const modality = onlyModality(document);
  const children = [
    languageItem(),
    ...observerItems(document),
    child('HAS CONCEPT MOD', codedItem(CODES.procedureReported, procedureCode(document.study.modalities))),
    imageLibrary(modality, placed),
    child(
      'CONTAINS',
      container(CODES.imagingMeasurements, null),
      ...placed.map(({ measurement, image }) => measurementGroup(measurement, image, modality)),
    ),
    ...(document.responses === undefined ? [] : responseItems(document.responses)),
  ];
  return writeDicomFile([...header, ...container(CODES.measurementReport, '1500'), ...contentSequence(children)]);
}

function place(measurement: ReportedMeasurement): Placed[] {
  const { sopUid, sopClass, frame, frames } = measurement;
  if (sopUid === null || sopClass === null || !canBeReferenced(measurement)) return [];
  const image = { sopUid, sopClass, frame: frameReference(frame, frames) };
  return [{ measurement, image, images: volumeImages(measurement) ?? [image] }];
}

function evidenceOf(placed: readonly Placed[]): StudyReference[] {
  const bySop = new Map<string, StudyReference>();
  for (const { measurement, images } of placed) {
    const { seriesUid, studyUid } = measurement;
    for (const { sopUid, sopClass } of images) bySop.set(sopUid, { studyUid, seriesUid, sopUid, sopClass });
  }
  return [...bySop.values()];
}

/** The study's modality, where there is but one. */
function onlyModality(document: Pick<SignedDocument, 'study'>): string | null {
  return document.study.modalities.length === 1 ? (document.study.modalities[0] ?? null) : null;
}

/** TID 1600: every image that a group points at, once. */
function imageLibrary(onlyOne: string | null, placed: readonly Placed[]): DicomItem {
  const all = placed.flatMap((one) => one.images);
  const images = new Map(all.map((image) => [`${image.sopUid}#${image.frame ?? 1}`, image]));
  const code = modalityCode(onlyOne ?? '');
  const modality = code === null ? [] : [child('HAS ACQ CONTEXT', codedItem(CODES.modality, code))];
  const items = [...images.values()].map((image) => child('CONTAINS', imageItem(null, image)));
  return child(
    'CONTAINS',
    container(CODES.imageLibrary, '1600'),
    child('CONTAINS', container(CODES.imageLibraryGroup, null), ...modality, ...items),
  );
}
