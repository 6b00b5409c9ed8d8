import { AppError } from '../../../../shared/errors/app-error.ts';
import { OBJECT_CAPS } from '../../../../shared/model/dicom-object.ts';
import type { DocumentContent } from '../../../../shared/model/dicom-object.ts';
import type { Attributes } from '../parse/attributes.ts';
import { clinicalDocumentLines } from './clinical-document.ts';

const DOCUMENTS = '1.2.840.10008.5.1.4.1.1.104.';

/** The document inside an object, as its maker wrote it. */
export interface InnerDocument {
  readonly mime: string;
  readonly bytes: Uint8Array;
}

/** An encapsulated document (Part 3, A.45); null where the object is none. A PDF is not looked into: what is in it may be a program. */
export function readDocument(attributes: Attributes): DocumentContent | null {
  if (attributes.uid('sopClass')?.startsWith(DOCUMENTS) !== true) return null;
  const { mime, bytes } = innerDocument(attributes);
  const isXml = mime === 'text/xml' || mime === 'application/xml';
  const read = isXml && bytes.length <= OBJECT_CAPS.document ? clinicalDocumentLines(bytes) : null;
  return {
    kind: 'document',
    title: attributes.line('documentTitle') ?? attributes.line('seriesDescription') ?? 'Document without a title',
    mime,
    bytes: bytes.length,
    lines: read === null ? null : [...read.lines],
    cut: read?.cut ?? false,
  };
}

/** @throws AppError dicom/damaged-header where there is no document in it */
export function innerDocument(attributes: Attributes): InnerDocument {
  const whole = attributes.bytes('document');
  if (whole.length === 0) throw new AppError('dicom/damaged-header', 'the object holds no document');
  const said = attributes.integer('documentLength');
  // One byte of padding stands behind an odd document (Part 3, C.24.2).
  const length = said !== null && said > 0 && said <= whole.length ? said : whole.length;
  const mime = (attributes.line('documentType') ?? 'application/octet-stream').toLowerCase();
  return { mime, bytes: Uint8Array.from(whole.subarray(0, length)) };
}
