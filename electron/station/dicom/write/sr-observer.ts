import type { SignedDocument } from '../../../../shared/report/signed-document.ts';
import { child, codedItem, personItem, textItem } from './content-item.ts';
import type { DicomItem } from './element.ts';
import { CODES } from './sr-codes.ts';
import { organisation, signerName } from './sr-header.ts';

/** TID 1204. The program's own words are English; the reader's text is taken as such until a language can be chosen. */
export function languageItem(): DicomItem {
  return child('HAS CONCEPT MOD', codedItem(CODES.language, CODES.english));
}

/** Who observed (TID 1001): the signer, as a person. */
export function observerItems(document: Pick<SignedDocument, 'signer' | 'study'>): DicomItem[] {
  return [
    child('HAS OBS CONTEXT', codedItem(CODES.observerType, CODES.person)),
    child('HAS OBS CONTEXT', personItem(CODES.personName, signerName(document))),
    child('HAS OBS CONTEXT', textItem(CODES.personOrganisation, organisation(document))),
  ];
}
