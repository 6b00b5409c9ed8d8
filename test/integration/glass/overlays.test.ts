import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { overlayFrame } from '../../../electron/station/dicom/decode/overlay-frame.ts';
import { parseDicom } from '../../../electron/station/dicom/parse/parse-dicom.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import { dicomFile, element } from '../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../helpers/dicom-builder.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';

const run = promisify(execFile);
const SIDE = 8;

/** A black picture of 12 bits with one overlay plane. */
function overlaid(
  overlay: readonly BuiltElement[],
  words: readonly number[],
  more: readonly BuiltElement[] = [],
): Uint8Array {
  return dicomFile([
    element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
    element(0x00080018, 'UI', '1.2.3.4'),
    element(0x0020000d, 'UI', '1.2.3'),
    element(0x0020000e, 'UI', '1.2.3.1'),
    element(0x00280002, 'US', 1),
    element(0x00280004, 'CS', 'MONOCHROME2'),
    ...more,
    element(0x00280010, 'US', SIDE),
    element(0x00280011, 'US', SIDE),
    element(0x00280100, 'US', 16),
    element(0x00280101, 'US', 12),
    element(0x00280102, 'US', 11),
    element(0x00280103, 'US', 0),
    ...overlay,
    element(0x7fe00010, 'OW', words),
  ]);
}

const plane = (origin: readonly number[], bits: number, position: number, size = SIDE): readonly BuiltElement[] => [
  element(0x60000010, 'US', size),
  element(0x60000011, 'US', size),
  element(0x60000040, 'CS', 'G'),
  element(0x60000050, 'SS', origin),
  element(0x60000100, 'US', bits),
  element(0x60000102, 'US', position),
];

const image = (bytes: Uint8Array): Omit<ImageInfo, 'objectId' | 'conflict'> => {
  const parsed = parseDicom(bytes, { sha256: '0'.repeat(64) });
  if (!parsed.ok) throw parsed.error;
  return parsed.value.image;
};

const places = (bytes: Uint8Array, frame = 1): number[] =>
  [...overlayFrame(bytes, frame).values.entries()].filter(([, word]) => word !== 0).map(([at]) => at);

describe('F55: overlay planes in group 60xx', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'nightjar-overlay-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Pixels that DCMTK draws in another grey when it draws the overlay too. */
  async function drawnByDcmtk(bytes: Uint8Array): Promise<number[]> {
    const file = path.join(folder, 'overlaid.dcm');
    writeFileSync(file, bytes);
    const pixels = async (overlay: readonly string[]): Promise<Uint8Array> => {
      const { stdout } = await run('dcmj2pnm', ['-q', ...overlay, '+Ww', '2048', '65535', '+op', file], {
        ...{ encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 },
      });
      const head = /^P5\n(?:#[^\n]*\n)*\d+ \d+\n255\n/.exec(stdout.subarray(0, 200).toString('latin1'))?.[0] ?? '';
      return stdout.subarray(head.length);
    };
    const [without, drawn] = [await pixels(['-O']), await pixels(['+O', '0', '+Omr'])];
    return [...drawn.entries()].filter(([at, grey]) => grey !== without[at]).map(([at]) => at);
  }

  it.skipIf(!hasTestdata() || !hasPeer('dcmj2pnm'))('F55: lie where DCMTK draws them', async () => {
    const bytes = new Uint8Array(readFileSync(testdata('derived/odd/overlay-60xx.dcm')));
    expect(image(bytes).overlays).toMatchObject([{ index: 0, rows: 128, columns: 128, origin: [1, 1], kind: 'G' }]);
    const mine = places(bytes);
    expect(mine.length).toBeGreaterThan(50);
    expect(mine).toEqual(await drawnByDcmtk(bytes));
  });

  it.skipIf(!hasPeer('dcmj2pnm'))('F55: are found in bits that the picture does not use', async () => {
    const words = Array.from({ length: SIDE * SIDE }, (_, at) => (at * 60) | (at % 5 === 0 ? 0x2000 : 0));
    const bytes = overlaid(plane([1, 1], 16, 13), words);
    expect(image(bytes).overlays).toHaveLength(1);
    expect(places(bytes)).toEqual(words.flatMap((word, at) => ((word & 0x2000) === 0 ? [] : [at])));
    expect(places(bytes)).toEqual(await drawnByDcmtk(bytes));
  });

  it('are cut to the image, which they may lie beside', () => {
    const all = element(0x60003000, 'OW', Array<number>(4).fill(0xffff));
    const blank = Array<number>(SIDE * SIDE).fill(0);
    expect(places(overlaid([...plane([7, -2], 1, 0), all], blank))).toEqual([48, 49, 50, 51, 52, 56, 57, 58, 59, 60]);
    expect(places(overlaid([...plane([100, 100], 1, 0), all], blank))).toEqual([]);
  });

  it('belong to the frames that they name', () => {
    const frames = [element(0x60000015, 'IS', '2'), element(0x60000051, 'US', 2)];
    const [rows, columns, kind, origin, ...rest] = plane([1, 1], 1, 0, 4);
    const bits = element(0x60003000, 'OW', [0x0001, 0x8000]);
    const own = [rows, columns, frames[0], kind, origin, frames[1], ...rest, bits].filter((one) => one !== undefined);
    const blank = Array<number>(SIDE * SIDE * 4).fill(0);
    const bytes = overlaid(own, blank, [element(0x00280008, 'IS', '4')]);
    expect([1, 2, 3, 4].map((frame) => places(bytes, frame))).toEqual([[], [0], [27], []]);
  });

  it('are none where the bit is one of the picture', () => {
    const words = Array.from({ length: SIDE * SIDE }, () => 0x0fff);
    expect(places(overlaid(plane([1, 1], 16, 5), words))).toEqual([]);
  });
});
