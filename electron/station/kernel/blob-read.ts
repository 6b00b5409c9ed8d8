import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { AppError } from '../../../shared/errors/app-error.ts';
import { blobFileBytes, chunkCount, chunkPlace, damaged, openChunk } from './blob-format.ts';
import type { ReadTask } from './blob-tasks.ts';
import { diskError, systemCode } from './disk-error.ts';

/** The plain bytes from `offset` on; only the chunks that hold them are read. Runs in a worker, so every call waits. */
export function readRange(task: ReadTask, offset: number, bytes: number): Uint8Array<ArrayBuffer> {
  if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(bytes) || offset < 0 || bytes < 0) throw outside();
  if (offset + bytes > task.length) throw outside();
  const plain = new Uint8Array(bytes);
  withFile(task, (handle) => {
    const first = Math.min(Math.floor(offset / task.chunkSize), chunkCount(task.length, task.chunkSize) - 1);
    const end = Math.max(first + 1, Math.ceil((offset + bytes) / task.chunkSize));
    for (let index = first; index < end; index += 1) {
      const chunk = readChunk(task, handle, index);
      const start = index * task.chunkSize;
      const from = Math.max(0, offset - start);
      const to = Math.min(chunk.length, offset + bytes - start);
      if (to > from) plain.set(chunk.subarray(from, to), start + from - offset);
    }
  });
  return plain;
}

/** SHA-256 of the whole plain object, hex; proves every chunk on the way. */
export function hashBlob(task: ReadTask): string {
  const sha256 = createHash('sha256');
  withFile(task, (handle) => {
    const count = chunkCount(task.length, task.chunkSize);
    for (let index = 0; index < count; index += 1) sha256.update(readChunk(task, handle, index));
  });
  return sha256.digest('hex');
}

function readChunk(task: ReadTask, handle: number, index: number): Uint8Array {
  const place = chunkPlace(index, task);
  const stored = Buffer.allocUnsafe(place.bytes);
  let filled = 0;
  while (filled < stored.length) {
    const got = readSync(handle, stored, filled, stored.length - filled, place.offset + filled);
    if (got === 0) throw damaged('file is cut off');
    filled += got;
  }
  return openChunk(task.keys, index, index === chunkCount(task.length, task.chunkSize) - 1, stored);
}

function withFile(task: ReadTask, work: (handle: number) => void): void {
  let handle: number | null = null;
  try {
    handle = openSync(task.file, 'r');
    if (fstatSync(handle).size !== blobFileBytes(task)) throw damaged('file length');
    work(handle);
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
