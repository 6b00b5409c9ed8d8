import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DecodePool } from '../../../electron/station/dicom/decode/decode-pool.ts';
import type { DecodePoolOptions } from '../../../electron/station/dicom/decode/decode-pool.ts';
import { nodeProcessHost } from '../../../electron/station/kernel/node-process-host.ts';
import { idFromBytes, ObjectId } from '../../../shared/model/ids.ts';
import { stationFile } from '../../helpers/station-file.ts';

const ENTRY = stationFile('decoder');

/** A pool over real processes; `entry` may be another program that stands in for a decoder that misbehaves. */
export function realPool(options: Partial<DecodePoolOptions> = {}, entry: string = ENTRY): DecodePool {
  return new DecodePool(nodeProcessHost({ parser: entry, decoder: entry }), { processes: 2, ...options });
}

export function newObjectId(): ObjectId {
  return ObjectId.parse(idFromBytes(randomBytes(26)));
}

/** A file as the blob store would give it. */
export function readBytes(file: string): Uint8Array {
  return new Uint8Array(readFileSync(file));
}
