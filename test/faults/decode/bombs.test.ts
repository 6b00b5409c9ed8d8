import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { concat, dicomFile } from '../../helpers/dicom-builder.ts';
import { encapsulatedFile, pictureElements } from '../../integration/decode/encapsulate.ts';
import { dataSetBytes, element } from '../../helpers/dicom-builder.ts';
import { OwnDecoder } from './decoding.ts';

const decoder = new OwnDecoder();
const MEGABYTE = 1024 * 1024;
const DEFLATED = '1.2.840.10008.1.2.1.99';

/** A deflated file whose data set is an image and then `zeros` bytes of nothing in a private element. */
function deflatedFile(zeros: number): Uint8Array {
  const elements = [...pictureElements({ rows: 2, columns: 2 }), element(0x7fe00010, 'OW', [1, 2, 3, 4])];
  const filler = element(0x00291010, 'OB', new Uint8Array(zeros));
  const all = [...elements, filler].sort((a, b) => a.tag - b.tag);
  const head = dicomFile([], { transferSyntax: DEFLATED });
  return concat([head, deflateRawSync(dataSetBytes(all, {}), { level: 9 })]);
}

async function peak(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage().arrayBuffers;
  await work();
  return process.memoryUsage().arrayBuffers - before;
}

describe('F43: bombs in deflated data', () => {
  it('F43: a data set that grows moderately is read', async () => {
    await expect(decoder.frame(deflatedFile(20 * MEGABYTE))).resolves.toMatchObject({ header: { max: 4 } });
  });

  it('F43: a data set that grows a thousandfold past the free size is refused with a code', async () => {
    const bomb = deflatedFile(110 * MEGABYTE);
    expect(bomb.length).toBeLessThan(MEGABYTE);
    const grown = await peak(() => expect(decoder.frame(bomb)).rejects.toMatchObject({ code: 'dicom/too-large' }));
    expect(grown).toBeLessThan(160 * MEGABYTE);
  });

  it('F43: a deflated frame is inflated to its own size and no further', async () => {
    const bomb = deflateRawSync(new Uint8Array(64 * MEGABYTE), { level: 9 });
    const file = encapsulatedFile({ rows: 64, columns: 64 }, '1.2.840.10008.1.2.8.1', [bomb]);
    const grown = await peak(() =>
      expect(decoder.frame(file)).rejects.toMatchObject({ code: 'dicom/pixel-data-damaged' }),
    );
    expect(grown).toBeLessThan(16 * MEGABYTE);
  });

  it('F43: a small code stream that announces a huge picture is refused before a codec sees it', async () => {
    const siz = [65535, 65535, 0, 0, 65535, 65535, 0, 0].flatMap((value) => [0, 0, value >> 8, value & 0xff]);
    const stream = Uint8Array.from([0xff, 0x4f, 0xff, 0x51, 0, 41, 0, 0, ...siz, 0, 1, 15, 1, 1, 0xff, 0xd9]);
    const file = encapsulatedFile({ rows: 4, columns: 4 }, '1.2.840.10008.1.2.4.90', [stream]);
    await expect(decoder.frame(file)).rejects.toMatchObject({ code: 'dicom/pixel-data-damaged' });
  });
});
