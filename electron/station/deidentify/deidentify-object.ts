import { z } from 'zod';
import { refusalOf } from '../../../shared/deidentify/admission.ts';
import { DeidentifyOptions, METHOD, methodCodes } from '../../../shared/deidentify/options.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { Attributes } from '../dicom/parse/attributes.ts';
import { openDataSet } from '../dicom/parse/parse-dicom.ts';
import type { OpenedDataSet } from '../dicom/parse/parse-dicom.ts';
import { locateDataSet } from '../dicom/parse/locate.ts';
import type { Notes } from '../dicom/parse/data-set.ts';
import { codeItem } from '../dicom/write/content-item.ts';
import { empty, sequence, text } from '../dicom/write/element.ts';
import type { DicomElement } from '../dicom/write/element.ts';
import { encodeItem, EXPLICIT_LITTLE_ENDIAN, fileHead } from '../dicom/write/write-file.ts';
import { KeyedNames } from './keyed-names.ts';
import { admissionFacts } from './object-facts.ts';
import { lastPixels, pixelElements } from './pixel-element.ts';
import type { FileRange, LastPixels, WrittenPixels } from './pixel-element.ts';
import { ClearedPixels, goesWithOldPixels, replacedFormat, replacedPixels } from './replaced-pixels.ts';
import { Rewriter } from './rewrite-elements.ts';

export const DeidentifyRequest = DeidentifyOptions.extend({
  /** 32 bytes: UIDs and dates follow from it. */
  key: z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === 32),
  /** What makes a patient one patient: moves the dates. */
  patient: z.string(),
  /** Its pixels were judged to name nobody (`pixelReason`); null, or absent: the header alone says whether they may go. */
  cleared: ClearedPixels.nullable().optional(),
});
export type DeidentifyRequest = z.infer<typeof DeidentifyRequest>;

/**
 * One object after the Basic Application Level Confidentiality Profile (Part 15, Annex E) with the options of `methodCodes`. What goes out
 * is written anew from a closed list: file meta information and preamble too. Strangers' bytes are read in a parser process only.
 * @throws AppError deidentify/… with a `reason`, dicom/…
 */
export function deidentifyObject(bytes: Uint8Array, request: DeidentifyRequest): Uint8Array {
  const opened = openDataSet(bytes, { dataSetSha256: null }, new Set());
  const own = (attributes: Attributes): WrittenPixels =>
    pixelElements(attributes, opened.located.transferSyntax, EXPLICIT_LITTLE_ENDIAN);
  return Buffer.concat(cleaned(opened, request, own));
}

/** An object without its patient: `head`, and behind it these bytes of the file that it was. */
export interface DeidentifiedStart {
  readonly head: Uint8Array;
  readonly pixels: FileRange;
}

/**
 * The same from the beginning of a file: its pixels need not travel where they go out as they are.
 * @param fileBytes of the whole file
 * @returns null where more of it has to be read, be it to say what is wrong
 * @throws AppError deidentify/… with a `reason`
 */
export function deidentifyStart(
  start: Uint8Array,
  fileBytes: number,
  request: DeidentifyRequest,
): DeidentifiedStart | null {
  if ((request.cleared?.replaced ?? null) !== null) return null;
  const found = openStart(start, fileBytes);
  if (found === null) return null;
  const { head, range } = found.pixels;
  const pixels = { transferSyntax: EXPLICIT_LITTLE_ENDIAN, parts: [head] };
  return { head: Buffer.concat(cleaned(found.opened, request, () => pixels)), pixels: range };
}

function openStart(
  start: Uint8Array,
  fileBytes: number,
): { readonly opened: OpenedDataSet; readonly pixels: LastPixels } | null {
  try {
    const notes: Notes = new Set();
    if (locateDataSet(start, new Set()).deflated) return null;
    const opened = openDataSet(start, { fileBytes, dataSetSha256: null }, notes);
    const pixels = lastPixels(new Attributes(opened.dataSet), fileBytes);
    if (pixels === null || pixels.range.offset > start.length || notes.has('pixel-data-short')) return null;
    return { opened, pixels };
  } catch {
    // The reading of the whole file says what is wrong, if anything is.
    return null;
  }
}

function cleaned(
  { dataSet }: OpenedDataSet,
  request: DeidentifyRequest,
  ownPixels: (attributes: Attributes) => WrittenPixels,
): readonly Uint8Array[] {
  const attributes = new Attributes(dataSet);
  const refusal = refusalOf(admissionFacts(attributes), {
    faces: request.faces,
    cleared: (request.cleared ?? null) !== null,
  });
  if (refusal !== null)
    throw new AppError(refusal.code, 'the object cannot be de-identified', { context: { reason: refusal.reason } });
  const sopClass = attributes.uid('sopClass');
  const sopUid = attributes.uid('sopInstance');
  if (
    sopClass === null ||
    sopUid === null ||
    attributes.uid('studyUid') === null ||
    attributes.uid('seriesUid') === null
  )
    throw new AppError('deidentify/unsupported', 'the object has no identity', { context: { reason: 'identity' } });
  const names = new KeyedNames(request.key);
  const rewriter = new Rewriter({
    ...{ options: request, names, days: names.days(request.patient) },
    signed: attributes.integer('pixelRepresentation') === 1,
  });
  const replaced = request.cleared?.replaced ?? null;
  const pixels =
    replaced === null
      ? ownPixels(attributes)
      : { transferSyntax: EXPLICIT_LITTLE_ENDIAN, parts: replacedPixels(replaced) };
  const format = replaced === null ? [] : replacedFormat(attributes, replaced);
  const own = [...ownElements(request), ...format];
  const kept = rewriter
    .elements(dataSet)
    .filter(({ tag }) => !own.some((one) => one.tag === tag) && !(replaced !== null && goesWithOldPixels(tag)));
  const patient = PATIENT.filter(({ tag }) => !kept.some((one) => one.tag === tag));
  return [
    fileHead(sopClass, names.uid(sopUid), pixels.transferSyntax),
    encodeItem([...kept, ...patient, ...own]),
    ...pixels.parts,
  ];
}

/** Type 2 of every patient. */
const PATIENT: readonly DicomElement[] = [empty(0x00100030, 'DA'), empty(0x00100040, 'CS')];

function ownElements(options: DeidentifyRequest): DicomElement[] {
  const isCleared = (options.cleared ?? null) !== null;
  return [
    text(0x00100010, 'PN', options.pseudonym),
    text(0x00100020, 'LO', options.pseudonym),
    text(0x00120062, 'CS', 'YES'),
    text(0x00120063, 'LO', METHOD),
    sequence(0x00120064, ...methodCodes(options, isCleared).map(codeItem)),
    ...(isCleared ? [text(0x00280301, 'CS', 'NO')] : []),
    text(0x00280303, 'CS', options.dates === 'modified' ? 'MODIFIED' : 'REMOVED'),
  ];
}
