import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseDicom } from '../../../electron/station/dicom/parse/parse-dicom.ts';
import { transferSyntax } from '../../../shared/dicom/transfer-syntax.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import { goldenRows } from '../../helpers/golden.ts';
import { testdata } from '../../helpers/testdata.ts';
import { readBytes } from '../decode/decoders.ts';

function imageOf(file: string): Omit<ImageInfo, 'objectId' | 'conflict'> {
  const bytes = readBytes(testdata(file));
  const parsed = parseDicom(bytes, { sha256: createHash('sha256').update(bytes).digest('hex') });
  if (!parsed.ok) throw parsed.error;
  return parsed.value.image;
}

const rows = goldenRows();

describe.skipIf(rows.length === 0)('F56: what was lost of a picture', () => {
  it('F56: every lossy row of the golden set is called lossy, whatever its header says', () => {
    for (const { path, kind } of rows) {
      const image = imageOf(path);
      if (kind === 'lossy' || transferSyntax(image.transferSyntax).lossy) expect(image.lossy, path).not.toBeNull();
    }
  });

  it.each([
    // The figure of its writer, and ours.
    ['ts-nema/CT1_J2KI', { ratio: 69, storedRatio: 69.6 }],
    ['xa/xa-coronary-96f.dcm', { ratio: null, storedRatio: 14.9 }],
    ['ts-nema/CT1_J2KR', null],
    ['ts-ct/JPEGLSLossless_1.2.840.10008.1.2.4.80.dcm', null],
  ])('F56: %s', (file, lossy) => {
    expect(imageOf(file).lossy).toEqual(lossy);
  });
});
