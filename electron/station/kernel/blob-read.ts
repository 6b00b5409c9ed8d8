import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { integerRange } from '../../../shared/dicom/pixel-stats.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import {
  blobFileBytes,
  chunkCount,
  chunkPlace,
  damaged,
  LONGEST_HEADER,
  openBlobHeader,
  openChunk,
  parseBlobHeader,
} from './blob-format.ts';
import type { FetchAnswer, FetchTask, ReadTask } from './blob-tasks.ts';
import { diskError, systemCode } from './disk-error.ts';
import { giveBack } from './give-back.ts';

/** The plain bytes from `offset` on; only the chunks that hold them are read. Runs in a worker, so every call waits. */
export function readRange(task: ReadTask, offset: number, bytes: number): Uint8Array<ArrayBuffer> {
  checkRange(task, offset, bytes);
  const plain = new Uint8Array(bytes);
  withFile(task, (handle) => copyRange(task, handle, offset, plain));
  return plain;
}

/** The same without knowing the header: reads it first, and says which key it takes where that is not the one given. */
export function fetchRange({ file, blobId, key, offset, bytes, numbers }: FetchTask): FetchAnswer {
  return withOpen(file, (handle) => {
    const head = Buffer.allocUnsafe(LONGEST_HEADER);
    const header = parseBlobHeader(head.subarray(0, readSync(handle, head, 0, LONGEST_HEADER, 0)));
    if (header.blobId !== blobId) throw damaged('another blob');
    if (key?.studyKeyId !== header.studyKeyId) return { studyKeyId: header.studyKeyId };
    const { chunkSize, length } = header;
    const task = {
      file,
      keys: openBlobHeader(header, key.studyKey, key.formerKey),
      chunkSize,
      length,
      headerBytes: header.bytes.length,
    };
    try {
      if (fstatSync(handle).size !== blobFileBytes(task)) throw damaged('file length');
      const wanted = bytes ?? length - offset;
      checkRange(task, offset, wanted);
      const plain = new Uint8Array(wanted);
      copyRange(task, handle, offset, plain);
      return { bytes: plain, range: numbers === null ? null : integerRange(plain, numbers) };
    } finally {
      task.keys.blobKey.fill(0);
    }
  });
}

/** Throws `request/bad`. */
function checkRange(task: ReadTask, offset: number, bytes: number): void {
  if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(bytes) || offset < 0 || bytes < 0) throw outside();
  if (offset + bytes > task.length) throw outside();
}

function copyRange(task: ReadTask, handle: number, offset: number, plain: Uint8Array): void {
  const bytes = plain.length;
  const first = Math.min(Math.floor(offset / task.chunkSize), chunkCount(task.length, task.chunkSize) - 1);
  const end = Math.max(first + 1, Math.ceil((offset + bytes) / task.chunkSize));
  const scratch = scratchOf(task);
  for (let index = first; index < end; index += 1) {
    const chunk = readChunk(task, handle, index, scratch);
    const start = index * task.chunkSize;
    const from = Math.max(0, offset - start);
    const to = Math.min(chunk.length, offset + bytes - start);
    if (to > from) plain.set(chunk.subarray(from, to), start + from - offset);
    giveBack([chunk]);
  }
  giveBack([scratch]);
}

/** Room for any of its chunks: fresh memory for each costs more than the reading. */
function scratchOf({ chunkSize, length }: ReadTask): Uint8Array {
  return Buffer.allocUnsafeSlow(chunkPlace(0, { chunkSize, length }).bytes);
}

/** SHA-256 of the whole plain object, hex; proves every chunk on the way. */
export function hashBlob(task: ReadTask): string {
  const sha256 = createHash('sha256');
  withFile(task, (handle) => {
    const count = chunkCount(task.length, task.chunkSize);
    const scratch = scratchOf(task);
    for (let index = 0; index < count; index += 1) {
      const chunk = readChunk(task, handle, index, scratch);
      sha256.update(chunk);
      giveBack([chunk]);
    }
    giveBack([scratch]);
  });
  return sha256.digest('hex');
}

function readChunk(task: ReadTask, handle: number, index: number, scratch: Uint8Array): Uint8Array {
  const place = chunkPlace(index, task);
  const stored = scratch.subarray(0, place.bytes);
  let filled = 0;
  while (filled < stored.length) {
    const got = readSync(handle, stored, filled, stored.length - filled, place.offset + filled);
    if (got === 0) throw damaged('file is cut off');
    filled += got;
  }
  return openChunk(task.keys, index, index === chunkCount(task.length, task.chunkSize) - 1, stored);
}

function withFile(task: ReadTask, work: (handle: number) => void): void {
  withOpen(task.file, (handle) => {
    if (fstatSync(handle).size !== blobFileBytes(task)) throw damaged('file length');
    work(handle);
  });
}

function withOpen<T>(file: string, work: (handle: number) => T): T {
  let handle: number | null = null;
  try {
    handle = openSync(file, 'r');
    return work(handle);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') throw new AppError('blob/missing', 'a stored object is not there');
    throw diskError(error);
  } finally {
    if (handle !== null) closeSync(handle);
  }
}

function outside(): AppError {
  return new AppError('request/bad', 'the range lies outside the stored object');
}
