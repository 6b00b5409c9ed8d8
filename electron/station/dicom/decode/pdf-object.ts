import { AppError } from '../../../../shared/errors/app-error.ts';
import { PDF, PDF_CAPS } from '../../../../shared/model/pdf.ts';
import { innerDocument } from '../read/document.ts';
import { openObject } from '../read/open-object.ts';

/**
 * The PDF inside an object (Part 3, A.45.1), as its maker wrote it. Nothing of it is looked into here: the window reads it, in a worker
 * of its own.
 * @throws AppError dicom/damaged-header, document/not-pdf, document/too-large
 */
export function pdfOf(file: Uint8Array): Uint8Array {
  const { mime, bytes } = innerDocument(openObject(file));
  if (mime !== PDF) throw new AppError('document/not-pdf', 'the document is no PDF');
  if (bytes.length > PDF_CAPS.bytes) throw new AppError('document/too-large', 'the document is larger than is read');
  return bytes;
}
