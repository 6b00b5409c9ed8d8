import type { SignedDocument } from '../../../../shared/report/signed-document.ts';
import { buildEncapsulatedPdf } from '../../dicom/write/encapsulated-pdf.ts';
import { derivedUid } from '../../kernel/uid.ts';

/** The object that the page of a report goes to an archive in; its page may not be made yet. */
export function pdfUids({ uids }: SignedDocument): { readonly series: string; readonly instance: string } {
  return { series: derivedUid(uids.report, 'pdf series'), instance: derivedUid(uids.report, 'pdf') };
}

/** The object itself, from what was frozen: document and page. */
export function pdfObject(document: SignedDocument, pdf: Uint8Array): Uint8Array {
  return buildEncapsulatedPdf(document, pdf, pdfUids(document));
}
