import { AppError } from '../../../shared/errors/app-error.ts';
import { BlobId, ObjectId } from '../../../shared/model/ids.ts';
import type { ParsedObject } from '../dicom/parsed-object.ts';
import type { ParserPool } from '../dicom/parser-pool.ts';
import type { BlobStore } from '../kernel/blob-store.ts';
import type { Db, Statement } from '../kernel/sqlite.ts';
import type { StoredObject } from './classify.ts';
import { storedImage } from './stored-image.ts';

export interface KnownObjectsParts {
  readonly db: Db;
  readonly blobs: Pick<BlobStore, 'read'>;
  readonly parsers: Pick<ParserPool, 'readBytes'>;
}

interface Row {
  readonly object_id: string;
  readonly blob_id: string;
  readonly dataset_sha256: string;
  readonly header_sha256: string;
  readonly duplicate: string | null;
  readonly image: string;
}

/** Stored objects by their SOP Instance UID, and whether one that comes is one of them. */
export class KnownObjects {
  readonly #parts: KnownObjectsParts;
  readonly #has: Statement<[string]>;
  readonly #hasFile: Statement<[string]>;
  readonly #find: Statement<[string], Row>;

  constructor(parts: KnownObjectsParts) {
    this.#parts = parts;
    this.#has = parts.db.prepare<[string]>('SELECT 1 FROM object WHERE sop_uid = ?');
    this.#hasFile = parts.db.prepare<[string]>('SELECT 1 FROM object WHERE sha256 = ?');
    this.#find = parts.db.prepare<[string], Row>(
      `SELECT object_id, blob_id, dataset_sha256, header_sha256, duplicate, image FROM object WHERE sop_uid = ?
       ORDER BY duplicate_of IS NOT NULL, arrived_at, object_id`,
    );
  }

  /**
   * Whether nothing can be said of this object before all of it is hashed: one of its name is stored, and it is not known to be
   * that file. A name that is new makes the object new.
   */
  needsHashes({ sopUid, sha256, dataSetSha256 }: ParsedObject): boolean {
    if (sopUid === null || dataSetSha256 !== null || this.#has.get(sopUid) === undefined) return false;
    return sha256 === null || this.#hasFile.get(sha256) === undefined;
  }

  /** Objects of a SOP UID that differ from one another, the first one first. */
  of(sopUid: string): readonly StoredObject[] {
    return this.#find.all(sopUid).map((row) => {
      const objectId = ObjectId.parse(row.object_id);
      const blobId = BlobId.parse(row.blob_id);
      return {
        objectId,
        datasetSha256: row.dataset_sha256 === '' ? null : row.dataset_sha256,
        headerSha256: row.header_sha256,
        ownContent: row.duplicate === null || row.duplicate === 'conflict',
        source: {
          objectId,
          image: storedImage(row.image, objectId, false),
          load: () => this.#parts.blobs.read(blobId),
        },
      };
    });
  }

  /** Whether an object has the data set of one that is stored, bit for bit. */
  async isOneOf(parsed: ParsedObject, stored: readonly StoredObject[]): Promise<boolean> {
    for (const object of stored) {
      // What is equal has an equal header: most others need not be read again.
      if (object.datasetSha256 === null && object.headerSha256 !== parsed.headerSha256) continue;
      const sha256 = object.datasetSha256 ?? (await this.#hashStored(object));
      if (sha256 !== null && sha256 === parsed.dataSetSha256) return true;
    }
    return false;
  }

  /** Null for what cannot be read any more: nothing is proved equal to that. */
  async #hashStored(object: StoredObject): Promise<string | null> {
    try {
      const [outcome] = await this.#parts.parsers.readBytes([await object.source.load()]);
      return outcome?.kind === 'object' ? outcome.parsed.dataSetSha256 : null;
    } catch (error) {
      if (error instanceof AppError && error.code.startsWith('blob/')) return null;
      throw error;
    }
  }
}
