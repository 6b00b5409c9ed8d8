import { parentPort, workerData } from 'node:worker_threads';
import { toWire } from '../../../shared/errors/app-error.ts';
import { fetchRange, hashBlob, readRange } from './blob-read.ts';
import type { BlobReplies, BlobReply, BlobRequest } from './blob-tasks.ts';
import { writeGroup } from './blob-write.ts';
import { moveLog, snapshotDatabase, writeSealedKeys } from './database-tasks.ts';
import { reencrypt } from './rotation/reencrypt.ts';
import { workerFaults } from './fault-points.ts';
import { giveBack } from './give-back.ts';

const faults = workerFaults(workerData);

/*
 * Worker thread of the store: our own code on our own bytes, and what would hold up the event loop of the station. One
 * request at a time, in order.
 */
parentPort?.on('message', ({ id, request }: { readonly id: number; readonly request: BlobRequest }) => {
  let reply: BlobReply;
  try {
    reply = { id, ok: true, value: answer(request) };
  } catch (error) {
    reply = { id, ok: false, error: toWire(error) };
  } finally {
    forget(request);
  }
  parentPort?.postMessage(reply, reply.ok ? buffersOf(reply.value) : []);
});

function answer(request: BlobRequest): BlobReplies[BlobRequest['kind']] {
  switch (request.kind) {
    case 'write':
      return writeGroup(request.tasks, request.folder, faults);
    case 'read':
      return readRange(request.task, request.offset, request.bytes);
    case 'fetch':
      return fetchRange(request.task);
    case 'hash':
      return hashBlob(request.task);
    case 'keys':
      faults.around('keys', () => writeSealedKeys(request.database, request.keys));
      return null;
    case 'snapshot':
      snapshotDatabase(request.database, request.to);
      return null;
    case 'reencrypt':
      reencrypt(request.task);
      return null;
    case 'checkpoint':
      moveLog(request.database);
      return null;
  }
}

/** They move to the station. */
function buffersOf(value: BlobReplies[BlobRequest['kind']]): ArrayBuffer[] {
  if (value instanceof Uint8Array) return [value.buffer];
  return value !== null && typeof value === 'object' && 'bytes' in value ? [value.bytes.buffer] : [];
}

function forget(request: BlobRequest): void {
  if (request.kind === 'keys' || request.kind === 'checkpoint' || request.kind === 'snapshot') {
    request.database.key.fill(0);
    return;
  }
  // It zeroes its keys itself.
  if (request.kind === 'reencrypt') return;
  if (request.kind === 'fetch') {
    request.task.key?.studyKey.fill(0);
    request.task.key?.formerKey?.fill(0);
    return;
  }
  if (request.kind === 'write') {
    for (const { studyKey, source } of request.tasks) {
      studyKey.fill(0);
      // They came by transfer, and are nobody else's.
      if ('bytes' in source) giveBack([source.bytes]);
    }
    return;
  }
  request.task.keys.blobKey.fill(0);
}
