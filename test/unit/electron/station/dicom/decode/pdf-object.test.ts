import { describe, expect, it } from 'vitest';
import { pdfOf } from '../../../../../../electron/station/dicom/decode/pdf-object.ts';
import { asAppError } from '../../../../../../shared/errors/app-error.ts';
import { PDF, PDF_CAPS } from '../../../../../../shared/model/pdf.ts';
import { dicomFile, element } from '../../../../../helpers/dicom-builder.ts';

function object(bytes: Uint8Array, mime: string, length = bytes.length): Uint8Array {
  return dicomFile([
    element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.104.1'),
    element(0x00420011, 'OB', bytes),
    element(0x00420012, 'LO', mime),
    element(0x00420015, 'UL', length),
  ]);
}

function codeOf(file: Uint8Array): string {
  try {
    pdfOf(file);
  } catch (error) {
    return asAppError(error).code;
  }
  return 'nothing';
}

describe('the PDF inside an object', () => {
  it('comes as its maker wrote it, without the byte of padding', () => {
    expect(pdfOf(object(Uint8Array.from([1, 2, 3, 0]), PDF, 3))).toEqual(Uint8Array.from([1, 2, 3]));
  });

  it('is refused where it is none, is not there or is larger than is read', () => {
    expect(codeOf(object(new Uint8Array(4), 'model/stl'))).toBe('document/not-pdf');
    expect(codeOf(object(new Uint8Array(0), PDF))).toBe('dicom/damaged-header');
    expect(codeOf(object(new Uint8Array(PDF_CAPS.bytes + 2), PDF))).toBe('document/too-large');
  });
});
