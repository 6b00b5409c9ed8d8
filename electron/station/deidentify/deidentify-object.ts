import { z } from 'zod';
import { refusalOf } from '../../../shared/deidentify/admission.ts';
import { DeidentifyOptions, METHOD, methodCodes } from '../../../shared/deidentify/options.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { Attributes } from '../dicom/parse/attributes.ts';
import { openDataSet } from '../dicom/parse/parse-dicom.ts';
import { codeItem } from '../dicom/write/content-item.ts';
import { empty, sequence, text } from '../dicom/write/element.ts';
import type { DicomElement } from '../dicom/write/element.ts';
import { encodeItem, EXPLICIT_LITTLE_ENDIAN, fileHead } from '../dicom/write/write-file.ts';
import { KeyedNames } from './keyed-names.ts';
import { admissionFacts } from './object-facts.ts';
import { pixelElements } from './pixel-element.ts';
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
  const { located, dataSet } = openDataSet(bytes, { dataSetSha256: null }, new Set());
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
      ? pixelElements(attributes, located.transferSyntax, EXPLICIT_LITTLE_ENDIAN)
      : { transferSyntax: EXPLICIT_LITTLE_ENDIAN, parts: replacedPixels(replaced) };
  const format = replaced === null ? [] : replacedFormat(attributes, replaced);
  const own = [...ownElements(request), ...format];
  const kept = rewriter
    .elements(dataSet)
    .filter(({ tag }) => !own.some((one) => one.tag === tag) && !(replaced !== null && goesWithOldPixels(tag)));
  const patient = PATIENT.filter(({ tag }) => !kept.some((one) => one.tag === tag));
  return Buffer.concat([
    fileHead(sopClass, names.uid(sopUid), pixels.transferSyntax),
    encodeItem([...kept, ...patient, ...own]),
    ...pixels.parts,
  ]);
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
