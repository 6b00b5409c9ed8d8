import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  blobFileBytes,
  chunkCount,
  chunkPlace,
  newBlobHeader,
  isRewrappable,
  openBlobFacts,
  openBlobHeader,
  openChunk,
  parseBlobHeader,
  rewrapBlobKey,
  sealChunk,
  WRAPPED_KEY,
} from '../../../../../electron/station/kernel/blob-format.ts';
import { newId } from '../../../../../electron/station/kernel/ids.ts';
import { codeThrown } from '../../../../helpers/app-errors.ts';
import { oldBlob } from '../../../../helpers/old-blob.ts';

const studyKey = randomBytes(32);
const facts = { blobId: newId(), studyKeyId: newId(), length: 1000, chunkSize: 400 };

describe('blob header', () => {
  it('says what it was made with, and opens with the study key only', () => {
    const { header, keys } = newBlobHeader(facts, studyKey);
    const read = parseBlobHeader(header.bytes);
    expect(read).toMatchObject(facts);
    expect(openBlobHeader(read, studyKey)).toEqual(keys);
    expect(codeThrown(() => openBlobHeader(read, randomBytes(32)))).toBe('blob/damaged');
  });

  it('is refused after a change of any bit', () => {
    const { header } = newBlobHeader(facts, studyKey);
    for (let bit = 0; bit < header.bytes.length * 8; bit += 1) {
      const bytes = Uint8Array.from(header.bytes);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(codeThrown(() => openBlobHeader(parseBlobHeader(bytes), studyKey))).toBe('blob/damaged');
    }
  });

  it('is refused when it is cut off', () => {
    const { header } = newBlobHeader(facts, studyKey);
    expect(codeThrown(() => parseBlobHeader(header.bytes.subarray(0, 151)))).toBe('blob/damaged');
  });
});

describe('blob chunks', () => {
  it('lie one behind the other up to the length of the file', () => {
    expect(chunkCount(1000, 400)).toBe(3);
    expect(chunkCount(0, 400)).toBe(1);
    expect(chunkCount(400, 400)).toBe(1);
    expect([0, 1, 2].map((index) => chunkPlace(index, facts))).toEqual([
      { offset: 152, bytes: 416 },
      { offset: 568, bytes: 416 },
      { offset: 984, bytes: 216 },
    ]);
    expect(blobFileBytes(facts)).toBe(1200);
    expect(blobFileBytes({ length: 0, chunkSize: 400 })).toBe(168);
  });

  it('open in their own place and their own blob only', () => {
    const { keys } = newBlobHeader(facts, studyKey);
    const plain = randomBytes(400);
    const stored = sealChunk(keys, 1, false, plain);
    expect(Buffer.from(openChunk(keys, 1, false, stored))).toEqual(plain);
    expect(codeThrown(() => openChunk(keys, 0, false, stored))).toBe('blob/damaged');
    expect(codeThrown(() => openChunk(keys, 1, true, stored))).toBe('blob/damaged');
    const other = { ...keys, headerHash: randomBytes(32) };
    expect(codeThrown(() => openChunk(other, 1, false, stored))).toBe('blob/damaged');
    expect(codeThrown(() => openChunk(keys, 1, false, stored.subarray(0, 10)))).toBe('blob/damaged');
  });
});

describe('another key for a study', () => {
  it('changes the wrapped key of a header and nothing else: facts and chunks open as they are, with the new key only', () => {
    const { header, keys } = newBlobHeader({ ...facts, text: 'what it is' }, studyKey);
    const chunk = sealChunk(keys, 0, false, randomBytes(400));
    const next = randomBytes(32);
    const sealed = rewrapBlobKey(header, studyKey, next);
    const bytes = Buffer.from(header.bytes);
    bytes.set(sealed, WRAPPED_KEY.offset);
    expect(sealed).toHaveLength(WRAPPED_KEY.bytes);
    const changed = parseBlobHeader(bytes);
    const opened = openBlobHeader(changed, next);
    expect(opened).toEqual(keys);
    expect(openBlobFacts(changed, opened)).toBe('what it is');
    expect(openChunk(opened, 0, false, chunk)).toHaveLength(400);
    expect(codeThrown(() => openBlobHeader(changed, studyKey))).toBe('blob/damaged');
    expect(openBlobHeader(header, next, studyKey)).toEqual(keys);
  });

  it('takes no wrapped key of another blob, though it is under the same study key', () => {
    const one = newBlobHeader(facts, studyKey).header;
    const other = newBlobHeader({ ...facts, blobId: newId() }, studyKey).header;
    const bytes = Buffer.from(one.bytes);
    bytes.set(rewrapBlobKey(other, studyKey, studyKey), WRAPPED_KEY.offset);
    expect(codeThrown(() => openBlobHeader(parseBlobHeader(bytes), studyKey))).toBe('blob/damaged');
  });

  it('is not for blobs of version 2, which are read as they always were', () => {
    const blobId = newId();
    const bytes = oldBlob({ blobId, studyKeyId: newId(), text: 'old' }, Buffer.from('pixels'), studyKey);
    const header = parseBlobHeader(bytes);
    const keys = openBlobHeader(header, studyKey);
    expect([header.version, isRewrappable(header), openBlobFacts(header, keys)]).toEqual([2, false, 'old']);
    const chunk = bytes.subarray(header.bytes.length);
    expect(Buffer.from(openChunk(keys, 0, true, chunk)).toString()).toBe('pixels');
    expect(() => rewrapBlobKey(header, studyKey, randomBytes(32))).toThrow(RangeError);
  });
});
