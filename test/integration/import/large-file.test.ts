import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFileOutcome } from '../../../electron/station/dicom/parse/read-file.ts';
import { parseDicom } from '../../../electron/station/dicom/parse/parse-dicom.ts';
import { concat, ctImage, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

const MEGABYTE = 1024 * 1024;

/** A private element that pushes the pixel data beyond the first bytes that are read. */
const filler = element(0x00091010, 'OB', new Uint8Array(3 * MEGABYTE));

function encapsulated(frames: number, frameBytes: number): Uint8Array {
  const item = (length: number): Uint8Array => {
    const head = new DataView(new ArrayBuffer(8));
    head.setUint32(0, 0xe000fffe, true);
    head.setUint32(4, length, true);
    return new Uint8Array(head.buffer);
  };
  const parts = Array.from({ length: frames }, () => [item(frameBytes), new Uint8Array(frameBytes)]).flat();
  const whole = ctImage([filler, element(0x00280008, 'IS', String(frames))], {
    transferSyntax: '1.2.840.10008.1.2.4.90',
  });
  // The builder ends with native pixel data of 8 bytes; an encapsulated element takes its place.
  const head = Uint8Array.of(0xe0, 0x7f, 0x10, 0, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff);
  const end = Uint8Array.of(0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0);
  return concat([whole.subarray(0, whole.length - 20), head, item(0), ...parts, end]);
}

async function bothWays(bytes: Uint8Array): Promise<{ readonly partly: unknown; readonly whole: unknown }> {
  const file = path.join(await tempDir(), 'large');
  writeFileSync(file, bytes);
  const outcome = readFileOutcome(file);
  const result = parseDicom(bytes, { sha256: createHash('sha256').update(bytes).digest('hex') });
  return {
    partly: outcome.kind === 'object' ? outcome.parsed : outcome,
    whole: result.ok ? result.value : result.error,
  };
}

describe('a file too large to be held', () => {
  it('is understood from its beginning as from the whole: native', async () => {
    const pixels = element(0x7fe00010, 'OW', new Uint8Array(72 * MEGABYTE));
    const own = [
      filler,
      element(0x00280010, 'US', 4096),
      element(0x00280011, 'US', 4096),
      element(0x00280008, 'IS', '3'),
    ];
    const { partly, whole } = await bothWays(ctImage([...own, pixels]));
    expect(partly).toEqual(whole);
    expect(partly).toMatchObject({ image: { frames: 3 }, bytes: expect.any(Number) });
  });

  it('is understood from its beginning as from the whole: fragments', async () => {
    const { partly, whole } = await bothWays(encapsulated(35, 2 * MEGABYTE));
    expect(partly).toEqual(whole);
    expect(partly).toMatchObject({ image: { frames: 35 } });
  });

  it('says when it is cut in its pixel data', async () => {
    const bytes = encapsulated(35, 2 * MEGABYTE);
    const { partly, whole } = await bothWays(bytes.subarray(0, bytes.length - 3 * MEGABYTE));
    expect(partly).toEqual(whole);
    expect(partly).toMatchObject({ notes: expect.arrayContaining(['pixel-data-short']) });
  });
});
