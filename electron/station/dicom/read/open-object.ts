import { Attributes } from '../parse/attributes.ts';
import { openDataSet } from '../parse/parse-dicom.ts';

/** The attributes of a whole file. Strangers' bytes are read in a parser process only. @throws AppError dicom/… */
export function openObject(bytes: Uint8Array): Attributes {
  return new Attributes(openDataSet(bytes, { dataSetSha256: null }, new Set()).dataSet);
}
