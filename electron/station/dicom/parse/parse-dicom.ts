import { createHash } from 'node:crypto';
import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import { failed, ok } from '../../../../shared/lib/result.ts';
import type { Result } from '../../../../shared/lib/result.ts';
import { TAG } from '../../../../shared/dicom/tags.ts';
import { parsePersonName } from '../../../../shared/dicom/person-name.ts';
import type { ParsedObject } from '../parsed-object.ts';
import { Attributes } from './attributes.ts';
import type { DataSet, Notes } from './data-set.ts';
import type { ReadAt } from './element-header.ts';
import { headerHash } from './header-hash.ts';
import { bodyPart, imageInfo } from './image-info.ts';
import { inflateDataSet } from './inflate.ts';
import { locateDataSet } from './locate.ts';
import type { Located } from './locate.ts';
import { isSuspiciousPreamble } from './preamble.ts';
import { rejectionNote } from './rejection-note.ts';
import { walkDataSet } from './walk.ts';

/** Largest inflated data set held in memory. */
const MAX_INFLATED = 1024 * 1024 * 1024;

/** Note of an object whose (0008,0018) is there and empty: the archive refuses it. */
export const SOP_UID_EMPTY = 'sop-uid-empty';
export const DIRECTORY_SOP_CLASS = '1.2.840.10008.1.3.10';

/** What the reader of the file found out while streaming it. */
export interface FileFacts {
  /** Of the whole file as it came, hex; null where nobody asked. */
  readonly sha256: string | null;
  /** Size of the file, when `bytes` is only its beginning. */
  readonly fileBytes?: number;
  /** Of the data set after group 2: when it was computed on the way, or null where nobody asked. Else it is computed. */
  readonly dataSetSha256?: string | null;
  /** Reads the file beyond `bytes`, for the places of fragments. */
  readonly readAt?: ReadAt;
}

/** A data set with what was found before it. */
export interface OpenedDataSet {
  readonly located: Located;
  readonly dataSet: DataSet;
  readonly dataSetSha256: string | null;
}

/**
 * Understands one file. Never throws: what cannot be read is an error value with a code of its own.
 * @returns dicom/empty-file, dicom/not-dicom, dicom/damaged-header, dicom/too-deep, dicom/too-large
 */
export function parseDicom(bytes: Uint8Array, facts: FileFacts): Result<ParsedObject> {
  try {
    const notes: Notes = new Set();
    const opened = openDataSet(bytes, facts, notes);
    return ok(describe(opened, { bytes: facts.fileBytes ?? bytes.length, sha256: facts.sha256, start: null }, notes));
  } catch (error) {
    return failed(asParseError(error));
  }
}

/**
 * Understands a named object from the beginning of its file alone. Only where that says all that the whole would say: plain
 * pixel data that end with the file.
 * @returns null where more has to be read, be it to say what is wrong
 */
export function parseStart(bytes: Uint8Array, fileBytes: number): ParsedObject | null {
  try {
    const notes: Notes = new Set();
    if (locateDataSet(bytes, new Set()).deflated) return null;
    const opened = openDataSet(bytes, { fileBytes, dataSetSha256: null }, notes);
    const pixels = opened.dataSet.elements.get(TAG.pixels[0]);
    if (pixels === undefined || pixels.undefinedLength || notes.has('pixel-data-short')) return null;
    if (pixels.offset + pixels.length !== fileBytes || pixels.offset > bytes.length) return null;
    const start = { bytes: pixels.offset, sha256: sha256(bytes.subarray(0, pixels.offset)) };
    const parsed = describe(opened, { bytes: fileBytes, sha256: null, start }, notes);
    return parsed.sopUid === null ? null : parsed;
  } catch {
    // The reading of the whole file says what is wrong, if anything is.
    return null;
  }
}

