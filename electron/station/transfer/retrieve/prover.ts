import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import { BlobId, ObjectId } from '../../../../shared/model/ids.ts';
import type { StudyId } from '../../../../shared/model/ids.ts';
import { storedImage } from '../../archive/stored-image.ts';
import type { DecodePool } from '../../dicom/decode/decode-pool.ts';
import type { BlobStore } from '../../kernel/blob-store.ts';
import type { Clock, Log } from '../../kernel/ports.ts';
import { withoutWaiting } from '../../kernel/sqlite.ts';
import type { Db } from '../../kernel/sqlite.ts';

export interface ProverOptions {
  readonly db: Db;
  readonly blobs: Pick<BlobStore, 'verify' | 'read'>;
  /** Null where nothing can decode. */
  readonly pool: Pick<DecodePool, 'decode'> | null;
  readonly clock: Clock;
  readonly log: Log;
  /** A study whose objects were looked through. */
  readonly onProved: (studyId: StudyId) => void;
}

interface Row {
  readonly object_id: string;
  readonly blob_id: string;
  readonly sha256: string;
  readonly frames: number;
  readonly image: string;
}

const SOME = 16;

/**
 * Reads back what came and decodes a frame of each image, one after another and behind everything that a reader waits for: "here"
 * is not yet "can be read with the cable out". What was looked at is not looked at again.
 */
export class Prover {
  readonly #options: ProverOptions;
  readonly #queue = new Set<StudyId>();
  #running: Promise<void> | null = null;
  #closed = false;

  constructor(options: ProverOptions) {
    this.#options = options;
  }

  add(studyId: StudyId): void {
    if (this.#closed) return;
    this.#queue.add(studyId);
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
  }

  /** Ends after the object in hand. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#queue.clear();
    await this.#running;
  }

  async #run(): Promise<void> {
    for (const studyId of this.#queue) {
      this.#queue.delete(studyId);
      try {
        await this.#prove(studyId);
        if (!this.#closed) this.#options.onProved(studyId);
      } catch (error) {
        this.#options.log.error('transfer.not-proved', { studyId, code: asAppError(error).code });
      }
    }
  }

  async #prove(studyId: StudyId): Promise<void> {
    for (;;) {
      const rows = this.#next(studyId);
      if (rows.length === 0) return;
      for (const row of rows) {
        if (this.#closed) return;
        await this.#proveOne(row);
      }
    }
  }

  #next(studyId: StudyId): readonly Row[] {
    return this.#options.db
      .prepare<[string], Row>(
        `SELECT object.object_id, object.blob_id, object.sha256, object.frames, object.image
         FROM series JOIN object USING (series_id) LEFT JOIN object_proof AS proof USING (object_id)
         WHERE series.study_id = ? AND object.quarantined IS NULL AND proof.object_id IS NULL
         ORDER BY object.object_id LIMIT ${SOME}`,
      )
      .all(studyId);
  }

  async #proveOne(row: Row): Promise<void> {
    const verified = await succeeds(() => this.#options.blobs.verify(BlobId.parse(row.blob_id), row.sha256));
    const decoded = verified && (await succeeds(() => this.#decode(row)));
    if (this.#closed) return;
    // Bookkeeping: what a power cut takes is looked at once more.
    withoutWaiting(this.#options.db, () =>
      this.#options.db
        .prepare(
          `INSERT OR REPLACE INTO object_proof (object_id, verified, decoded, at)
           SELECT object_id, ?, ?, ? FROM object WHERE object_id = ?`,
        )
        .run(verified ? 1 : 0, decoded ? 1 : 0, this.#options.clock.nowIso(), row.object_id),
    );
  }

  /** The frame in the middle: what has no pixels has nothing to decode. */
  async #decode(row: Row): Promise<void> {
    const { pool, blobs } = this.#options;
    if (row.frames === 0) return;
    if (pool === null) throw new AppError('process/died', 'nothing can decode here');
    const objectId = ObjectId.parse(row.object_id);
    const image = storedImage(row.image, objectId, false);
    const load = (): Promise<Uint8Array> => blobs.read(BlobId.parse(row.blob_id));
    const frame = Math.ceil(row.frames / 2);
    await pool.decode({ objectId, load, frame, form: 'stored', priority: 'idle', image });
  }
}

async function succeeds(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof AppError && error.family === 'expected') return false;
    throw error;
  }
}
