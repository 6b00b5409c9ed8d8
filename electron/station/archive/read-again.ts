import { asAppError } from '../../../shared/errors/app-error.ts';
import { BlobId } from '../../../shared/model/ids.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import { IMAGE_INFO_VERSION } from '../../../shared/model/image.ts';
import type { ParsedObject } from '../dicom/parsed-object.ts';
import type { ParserPool } from '../dicom/parser-pool.ts';
import type { BlobStore } from '../kernel/blob-store.ts';
import type { Db } from '../kernel/sqlite.ts';

export interface ReadAgainOptions {
  readonly db: Db;
  readonly blobs: Pick<BlobStore, 'read' | 'readRange'>;
  readonly parsers: Pick<ParserPool, 'readStarts' | 'readBytes'>;
}

interface Old {
  readonly object_id: string;
  readonly blob_id: string;
  readonly bytes: number;
}

/** Most headers end before this byte; a longer one is read with its whole file. */
const HEAD_BYTES = 128 * 1024;
/** Objects a batch, and rows a transaction: the loop is free again within milliseconds. */
const BATCH = 32;
/** It was understood once: a process that ended over it may have had other reasons. */
const ATTEMPTS = 3;

/**
 * Brings objects up to date that an older program understood: their stored files are read again, and the index gets what this program
 * sees in the same headers (overlays, shutters, what splits a series …). Nothing is shown from an older reading.
 */
export class ReadAgain {
  readonly #options: ReadAgainOptions;
  readonly #running = new Map<StudyId, Promise<void>>();

  constructor(options: ReadAgainOptions) {
    this.#options = options;
  }

  /** Objects of the whole store that wait for it. */
  waiting(): number {
    const count = this.#options.db.prepare<[number], number>(
      'SELECT count(*) FROM object WHERE image_version < ? AND quarantined IS NULL',
    );
    return count.pluck().get(IMAGE_INFO_VERSION) ?? 0;
  }

  /** Reads what is old of one study; at once done where nothing is. Two that ask are answered by one reading. */
  study(studyId: StudyId): Promise<void> {
    const running = this.#running.get(studyId);
    if (running) return running;
    const reading = this.#study(studyId).finally(() => this.#running.delete(studyId));
    this.#running.set(studyId, reading);
    return reading;
  }

  /** One batch of the whole store, what came last first. @returns how many it took; 0 when nothing is left */
  async some(): Promise<number> {
    const find = this.#options.db.prepare<[number, number], Old>(
      `SELECT object_id, blob_id, bytes FROM object WHERE image_version < ? AND quarantined IS NULL
        ORDER BY arrived_at DESC LIMIT ?`,
    );
    const batch = find.all(IMAGE_INFO_VERSION, BATCH);
    await this.#take(batch);
    return batch.length;
  }

  async #study(studyId: StudyId): Promise<void> {
    const find = this.#options.db.prepare<[string, number, number], Old>(
      `SELECT object_id, blob_id, bytes FROM object JOIN series USING (series_id)
        WHERE study_id = ? AND image_version < ? AND quarantined IS NULL LIMIT ?`,
    );
    for (;;) {
      const batch = find.all(studyId, IMAGE_INFO_VERSION, BATCH);
      if (batch.length === 0) return;
      await this.#take(batch);
    }
  }

  async #take(batch: readonly Old[]): Promise<void> {
    if (batch.length === 0) return;
    const { db, blobs, parsers } = this.#options;
    const starts = await Promise.all(
      batch.map((old) => readable(() => blobs.readRange(idOf(old), 0, Math.min(HEAD_BYTES, old.bytes)))),
    );
    const here = batch.flatMap((old, at) => {
      const head = starts[at];
      return head ? [{ old, head }] : [];
    });
    const early = await parsers.readStarts(here.map(({ old, head }) => ({ head, bytes: old.bytes })));
    const seen = new Map<string, ParsedObject['image']>();
    for (const [at, { old }] of here.entries()) {
      const parsed = early[at];
      if (parsed) seen.set(old.object_id, parsed.image);
    }
    for (const { old } of here) {
      if (seen.has(old.object_id)) continue;
      const image = await this.#whole(old);
      if (image) seen.set(old.object_id, image);
    }
    const known = db.prepare('UPDATE object SET image = ?, image_version = ? WHERE object_id = ?');
    // What cannot be read stays as it was understood before, and is not tried at every opening.
    const lost = db.prepare('UPDATE object SET image_version = ? WHERE object_id = ?');
    db.transaction(() => {
      for (const { object_id: id } of batch) {
        const image = seen.get(id);
        if (image) known.run(JSON.stringify(image), IMAGE_INFO_VERSION, id);
        else lost.run(IMAGE_INFO_VERSION, id);
      }
    }).immediate();
  }

  async #whole(old: Old): Promise<ParsedObject['image'] | null> {
    const { blobs, parsers } = this.#options;
    const content = await readable(() => blobs.read(idOf(old)));
    if (content === null) return null;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const [outcome] = await parsers.readBytes([content], 'none');
      if (outcome?.kind === 'object') return outcome.parsed.image;
      if (outcome?.kind !== 'refused' || outcome.error.code !== 'import/process-killed') break;
    }
    return null;
  }
}

function idOf({ blob_id: id }: Old): BlobId {
  return BlobId.parse(id);
}

/** Null for a stored file that is damaged, which the store has put into quarantine by then; anything else ends the work. */
async function readable<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    const { code } = asAppError(error);
    if (code.startsWith('blob/')) return null;
    throw error;
  }
}
