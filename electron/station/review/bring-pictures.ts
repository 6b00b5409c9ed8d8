import { asAppError } from '../../../shared/errors/app-error.ts';
import type { Ingest } from '../archive/ingest.ts';
import type { ParserPool } from '../dicom/parser-pool.ts';

/** Stores pictures that are whole in memory. What cannot be read as an object is passed over. @throws AppError as the store refuses them */
export async function bringPictures(
  ingest: Pick<Ingest, 'take'>,
  parsers: Pick<ParserPool, 'readBytes'>,
  pictures: readonly Uint8Array[],
  folder: string,
): Promise<void> {
  const outcomes = await parsers.readBytes(pictures);
  const arrivals = outcomes.flatMap((outcome, at) => {
    const bytes = pictures[at];
    if (outcome.kind !== 'object' || bytes === undefined) return [];
    return [{ parsed: outcome.parsed, source: { bytes }, load: () => Promise.resolve(bytes), folder }];
  });
  for (const outcome of await ingest.take(arrivals)) {
    if (outcome.kind === 'refused') throw asAppError(outcome.error);
  }
}
