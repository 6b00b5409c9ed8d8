import { afterAll, describe, expect, it } from 'vitest';
import { joinFragments, readFragments } from '../../../electron/station/dicom/decode/frame-locator.ts';
import { readPixelHeader } from '../../../electron/station/dicom/decode/pixel-header.ts';
import { videoOf } from '../../../electron/station/dicom/decode/video/video-object.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { unpackVideo } from '../../../shared/model/video-track.ts';
import type { DecodedFrame } from '../../../electron/station/dicom/decode/decode-types.ts';
import { element } from '../../helpers/dicom-builder.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { newObjectId, readBytes, realPool } from './decoders.ts';
import { encapsulatedFile } from './encapsulate.ts';

const H264 = '1.2.840.10008.1.2.4.102';

describe.skipIf(!hasTestdata())('video for the window', () => {
  const pool = realPool({ processes: 1 });
  afterAll(() => pool.close());

  const video = (bytes: Uint8Array, frame = 1): Promise<DecodedFrame> =>
    pool.decode({ objectId: newObjectId(), frame, form: 'video', priority: 'shown', load: async () => bytes });
  const stream = (): Uint8Array => {
    const { fragments } = readFragments(readPixelHeader(readBytes(testdata('derived/video/h264.dcm'))));
    return joinFragments({ fragments, cut: false });
  };
  const withStream = (...fragments: readonly Uint8Array[]): Uint8Array => {
    const own = [element(0x00280002, 'US', 3), element(0x00280004, 'CS', 'YBR_PARTIAL_420')];
    return encapsulatedFile({ rows: 240, columns: 320, own }, H264, fragments);
  };

  it('has every picture of the file once, with its time and its bytes', async () => {
    const { header, data } = await video(readBytes(testdata('derived/video/h264.dcm')));
    expect(header).toMatchObject({ rows: 1, columns: data.length, photometric: 'VIDEO' });
    const found = unpackVideo(data);
    expect(found?.track).toMatchObject({ codec: 'avc1.640029', columns: 320, rows: 240 });
    const times = found?.track.samples.map(({ time }) => time).sort((a, b) => a - b);
    expect(times).toEqual(Array.from({ length: 30 }, (_, at) => at * 40_000));
    expect(found?.track.samples[0]?.sync).toBe(true);
    // Each sample is whole: units of four bytes of length and as many bytes (ISO 14496-15).
    for (const sample of found?.samples ?? []) {
      let at = 0;
      while (at < sample.length) at += 4 + new DataView(sample.buffer, sample.byteOffset + at).getUint32(0);
      expect(at).toBe(sample.length);
    }
  });

  it('is the same in several fragments', async () => {
    const whole = stream();
    const parts = [whole.slice(0, 5000), whole.slice(5000, 9000), whole.slice(9000)];
    expect((await video(withStream(...parts))).data).toEqual((await video(withStream(whole))).data);
  });

  it.each([
    ['HEVC', 'derived/video/h265.dcm', 'dicom/unsupported-pixel-format'],
    ['MPEG-2', 'derived/video/mpeg2.dcm', 'dicom/unsupported-pixel-format'],
    ['a picture that is no video', 'ts-small/MR_small_RLE.dcm', 'dicom/unsupported-transfer-syntax'],
  ])('%s is refused', async (_name, file, code) => {
    await expect(video(readBytes(testdata(file)))).rejects.toMatchObject({ code });
  });

  it('comes as a whole or not at all', async () => {
    const bytes = readBytes(testdata('derived/video/h264.dcm'));
    await expect(video(bytes, 2)).rejects.toMatchObject({ code: 'dicom/frame-out-of-range' });
    const cut = bytes.slice(0, bytes.length - 4000);
    await expect(video(cut)).rejects.toMatchObject({ code: 'dicom/pixel-data-incomplete' });
  });

  it('F40: a video whose tables are damaged anywhere is refused or still consistent', () => {
    const good = stream();
    const tables = Buffer.from(good).indexOf('moov');
    expect(tables).toBeGreaterThan(0);
    for (let at = tables - 4; at < good.length; at += 1) {
      const bad = good.slice();
      bad[at] = (bad[at] ?? 0) ^ (at % 2 === 0 ? 0x80 : 0xff);
      try {
        expect(unpackVideo(videoOf(withStream(bad)))).not.toBeNull();
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        expect(error.code).toMatch(/^dicom\//);
      }
    }
  });
});
