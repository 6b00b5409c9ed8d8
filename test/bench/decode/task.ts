import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DecodePool } from '../../../electron/station/dicom/decode/decode-pool.ts';
import { newObjectId, realPool } from '../../integration/decode/decoders.ts';
import { encapsulatedFile } from '../../integration/decode/encapsulate.ts';
import { element } from '../../helpers/dicom-builder.ts';
import type { BenchOptions, BenchResult, BenchRow } from '../contract.ts';
import { scratch } from '../lib/folders.ts';
import { rowOf } from '../lib/row.ts';
import { CT_COLUMNS, CT_ROWS, ctPixels, syntheticCt } from '../lib/synthetic-ct.ts';
import { encodeSlices, NativePeer, nativeVersions, readStreams } from './native-peer.ts';
import type { CodecName } from './native-peer.ts';

/** B9: 200 slices of each codec, by our pool of two decoder processes and by two processes of the native library. */

const PROCESSES = 2;
const SEED = 9;
const BITS = 12;

interface Subject {
  readonly codec: CodecName;
  readonly library: string;
  readonly syntax: string;
  readonly target: number;
}

const SUBJECTS: readonly Subject[] = [
  { codec: 'jpeg-ls', library: 'CharLS', syntax: '1.2.840.10008.1.2.4.80', target: 0.8 },
  { codec: 'jpeg-2000', library: 'OpenJPEG', syntax: '1.2.840.10008.1.2.4.90', target: 0.6 },
  { codec: 'htj2k', library: 'OpenJPH', syntax: '1.2.840.10008.1.2.4.201', target: 0.8 },
];

const NOTES = [
  'Both sides have started, read their files and decoded one slice before the clock runs; encoding is without loss.',
  'Ours is the whole pool: code stream into the process, checks, decoding, minimum and maximum, pixels back. The peer decodes from memory to memory and hands nothing over.',
  'Where the time goes (CPU a slice): the codecs themselves are near native; moving the slice in and out of a killable process costs about as much as HTJ2K takes to decode, and the station, a third process on two cores, takes its part.',
];

export async function run({ rounds, quick }: BenchOptions): Promise<BenchResult> {
  const { dir, remove } = scratch('decode');
  try {
    const slices = quick ? 20 : 200;
    const ct = syntheticCt(slices, SEED);
    const frames = Array.from({ length: slices }, (_, slice) => new Uint8Array(ctPixels(ct, slice).buffer));
    const raw = path.join(dir, 'raw');
    writeFileSync(raw, Buffer.concat(frames));
    const hashes = frames.map(sha256);
    const rows: BenchRow[] = [];
    for (const subject of SUBJECTS) rows.push(await measure(subject, { dir, raw, hashes, rounds }));
    return { task: 'B9', rows, notes: NOTES, versions: nativeVersions() };
  } finally {
    remove();
  }
}

interface Work {
  readonly dir: string;
  readonly raw: string;
  readonly hashes: readonly string[];
  readonly rounds: number;
}

async function measure(subject: Subject, { dir, raw, hashes, rounds }: Work): Promise<BenchRow> {
  const { codec, library, syntax, target } = subject;
  const streams = path.join(dir, codec);
  encodeSlices(codec, { raw, streams }, { rows: CT_ROWS, columns: CT_COLUMNS, bits: BITS });
  const files = readStreams(streams).map((stream) => dicomOf(stream, syntax));
  const rawOf = (process: number): string => path.join(dir, `${codec}-${process}`);
  const pool = realPool({ processes: PROCESSES });
  const peer = new NativePeer(codec, streams, PROCESSES, rawOf);
  try {
    await peer.ready();
    // Starts the processes, loads the codec, and holds every slice against its source before anything is timed.
    await decodeAll(pool, files, hashes);
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      ours.push(files.length / (await decodeAll(pool, files, null)));
      theirs.push(files.length / (await peer.decodeAll()));
    }
    await peer.end();
    requireSame(hashes, rawOf);
    const name = `200 slices of ${codec}, 2 processes, against ${library}`.replace('200', String(files.length));
    return rowOf({ name, unit: 'slices/s', target, better: 'higher', ours, peer: theirs });
  } finally {
    await Promise.all([pool.close(), peer.end()]);
  }
}

function dicomOf(stream: Uint8Array, syntax: string): Uint8Array {
  const own = [element(0x00280101, 'US', BITS), element(0x00280102, 'US', BITS - 1)];
  return encapsulatedFile({ rows: CT_ROWS, columns: CT_COLUMNS, own }, syntax, [stream]);
}

/** Seconds from the first request to the last frame. Every decode is of an object that no process holds. */
async function decodeAll(
  pool: DecodePool,
  files: readonly Uint8Array[],
  hashes: readonly string[] | null,
): Promise<number> {
  const begin = performance.now();
  const frames = files.map(async (bytes, slice) => {
    const load = async (): Promise<Uint8Array> => bytes;
    const { data } = await pool.decode({ objectId: newObjectId(), frame: 1, form: 'display', priority: 'ahead', load });
    if (hashes && sha256(data) !== hashes[slice]) throw new Error(`slice ${slice} was decoded wrong by us`);
  });
  await Promise.all(frames);
  return (performance.now() - begin) / 1000;
}

/** Process p decoded the slices p, p + 2, …, one after another. */
function requireSame(hashes: readonly string[], rawOf: (process: number) => string): void {
  for (let process = 0; process < PROCESSES; process += 1) {
    const raw = readFileSync(rawOf(process));
    const own = hashes.filter((_, slice) => slice % PROCESSES === process);
    own.forEach((hash, at) => {
      const frame = raw.subarray(at * CT_ROWS * CT_COLUMNS * 2, (at + 1) * CT_ROWS * CT_COLUMNS * 2);
      if (sha256(frame) !== hash) throw new Error('the peer decoded a slice wrong');
    });
  }
}

function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
