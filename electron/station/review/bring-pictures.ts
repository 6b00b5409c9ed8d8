import { asAppError } from '../../../shared/errors/app-error.ts';
import type { Ingest } from '../archive/ingest.ts';
import type { ParsedObject } from '../dicom/parsed-object.ts';
import type { ParserPool } from '../dicom/parser-pool.ts';

/** A picture that is whole in memory. */
export interface ReadPicture {
  readonly parsed: ParsedObject;
  readonly bytes: Uint8Array;
}

/** What cannot be read as an object is passed over. Nothing is hashed: the store hashes what it writes. */
export async function readPictures(
  parsers: Pick<ParserPool, 'readBytes'>,
  pictures: readonly Uint8Array[],
): Promise<ReadPicture[]> {
  const outcomes = await parsers.readBytes(pictures, 'none');
  return outcomes.flatMap((outcome, at) => {
    const bytes = pictures[at];
    return outcome.kind !== 'object' || bytes === undefined ? [] : [{ parsed: outcome.parsed, bytes }];
  });
}

/** Their bytes are gone afterwards. @throws AppError as the store refuses them */
export async function storePictures(
  ingest: Pick<Ingest, 'take'>,
  pictures: readonly ReadPicture[],
  folder: string,
): Promise<void> {
  const arrivals = pictures.map(({ parsed, bytes }) => ({
    ...{ parsed, source: { bytes, given: true as const }, folder },
    load: () => Promise.resolve(bytes),
  }));
  for (const outcome of await ingest.take(arrivals)) {
    if (outcome.kind === 'refused') throw asAppError(outcome.error);
  }
}