/** @throws AppError dicom/… */
export function openDataSet(bytes: Uint8Array, facts: Partial<FileFacts>, notes: Notes): OpenedDataSet {
  const located = locateDataSet(bytes, notes);
  if (located.deflated) {
    const inflated = inflateDataSet(bytes.subarray(located.start), MAX_INFLATED);
    const dataSet = walkDataSet(inflated, { start: 0, end: inflated.length }, located.form, notes);
    return { located, dataSet, dataSetSha256: facts.dataSetSha256 === null ? null : sha256(inflated) };
  }
  const dataSet = walkDataSet(bytes, { start: located.start, end: bytes.length }, located.form, notes, {
    ...(facts.fileBytes === undefined ? {} : { fileBytes: facts.fileBytes }),
    ...(facts.readAt === undefined ? {} : { readAt: facts.readAt }),
  });
  if (dataSet.elements.size === 0) throw new AppError('dicom/not-dicom', 'the file has no data set');
  const { dataSetSha256 = sha256(bytes.subarray(located.start)) } = facts;
  return { located, dataSet, dataSetSha256 };
}

/** Hostile input may exhaust the stack or memory in ways no check foresaw; that is the file's fault, not a bug. */
export function asParseError(error: unknown): AppError {
  if (error instanceof RangeError)
    return new AppError('dicom/damaged-header', 'the header cannot be read', { cause: error });
  return asAppError(error);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function describe(
  opened: OpenedDataSet,
  file: Pick<ParsedObject, 'bytes' | 'sha256' | 'start'>,
  notes: Notes,
): ParsedObject {
  const { located, dataSet } = opened;
  const attributes = new Attributes(dataSet);
  for (const term of attributes.charset.unknown) if (term !== '') notes.add('character-set-unknown');
  const sopUid = attributes.uid('sopInstance') ?? nameFromMeta(attributes, located, notes);
  const facts = {
    sopUid,
    sopClass: attributes.uid('sopClass') ?? located.mediaStorageSopClass,
    transferSyntax: located.transferSyntax,
  };
  const image = imageInfo(attributes, facts, notes);
  const rejects = rejectionNote(attributes, facts.sopClass, notes);
  return {
    ...file,
    dataSetSha256: opened.dataSetSha256,
    headerSha256: headerHash(dataSet),
    preambleSuspicious: isSuspiciousPreamble(located.preamble),
    ...facts,
    studyUid: attributes.uid('studyUid'),
    seriesUid: attributes.uid('seriesUid'),
    patient: patientOf(attributes),
    study: studyOf(attributes),
    series: seriesOf(attributes),
    image,
    ...(rejects === null ? {} : { rejects }),
    notes: [...notes].sort(),
  };
}

/**
 * A data set without SOP Instance UID takes the one of its file meta information. One that has the attribute with nothing
 * in it lost its name on the way, and the file meta information cannot be trusted to give it back.
 */
function nameFromMeta(attributes: Attributes, located: Located, notes: Notes): string | null {
  if (attributes.has('sopInstance')) notes.add(SOP_UID_EMPTY);
  else if (located.mediaStorageSopInstance !== null) {
    notes.add('sop-uid-from-meta');
    return located.mediaStorageSopInstance;
  }
  return null;
}

function patientOf(attributes: Attributes): ParsedObject['patient'] {
  return {
    patientId: attributes.line('patientId'),
    issuer: attributes.line('issuerOfPatientId'),
    name: parsePersonName(attributes.texts('patientName')[0] ?? ''),
    birthDate: attributes.text('birthDate'),
    sex: attributes.text('sex'),
    age: attributes.text('age'),
  };
}

function studyOf(attributes: Attributes): ParsedObject['study'] {
  return {
    date: attributes.text('studyDate'),
    time: attributes.text('studyTime'),
    accession: attributes.line('accession'),
    description: attributes.line('studyDescription'),
    referring: attributes.text('referring'),
    institution: attributes.line('institution'),
  };
}

function seriesOf(attributes: Attributes): ParsedObject['series'] {
  return {
    modality: attributes.text('modality'),
    number: attributes.integer('seriesNumber'),
    description: attributes.line('seriesDescription'),
    bodyPart: bodyPart(attributes),
    laterality: attributes.text('laterality'),
    protocol: attributes.line('protocol'),
    frameOfReference: attributes.uid('frameOfReference'),
    date: attributes.text('seriesDate'),
    time: attributes.text('seriesTime'),
  };
}
