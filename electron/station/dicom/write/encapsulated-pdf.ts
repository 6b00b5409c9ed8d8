import type { SignedDocument } from '../../../../shared/report/signed-document.ts';
import { codeSequence } from './content-item.ts';
import { empty, numbers, text } from './element.ts';
import { studyHeader } from './sr-header.ts';
import { writeDicomFile } from './write-file.ts';

export const ENCAPSULATED_PDF_CLASS = '1.2.840.10008.5.1.4.1.1.104.1';

const PAGES: Readonly<Record<SignedDocument['state'], string>> = {
  preliminary: 'Preliminary report, page',
  final: 'Report, page',
  addendum: 'Report, page',
  corrected: 'Corrected report, page',
  withdrawn: 'Report withdrawn, page',
};

/**
 * The page of a signed report in a DICOM object (Encapsulated PDF Storage, Part 3, A.45.1): for archives that show no structured
 * reports. The same document and PDF give the same bytes.
 * @param uids made from those of the report, so that the object is the same one however often it is written
 */
export function buildEncapsulatedPdf(
  document: SignedDocument,
  pdf: Uint8Array,
  uids: { readonly series: string; readonly instance: string },
): Uint8Array {
  const isPreliminary = document.state === 'preliminary';
  return writeDicomFile([
    ...studyHeader(document, {
      sopClass: ENCAPSULATED_PDF_CLASS,
      sopUid: uids.instance,
      seriesUid: uids.series,
      seriesNumber: 9003,
      seriesDescription: PAGES[document.state],
      modality: 'DOC',
    }),
    // Workstation; the page names the patient.
    text(0x00080064, 'CS', 'WSD'),
    text(0x00280301, 'CS', 'YES'),
    empty(0x0008002a, 'DT'),
    text(0x0040a493, 'CS', isPreliminary ? 'UNVERIFIED' : 'VERIFIED'),
    codeSequence(0x0040a043, document.template.title),
    text(0x00420010, 'ST', document.template.title.meaning),
    text(0x00420012, 'LO', 'application/pdf'),
    { tag: 0x00420011, vr: 'OB', bytes: pdf },
    numbers(0x00420015, 'UL', pdf.length),
  ]);
}
