import { open } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import {
  blobFileBytes,
  damaged,
  LONGEST_HEADER,
  openBlobFacts,
  openBlobHeader,
  parseBlobHeader,
} from './blob-format.ts';
import type { BlobHeader, ChunkKeys } from './blob-format.ts';
import { diskError, systemCode } from './disk-error.ts';
import type { KeyRing } from './key-ring-keys.ts';

/** A file as it came, with the ids that other things know it by. Names are short: every blob carries them. */
const ObjectFacts = z.strictObject({
  kind: z.literal('object'),
  object: z.string(),
  series: z.string(),
  study: z.string(),
  patient: z.string(),
  /** Of a study without UID. */
  folder: z.string().nullable(),
  /** UTC, ISO 8601. */
  at: z.string(),
});
/** An output of a signed report. */
const OutputFacts = z.strictObject({ kind: z.literal('output'), report: z.string(), format: z.string() });

export const BlobFacts = z.discriminatedUnion('kind', [ObjectFacts, OutputFacts]);
export type BlobFacts = z.infer<typeof BlobFacts>;
export type ObjectFacts = z.infer<typeof ObjectFacts>;

/** As it is sealed into the header. */
export function factsText(facts: BlobFacts | null): string {
  return facts === null ? '' : JSON.stringify(facts);
}

/** The header of a blob file, with the length of the file proved by it. Throws `blob/missing`, `blob/damaged`, `disk/…`. */
export async function readBlobHeader(file: string): Promise<BlobHeader> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(LONGEST_HEADER), 0, LONGEST_HEADER, 0);
      const header = parseBlobHeader(buffer.subarray(0, bytesRead));
      if (size !== blobFileBytes({ ...header, headerBytes: header.bytes.length })) throw damaged('file length');
      return header;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT') throw new AppError('blob/missing', 'a stored object is not there');
    throw diskError(error);
  }
}

/** What a blob says that it is; null where it says nothing (version 1). Throws `blob/…`, `disk/…`. */
export async function readBlobFacts(
  file: string,
  blobId: string,
  ring: Pick<KeyRing, 'studyKey' | 'formerStudyKey'>,
): Promise<BlobFacts | null> {
  const header = await readBlobHeader(file);
  if (header.blobId !== blobId) throw damaged('another blob');
  const keys = openWithRing(header, ring);
  const text = openBlobFacts(header, keys);
  keys.blobKey.fill(0);
  if (text === '') return null;
  const facts = BlobFacts.safeParse(parseJson(text));
  // Facts of a newer program: the object is sound, only what it says of itself is not understood here.
  return facts.success ? facts.data : null;
}

/** Proves a header by the keys of the store. The taker zeroes what it gets. @throws AppError blob/… */
export function openWithRing(header: BlobHeader, ring: Pick<KeyRing, 'studyKey' | 'formerStudyKey'>): ChunkKeys {
  const studyKey = ring.studyKey(header.studyKeyId);
  const former = ring.formerStudyKey(header.studyKeyId);
  try {
    return openBlobHeader(header, studyKey, former);
  } finally {
    studyKey.fill(0);
    former?.fill(0);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON is the same finding as JSON of another shape.
    return null;
  }
}
