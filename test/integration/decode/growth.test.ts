import { afterAll, describe, expect, it } from 'vitest';
import { readStreamInfo } from '../../../electron/station/dicom/decode/codestream.ts';
import { joinFragments, locateFrames } from '../../../electron/station/dicom/decode/frame-locator.ts';
import { nativeCodec } from '../../../electron/station/dicom/decode/codecs/native-codecs.ts';
import { readPixelHeader } from '../../../electron/station/dicom/decode/pixel-header.ts';
import { residentBytes } from '../../../electron/station/dicom/decode/resident-memory.ts';
import { htj2kCodec, jpegLsCodec } from '../../../electron/station/dicom/decode/codecs/stream-codecs.ts';
import { locateWasm } from '../../../electron/station/dicom/decode/codecs/wasm-files.ts';
import { compileWasm } from '../../../electron/station/dicom/decode/codecs/wasm-module.ts';
import type { Codec } from '../../../electron/station/dicom/decode/codecs/codec.ts';
import type { StreamInfo } from '../../../electron/station/dicom/decode/codestream.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { newObjectId, readBytes, realPool } from './decoders.ts';

const LONG = process.env['NIGHTJAR_LONG'] !== undefined;
const FRAMES = LONG ? 2000 : 25;
const MINUTES = 60_000;
/** Of 1,000 MB that 2,000 pictures take; what comes and goes between two collections was 5 MB. */
const GROWTH = 64 * 1024 * 1024;

/** A picture of each way of each codec that WebAssembly runs. */
const PICTURES: readonly (readonly [name: string, file: string])[] = [
  ['JPEG baseline', 'ts-color/SC_rgb_jpeg_dcmtk.dcm'],
  ['JPEG extended 12 bits', 'ts-ct/JPEGProcess2_4_1.2.840.10008.1.2.4.51.dcm'],
  ['JPEG full progression', 'ts-ct/JPEGProcess10_12_1.2.840.10008.1.2.4.55.dcm'],
  ['JPEG lossless', 'ts-ct/JPEGProcess14SV1_1.2.840.10008.1.2.4.70.dcm'],
  ['JPEG-LS', 'ts-ct/JPEGLSLossless_1.2.840.10008.1.2.4.80.dcm'],
  ['JPEG-LS near-lossless', 'ts-ct/JPEGLSLossy_1.2.840.10008.1.2.4.81.dcm'],
  ['JPEG 2000', 'ts-small/MR_small_jp2klossless.dcm'],
  ['JPEG 2000 with loss', 'ts-small/JPEG2000.dcm'],
  ['HTJ2K', 'derived/htj2k/ct-201.dcm'],
  ['HTJ2K by resolution', 'derived/htj2k/ct-202-rpcl.dcm'],
  ['HTJ2K with loss', 'derived/htj2k/ct-203-lossy.dcm'],
  ['HTJ2K in colour', 'ts-color/HTJ2KLossless_08_RGB.dcm'],
];

async function codecOf(family: StreamInfo['family']): Promise<Codec> {
  const wasm = locateWasm(null);
  switch (family) {
    case 'jpeg':
    case 'jpeg-2000':
      return nativeCodec(await compileWasm(wasm('dcmjs-native-codecs.wasm')), family);
    case 'jpeg-ls':
      return jpegLsCodec(await compileWasm(wasm('charlswasm_decode.wasm')));
    case 'htj2k':
      return htj2kCodec(await compileWasm(wasm('openjphjs.wasm')));
  }
}

describe.skipIf(!hasTestdata())(`memory over ${FRAMES} frames`, () => {
  it.each(PICTURES)(
    'the codec of %s takes no more after the tenth frame',
    async (_name, file) => {
      const [first] = locateFrames(readPixelHeader(readBytes(testdata(file)))).frames;
      if (!first) throw new Error('the file has no frame');
      const stream = joinFragments(first);
      const info = readStreamInfo(stream);
      if (!info) throw new Error('the file has no code stream');
      const codec = await codecOf(info.family);
      let settled = 0;
      for (let frame = 0; frame < FRAMES; frame += 1) {
        codec.decode(stream, info);
        if (frame === 9) settled = codec.memoryBytes;
      }
      expect(settled).toBeGreaterThan(0);
      expect(codec.memoryBytes).toBe(settled);
    },
    10 * MINUTES,
  );
});

// In a few frames a leak cannot be told from what the collector leaves lying: the long run only.
if (LONG && hasTestdata() && process.platform === 'linux') {
  describe('memory of a decoder process', () => {
    const pool = realPool({ processes: 1 });
    afterAll(() => pool.close());

    it.each(PICTURES.filter(([, file]) => file.includes('htj2k')))(
      'does not grow with the number of objects of %s that it has decoded',
      async (_name, file) => {
        const bytes = readBytes(testdata(file));
        const decode = async (): Promise<void> => {
          const load = async (): Promise<Uint8Array> => bytes;
          await pool.decode({ objectId: newObjectId(), frame: 1, form: 'display', priority: 'shown', load });
        };
        for (let frame = 0; frame < FRAMES / 4; frame += 1) await decode();
        const [pid = 0] = pool.pids;
        const before = (await residentBytes(pid)) ?? 0;
        for (let frame = 0; frame < FRAMES; frame += 1) await decode();
        expect(pool.pids).toEqual([pid]);
        expect(((await residentBytes(pid)) ?? 0) - before).toBeLessThan(GROWTH);
      },
      10 * MINUTES,
    );
  });
}
