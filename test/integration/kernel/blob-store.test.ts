import { randomBytes } from 'node:crypto';
import { mkdir, readFile, readdir, rename, truncate, writeFile, appendFile, copyFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BlobStore } from '../../../electron/station/kernel/blob-store.ts';
import { newId } from '../../../electron/station/kernel/ids.ts';
import { sha256Hex } from '../../../electron/station/kernel/sha256.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { BlobId } from '../../../shared/model/ids.ts';
import { codeRejected } from '../../helpers/app-errors.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { blobFixture } from './blob-fixture.ts';

const CHUNK = 256 * 1024;

describe('BlobStore', () => {
  it('gives back what was put, at every length around a chunk', async () => {
    const { blobs, putOne, fileOf } = await blobFixture();
    for (const length of [0, 1, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17]) {
      const bytes = randomBytes(length);
      const stored = await putOne(bytes);
      expect(stored).toMatchObject({ bytes: length, sha256: sha256Hex(bytes) });
      expect(Buffer.from(await blobs.read(stored.blobId)).equals(bytes)).toBe(true);
      expect(await blobs.size(stored.blobId)).toBe(length);
      await blobs.verify(stored.blobId, stored.sha256);
      if (length >= 1000) expect((await readFile(fileOf(stored.blobId))).includes(bytes.subarray(0, 32))).toBe(false);
    }
  });

  it('reads any range as the same slice of the whole', async () => {
    const { blobs, putOne } = await blobFixture();
    const bytes = randomBytes(3 * CHUNK + 1234);
    const { blobId } = await putOne(bytes);
    const near = fc.constantFrom(0, CHUNK, 2 * CHUNK, 3 * CHUNK, bytes.length);
    const edge = fc.tuple(near, fc.integer({ min: -3, max: 3 })).map(([at, by]) => at + by);
    const place = fc.oneof(edge, fc.nat(bytes.length)).map((at) => Math.min(bytes.length, Math.max(0, at)));
    await fc.assert(
      fc.asyncProperty(place, place, async (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const part = await blobs.readRange(blobId, from, to - from);
        expect(Buffer.from(part).equals(bytes.subarray(from, to))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('refuses a range outside the object', async () => {
    const { blobs, putOne } = await blobFixture();
    const { blobId } = await putOne(randomBytes(100));
    for (const [offset, length] of [
      [0, 101],
      [100, 1],
      [-1, 5],
      [0, -1],
      [0.5, 1],
    ] as const) {
      expect(await codeRejected(blobs.readRange(blobId, offset, length))).toBe('request/bad');
    }
  });

  it('takes bytes that are given, and copies those that lie in more than themselves', async () => {
    const { blobs, studyKeyId } = await blobFixture();
    const room = new Uint8Array(300_000).fill(7);
    const [own, part] = [Uint8Array.from(room), room.subarray(1000, 2000)];
    const stored = await blobs.put(
      [own, part].map((bytes) => ({ source: { bytes, given: true }, expectedBytes: bytes.length, studyKeyId })),
    );
    expect(own.length).toBe(0);
    expect(room.length).toBe(300_000);
    const read: Uint8Array[] = [];
    for (const one of stored) if ('blobId' in one) read.push(await blobs.read(one.blobId));
    expect(read.map(({ length }) => length)).toEqual([300_000, 1000]);
    expect(read.every((bytes) => bytes.every((byte) => byte === 7))).toBe(true);
  });

  it('leaves the bytes of the caller as they were', async () => {
    const { putOne } = await blobFixture();
    const bytes = new Uint8Array(5000).fill(7);
    await putOne(bytes.subarray(100, 200));
    expect(bytes).toHaveLength(5000);
  });

  it('says for each item of a group whether it is stored or why not, in order', async () => {
    const { dir, blobs, studyKeyId } = await blobFixture();
    const source = await tempDir();
    const file = path.join(source, 'a.dcm');
    const bytes = randomBytes(300_000);
    await writeFile(file, bytes);
    const at = (name: string, expectedBytes: number, key = studyKeyId) => ({
      source: { path: path.join(source, name) },
      expectedBytes,
      studyKeyId: key,
    });
    const outcomes = await blobs.put([
      at('a.dcm', 300_000),
      at('a.dcm', 299_999),
      at('a.dcm', 300_001),
      at('missing.dcm', 5),
      at('a.dcm', 300_000, newId()),
      { source: { bytes }, expectedBytes: 5, studyKeyId },
      at('a.dcm', 300_000),
    ]);
    expect(outcomes.map((one) => (one instanceof AppError ? one.code : one.sha256))).toEqual([
      sha256Hex(bytes),
      'import/changed-while-reading',
      'import/changed-while-reading',
      'import/unreadable-path',
      'blob/key-forgotten',
      'import/changed-while-reading',
      sha256Hex(bytes),
    ]);
    expect(await readdir(path.join(dir, 'tmp'))).toEqual([]);
  });

  it('stores a file only while it begins with what was understood of it', async () => {
    const { blobs, dir, studyKeyId } = await blobFixture();
    const bytes = randomBytes(2 * CHUNK + 5);
    const beginning = (length: number, of = bytes) => ({ bytes: length, sha256: sha256Hex(of.subarray(0, length)) });
    const items = [
      beginning(0),
      beginning(1000),
      beginning(CHUNK + 7),
      beginning(bytes.length),
      beginning(1000, randomBytes(1000)),
      { bytes: bytes.length + 1, sha256: sha256Hex(bytes) },
    ].map((start) => ({ source: { bytes }, expectedBytes: bytes.length, studyKeyId, start }));
    const outcomes = await blobs.put(items);
    const changed = 'import/changed-while-reading';
    expect(outcomes.map((one) => (one instanceof AppError ? one.code : one.sha256))).toEqual([
      ...Array.from({ length: 4 }, () => sha256Hex(bytes)),
      changed,
      changed,
    ]);
    expect(await readdir(path.join(dir, 'tmp'))).toEqual([]);
  });

  it('stores a group larger than the files it may hold open', async () => {
    const { blobs, studyKeyId } = await blobFixture();
    const items = Array.from({ length: 150 }, (_, i) => ({
      source: { bytes: new Uint8Array(i) },
      expectedBytes: i,
      studyKeyId,
    }));
    const outcomes = await blobs.put(items);
    expect(outcomes.map((one) => (one instanceof AppError ? one.code : one.bytes))).toEqual(items.map((_, i) => i));
  });

  it('tells a missing blob from a damaged one, and opens none whose key is forgotten', async () => {
    const { blobs, ring, studyKeyId, putOne } = await blobFixture();
    expect(await codeRejected(blobs.read(BlobId.parse(newId())))).toBe('blob/missing');
    const { blobId, sha256 } = await putOne(randomBytes(10));
    expect(await codeRejected(blobs.verify(blobId, '0'.repeat(64)))).toBe('blob/damaged');
    ring.forgetStudyKey(studyKeyId);
    expect(await codeRejected(blobs.read(blobId))).toBe('blob/key-forgotten');
    expect(await codeRejected(blobs.verify(blobId, sha256))).toBe('blob/key-forgotten');
  });

  it('removes a blob, twice without harm', async () => {
    const { blobs, putOne } = await blobFixture();
    const { blobId } = await putOne(randomBytes(10));
    await blobs.remove(blobId);
    await blobs.remove(blobId);
    expect(await codeRejected(blobs.read(blobId))).toBe('blob/missing');
  });

  it('answers many reads at once', async () => {
    const { blobs, putOne } = await blobFixture();
    const bytes = randomBytes(CHUNK * 2);
    const { blobId } = await putOne(bytes);
    const parts = await Promise.all(Array.from({ length: 64 }, (_, i) => blobs.readRange(blobId, i * 1000, 1000)));
    expect(Buffer.concat(parts).equals(bytes.subarray(0, 64_000))).toBe(true);
  });
});

describe('a tampered blob', () => {
  const CHUNKS = 3;
  const LENGTH = (CHUNKS - 1) * CHUNK + 500;

  it('is never read, wherever one bit was flipped', async () => {
    const { blobs, putOne, fileOf } = await blobFixture();
    const { blobId } = await putOne(randomBytes(LENGTH));
    const file = fileOf(blobId);
    const whole = await readFile(file);
    const header = Array.from({ length: 152 }, (_, at) => at);
    const stored = CHUNK + 16;
    const inChunks = [0, 1, 2].flatMap((index) => {
      const start = 152 + index * stored;
      const end = Math.min(start + stored, whole.length);
      return [start, start + 100, end - 17, end - 16, end - 1];
    });
    for (const at of [...header, ...inChunks]) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      await writeFile(file, bytes);
      // A study key id that names no key is the one change that shows as a forgotten key.
      expect(await codeRejected(blobs.read(blobId))).toBe(at >= 38 && at < 64 ? 'blob/key-forgotten' : 'blob/damaged');
    }
  });

  it('is never read when chunks change places, or it is cut, or something is added', async () => {
    const { blobs, putOne, fileOf } = await blobFixture();
    const { blobId } = await putOne(randomBytes(LENGTH));
    const file = fileOf(blobId);
    const whole = await readFile(file);
    const stored = CHUNK + 16;
    const [a, b] = [whole.subarray(152, 152 + stored), whole.subarray(152 + stored, 152 + 2 * stored)];
    await writeFile(file, Buffer.concat([whole.subarray(0, 152), b, a, whole.subarray(152 + 2 * stored)]));
    expect(await codeRejected(blobs.readRange(blobId, 0, 10))).toBe('blob/damaged');
    for (const length of [0, 100, 152, 152 + stored, 152 + 2 * stored, whole.length - 1]) {
      await writeFile(file, whole);
      await truncate(file, length);
      expect(await codeRejected(blobs.readRange(blobId, 0, 10))).toBe('blob/damaged');
      expect(await codeRejected(blobs.size(blobId))).toBe('blob/damaged');
    }
    await writeFile(file, whole);
    await appendFile(file, 'x');
    expect(await codeRejected(blobs.read(blobId))).toBe('blob/damaged');
  });

  it('is never read under the name of another, nor with chunks of another', async () => {
    const { blobs, putOne, fileOf } = await blobFixture();
    const one = await putOne(randomBytes(LENGTH));
    const two = await putOne(randomBytes(LENGTH));
    const [first, second] = [await readFile(fileOf(one.blobId)), await readFile(fileOf(two.blobId))];
    await writeFile(fileOf(one.blobId), Buffer.concat([first.subarray(0, 152), second.subarray(152)]));
    expect(await codeRejected(blobs.read(one.blobId))).toBe('blob/damaged');
    await copyFile(fileOf(two.blobId), fileOf(one.blobId));
    expect(await codeRejected(blobs.read(one.blobId))).toBe('blob/damaged');
    expect(Buffer.from(await blobs.read(two.blobId)).length).toBe(LENGTH);
  });
});

describe('sweep', () => {
  it('removes unfinished files and blobs without a row, and keeps the rest', async () => {
    const { dir, blobs, putOne } = await blobFixture();
    const kept = [await putOne(randomBytes(5)), await putOne(randomBytes(5))].map(({ blobId }) => blobId as string);
    const orphan = await putOne(randomBytes(5));
    await writeFile(path.join(dir, 'tmp', newId()), 'half');
    expect(await blobs.sweep((id) => kept.includes(id))).toEqual({ temporary: 1, orphans: 1, kept: 2, left: 0 });
    expect(await codeRejected(blobs.read(orphan.blobId))).toBe('blob/missing');
    expect(await blobs.sweep((id) => kept.includes(id))).toEqual({ temporary: 0, orphans: 0, kept: 2, left: 0 });
  });

  it('touches no blob where the index has lost most of them', async () => {
    const { blobs, putOne } = await blobFixture();
    const stored = [await putOne(randomBytes(5)), await putOne(randomBytes(5))];
    expect(await blobs.sweep(() => false)).toEqual({ temporary: 0, orphans: 0, kept: 0, left: 2 });
    for (const { blobId } of stored) expect(await blobs.size(blobId)).toBe(5);
  });

  it('finds nothing in a store without blobs', async () => {
    const { blobs } = await blobFixture();
    expect(await blobs.sweep(() => true)).toEqual({ temporary: 0, orphans: 0, kept: 0, left: 0 });
  });
});

describe('a worker that dies', () => {
  it('fails what it was asked, and nothing waits for ever', async () => {
    const { dir, ring, putOne, studyKeyId } = await blobFixture();
    const { blobId } = await putOne(randomBytes(5));
    const workerFile = path.join(dir, 'dies.mjs');
    await writeFile(
      workerFile,
      "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(1));",
    );
    const blobs = new BlobStore({ dir, ring, workerFile });
    onTestFinished(() => blobs.close());
    expect(await codeRejected(blobs.read(blobId))).toBe('process/died');
    const [outcome] = await blobs.put([{ source: { bytes: randomBytes(5) }, expectedBytes: 5, studyKeyId }]);
    expect(outcome instanceof AppError && outcome.code).toBe('process/died');
    expect(await codeRejected(blobs.read(blobId))).toBe('process/died');
  });
});

describe('a failing disk', () => {
  it('acknowledges nothing when the finished file cannot be named', async () => {
    const { dir, blobs, studyKeyId, putOne } = await blobFixture();
    await putOne(randomBytes(5));
    // A file where the folder of the blobs should be: what a damaged disk or a stranger's hand leaves.
    await rename(path.join(dir, 'blobs'), path.join(dir, 'aside'));
    await writeFile(path.join(dir, 'blobs'), '');
    const [outcome] = await blobs.put([{ source: { bytes: randomBytes(5) }, expectedBytes: 5, studyKeyId }]);
    expect(outcome).toBeInstanceOf(AppError);
    expect(outcome instanceof AppError && outcome.code).toMatch(/^disk\//);
  });

  it('acknowledges nothing when no temporary file can be made', async () => {
    const { dir, blobs, studyKeyId } = await blobFixture();
    await mkdir(path.join(dir, 'blobs'));
    await writeFile(path.join(dir, 'tmp'), '');
    const [outcome] = await blobs.put([{ source: { bytes: randomBytes(5) }, expectedBytes: 5, studyKeyId }]);
    expect(outcome instanceof AppError && outcome.code).toMatch(/^disk\//);
  });
});
