import { describe, expect, it } from 'vitest';
import { transferSyntax, transferSyntaxes } from '../../../shared/dicom/transfer-syntax.ts';
import { encapsulatedFile } from '../../integration/decode/encapsulate.ts';
import { OwnDecoder } from './decoding.ts';

const decoder = new OwnDecoder();
const REFUSED = transferSyntaxes.filter((syntax) => syntax.encapsulated && !syntax.decodable);

describe('F49: pixels that no codec of ours reads', () => {
  it.each(REFUSED.map(({ name, uid }) => [name, uid]))('F49: %s is refused by its name, not tried', async (_n, uid) => {
    const file = encapsulatedFile({ rows: 2, columns: 2 }, uid, [new Uint8Array(16)]);
    await expect(decoder.frame(file)).rejects.toMatchObject({
      code: 'dicom/unsupported-transfer-syntax',
      context: { transferSyntax: uid },
    });
  });

  it('F49: a private transfer syntax is refused', async () => {
    const uid = '1.2.826.0.1.3680043.9.9999.1';
    expect(transferSyntax(uid)).toMatchObject({ name: 'Unknown', decodable: false });
    const file = encapsulatedFile({ rows: 2, columns: 2 }, uid, [new Uint8Array(16)]);
    await expect(decoder.frame(file)).rejects.toMatchObject({ code: 'dicom/unsupported-transfer-syntax' });
  });

  it.each(
    transferSyntaxes.filter((syntax) => syntax.encapsulated && syntax.decodable).map(({ name, uid }) => [name, uid]),
  )('F49: %s, which the table calls readable, has a codec', async (_name, uid) => {
    const file = encapsulatedFile({ rows: 2, columns: 2 }, uid, [new Uint8Array(16)]);
    // Sixteen zeros are no picture, but they are tried.
    await expect(decoder.frame(file)).rejects.toMatchObject({ code: expect.stringMatching(/^dicom\/pixel-data-/) });
  });
});
