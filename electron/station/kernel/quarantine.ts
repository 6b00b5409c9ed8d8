import { asAppError } from '../../../shared/errors/app-error.ts';
import type { AppError } from '../../../shared/errors/app-error.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import { ObjectId, StudyId } from '../../../shared/model/ids.ts';
import type { BlobId, PersonId } from '../../../shared/model/ids.ts';
import type { BlobStore } from './blob-store.ts';
import type { Commands } from './command.ts';
import type { KeyRing } from './key-ring.ts';
import type { Log } from './ports.ts';
import type { Db } from './sqlite.ts';

export interface QuarantineOptions {
  readonly index: Db;
  readonly ring: Pick<KeyRing, 'siteOf'>;
  readonly blobs: Pick<BlobStore, 'moveAway'>;
  readonly commands: Commands;
  readonly personId: PersonId;
  readonly log?: Log | undefined;
}

/** An object that is kept out of sight. */
export interface Quarantined {
  readonly objectId: ObjectId;
  readonly studyId: StudyId;
  /** Error code of what was found. */
  readonly reason: string;
}

/**
 * Takes stored files that are not what was written out of use: the row says so, the file goes to quarantine/, and every later
 * read is refused with `blob/quarantined`. The same file imported again takes its place.
 */
export class Quarantine {
  readonly onChanged = new Emitter<Quarantined>();
  readonly #options: QuarantineOptions;

  constructor(options: QuarantineOptions) {
    this.#options = options;
  }

  /** Everything in quarantine, the oldest first. */
  list(): readonly Quarantined[] {
    return this.#options.index
      .prepare<[], Row>(`${ROW_SQL} WHERE object.quarantined IS NOT NULL ORDER BY object.arrived_at, object.object_id`)
      .all()
      .map((row) => found(row, row.quarantined ?? ''));
  }

  /** A read found damage. Never throws: the read has its own error to tell. */
  async take(blobId: BlobId, error: AppError): Promise<void> {
    const { index, blobs, commands, personId, log } = this.#options;
    try {
      const row = index.prepare<[string], Row>(`${ROW_SQL} WHERE object.blob_id = ?`).get(blobId);
      if (row === undefined || !this.#isDamage(row, error)) return;
      if (row.quarantined === null) {
        const detail = { blobId, reason: 'blob/damaged', what: String(error.context['what'] ?? error.code) };
        commands.run({ name: 'store.quarantine', personId, subject: row.object_id, detail }, (db) => {
          db.prepare('UPDATE object SET quarantined = ? WHERE object_id = ?').run('blob/damaged', row.object_id);
        });
        log?.error('store.quarantined', { objectId: row.object_id });
      }
      await blobs.moveAway(blobId);
      this.onChanged.emit(found(row, 'blob/damaged'));
    } catch (failure) {
      log?.error('store.quarantine-failed', { code: asAppError(failure).code });
    }
  }

  /** A header that names a key which never was is damaged; a key that was forgotten was forgotten on purpose. */
  #isDamage(row: Row, error: AppError): boolean {
    if (error.code === 'blob/damaged') return true;
    return error.code === 'blob/key-forgotten' && this.#options.ring.siteOf(row.study_key_id) !== null;
  }
}

interface Row {
  readonly object_id: string;
  readonly study_id: string;
  readonly study_key_id: string;
  readonly quarantined: string | null;
}

const ROW_SQL = `SELECT object.object_id, object.quarantined, study.study_id, study.study_key_id
  FROM object JOIN series USING (series_id) JOIN study USING (study_id)`;

function found(row: Row, reason: string): Quarantined {
  return { objectId: ObjectId.parse(row.object_id), studyId: StudyId.parse(row.study_id), reason };
}
