import { describe, expect, it } from 'vitest';
import { transferSyntax, transferSyntaxes } from '../../../../shared/dicom/transfer-syntax.ts';

describe('transferSyntax', () => {
  it('knows how the four native ones are written', () => {
    const how = (uid: string) => {
      const { explicit, bigEndian, deflated, encapsulated } = transferSyntax(uid);
      return { explicit, bigEndian, deflated, encapsulated };
    };
    const native = { explicit: true, bigEndian: false, deflated: false, encapsulated: false };
    expect(how('1.2.840.10008.1.2')).toEqual({ ...native, explicit: false });
    expect(how('1.2.840.10008.1.2.1')).toEqual(native);
    expect(how('1.2.840.10008.1.2.2')).toEqual({ ...native, bigEndian: true });
    expect(how('1.2.840.10008.1.2.1.99')).toEqual({ ...native, deflated: true });
  });

  it('calls lossy what may lose', () => {
    expect(transferSyntax('1.2.840.10008.1.2.4.50').lossy).toBe(true);
    expect(transferSyntax('1.2.840.10008.1.2.4.70').lossy).toBe(false);
    expect(transferSyntax('1.2.840.10008.1.2.4.203').lossy).toBe(true);
  });

  it('decodes neither video nor what it does not know', () => {
    expect(transferSyntax('1.2.840.10008.1.2.4.102')).toMatchObject({ video: true, decodable: false });
    expect(transferSyntax('1.2.999')).toMatchObject({ uid: '1.2.999', explicit: true, decodable: false });
  });

  it('names each syntax once', () => {
    expect(new Set(transferSyntaxes.map(({ uid }) => uid)).size).toBe(transferSyntaxes.length);
  });
});
