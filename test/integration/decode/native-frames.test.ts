import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { parseDicom } from '../../../electron/station/dicom/parse/parse-dicom.ts';
import { FrameServer } from '../../../electron/station/frames/frame-server.ts';
import { frameReport } from '../../../electron/station/frames/frame-cli.ts';
import { frameValues } from '../../../electron/station/dicom/decode/frame-values.ts';
import { integerRange } from '../../../shared/dicom/pixel-stats.ts';
import { BlobId } from '../../../shared/model/ids.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { newObjectId, readBytes, realPool } from './decoders.ts';

const blobId = BlobId.parse('0'.repeat(26));

function imageOf(bytes: Uint8Array): ImageInfo {
  const parsed = parseDicom(bytes, { sha256: createHash('sha256').update(bytes).digest('hex') });
  if (!parsed.ok) throw parsed.error;
  return { ...parsed.value.image, objectId: newObjectId(), conflict: false };
}

describe.skipIf(!hasTestdata())('native frames', () => {
  const pool = realPool({ processes: 1 });
  afterAll(() => pool.close());

  it('are cut from the stored object, equal to what the decoder says', async () => {
    const bytes = readBytes(testdata('derived/nm/nm-tomo-60f.dcm'));
    const image = imageOf(bytes);
    const ranges: number[] = [];
    const decoded: number[] = [];
    const server = new FrameServer({
      objects: async () => ({ blobId, image }),
      blobs: {
        read: async () => bytes,
        readNumbers: async (_blob, offset, length, numbers) => {
          ranges.push(length);
          const part = bytes.slice(offset, offset + length);
          return { bytes: part, range: integerRange(part, numbers) };
        },
      },
      pool: {
        layout: (source) => pool.layout(source),
        decode: (request) => {
          decoded.push(request.frame);
          return pool.decode(request);
        },
      },
      cacheBytes: 1,
    });
    for (const frame of [1, 30, 60]) {
      const load = async (): Promise<Uint8Array> => bytes;
      const request = { objectId: image.objectId, frame, form: 'stored', priority: 'shown', load } as const;
      const proved = await pool.decode(request);
      const served = await server.stored(image.objectId, frame);
      expect(served.header).toEqual(proved.header);
      expect(Buffer.compare(served.data, proved.data)).toBe(0);
    }
    expect(ranges).toEqual([64 * 64 * 2, 64 * 64 * 2, 64 * 64 * 2]);
    expect(decoded).toEqual([]);
    await expect(server.stored(image.objectId, 61)).rejects.toMatchObject({ code: 'dicom/frame-out-of-range' });
  });

  it('are as many as the index says when the declared number cannot be read', async () => {
    const bytes = readBytes(testdata('broken/badVR.dcm'));
    const image = imageOf(bytes);
    const source = { objectId: image.objectId, load: async (): Promise<Uint8Array> => bytes };
    expect(image.frames).toBe(15);
    expect((await pool.layout(source)).framesFound).toBe(image.frames);
    const last = await pool.decode({ ...source, frame: image.frames, form: 'stored', priority: 'shown' });
    expect(last.header).toMatchObject({ rows: 10, columns: 10, frame: 15 });
    await expect(pool.decode({ ...source, frame: 16, form: 'stored', priority: 'shown' })).rejects.toMatchObject({
      code: 'dicom/frame-out-of-range',
    });
  });

  it('come with both numbers where the object says more frames than it has', async () => {
    const bytes = readBytes(testdata('derived/nm/nm-tomo-60f.dcm'));
    const text = Buffer.from(bytes);
    // Number of Frames is IS text of two digits: the data end after 60.
    const place = text.indexOf(Buffer.from('280008004953020036', 'hex'));
    expect(place).toBeGreaterThan(0);
    text.write('61', place + 8, 'latin1');
    const image = imageOf(text);
    expect([image.frames, image.pixels?.nativeOffset]).toEqual([60, undefined]);
    const request = { objectId: image.objectId, frame: 60, priority: 'shown', load: async () => text } as const;
    const { header } = await pool.decode({ ...request, form: 'display' });
    expect(header.objectFrames).toEqual({ declared: 61, found: 60 });
  });

  it('are summed up with their modality values', async () => {
    const bytes = readBytes(testdata('ts-nema/CT1_UNC'));
    const image = imageOf(bytes);
    const { objectId } = image;
    const written: Uint8Array[] = [];
    const report = await frameReport({
      pool,
      objectId,
      image,
      fileSha256: 'f',
      load: async () => bytes,
      frame: 'all',
      write: async (data) => void written.push(data),
    });
    const rescale = image.perFrame[0]?.rescale;
    expect(rescale).not.toBeNull();
    const slope = rescale?.slope ?? 0;
    const intercept = rescale?.intercept ?? 0;
    expect(report).toMatchObject({ objectId, frames: 1, rows: 512, columns: 512, samples: 1, type: 'int16' });
    expect(report.modality.unit).toBe("[hnsf'U]");
    expect(report.modality.min).toBe(report.min * slope + intercept);
    expect(report.modality.max).toBe(report.max * slope + intercept);
    expect(report.modality.mean).toBeCloseTo(report.mean * slope + intercept, 6);
    const [data] = written;
    expect(
      createHash('sha256')
        .update(data ?? new Uint8Array())
        .digest('hex'),
    ).toBe(report.sha256);
    const values = frameValues({ header: { type: report.type }, data: data ?? new Uint8Array() });
    expect(values).toHaveLength(512 * 512);
  });
});
