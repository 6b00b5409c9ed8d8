import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { runCli } from '../helpers/run-cli.ts';
import { fileHash, objectsByHash, sha256Of, sharedStore } from './cli-store.ts';
import { FrameDocument, FrameFailure } from './shapes.ts';
import type { InstancesDocument } from './shapes.ts';

const CT = testdata('ct-cap-cmb', '1-001.dcm');
const CINE = testdata('us', 'US-PAL-8-10x-echo.dcm');
const EMPTY = testdata('broken', 'GH1146.dcm');

describe.skipIf(!hasTestdata())('nightjar frame', () => {
  const store = sharedStore(() => [CT, CINE, EMPTY]);
  let objects: ReadonlyMap<string, z.infer<typeof InstancesDocument>['instances'][number]> = new Map();
  beforeAll(async () => {
    objects = await objectsByHash(store);
  });
  const objectOf = (file: string) => {
    const found = objects.get(fileHash(file));
    if (!found) throw new Error('the store has no such file');
    return found;
  };

  it('writes the bytes that its hash and its figures are made from', async () => {
    const { objectId, sopUid, sha256 } = objectOf(CT);
    const file = path.join(store.out, 'ct.raw');
    const frame = await store.document(FrameDocument, 'frame', '--object', objectId, '--out', file);
    expect(frame).toMatchObject({
      objectId,
      sopUid,
      fileSha256: sha256,
      frames: 1,
      rows: 512,
      columns: 512,
      samples: 1,
    });
    const bytes = readFileSync(file);
    expect(sha256Of(bytes)).toBe(frame.sha256);
    expect(frame.type).toBe('int16');
    const values = new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    expect(values).toHaveLength(512 * 512);
    expect(frame.min).toBe(values.reduce((a, b) => Math.min(a, b)));
    expect(frame.max).toBe(values.reduce((a, b) => Math.max(a, b)));
    expect(frame.mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 9);
    expect(frame.modality.unit).toBe("[hnsf'U]");
  });

  it('finds an object by its SOP UID', async () => {
    const { objectId, sopUid } = objectOf(CT);
    const frame = await store.document(FrameDocument, 'frame', '--sop', sopUid ?? '');
    expect(frame.objectId).toBe(objectId);
  });

  it('puts all frames one behind the other', async () => {
    const { objectId, frames } = objectOf(CINE);
    expect(frames).toBe(10);
    const [one, all] = [path.join(store.out, 'one.raw'), path.join(store.out, 'all.raw')];
    const third = await store.document(FrameDocument, 'frame', '--object', objectId, '--frame', '3', '--out', one);
    const whole = await store.document(FrameDocument, 'frame', '--object', objectId, '--all', '--out', all);
    const [frameBytes, bytes] = [readFileSync(one), readFileSync(all)];
    expect(bytes).toHaveLength(frameBytes.length * 10);
    expect(bytes.subarray(frameBytes.length * 2, frameBytes.length * 3).equals(frameBytes)).toBe(true);
    expect(sha256Of(bytes)).toBe(whole.sha256);
    expect(third.frames).toBe(10);
  });

  it('does not write over a file', async () => {
    const file = path.join(store.out, 'there.raw');
    writeFileSync(file, 'mine');
    const { code } = await store.error('frame', '--object', objectOf(CT).objectId, '--out', file);
    expect(code).toBe('disk/exists');
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  it('refuses a frame that the object does not have, and leaves no file', async () => {
    const file = path.join(store.out, 'none.raw');
    const words = ['frame', '--object', objectOf(CINE).objectId, '--frame', '11', '--out', file];
    expect((await store.error(...words)).code).toBe('dicom/frame-out-of-range');
    expect(existsSync(file)).toBe(false);
  });

  it('says why an object has no frame', async () => {
    const { code } = await store.error('frame', '--object', objectOf(EMPTY).objectId);
    expect(code).toMatch(/^dicom\//);
    expect((await store.error('frame', '--sop', '1.2.3.4.5')).code).toBe('archive/unknown-object');
  });

  it('prints a line for every object with pixels, failures in their place', async () => {
    const { documents, code } = await runCli(['frame', '--every', '--lines', '--data', store.dir]);
    expect(code).toBe(0);
    const lines = documents.map((line) => FrameDocument.or(FrameFailure).parse(line));
    const hashes = lines.map(({ fileSha256 }) => fileSha256);
    expect(hashes).toEqual(expect.arrayContaining([fileHash(CT), fileHash(CINE)]));
    const empty = lines.find(({ fileSha256 }) => fileSha256 === fileHash(EMPTY));
    expect(empty === undefined || 'error' in empty).toBe(true);
  });
});
