import type { ObjectId, PersonId, StudyId } from '../../../shared/model/ids.ts';
import type { ParserPool } from '../dicom/parser-pool.ts';
import type { BlobStore } from '../kernel/blob-store.ts';
import type { Commands } from '../kernel/command.ts';
import type { KeyRing } from '../kernel/key-ring.ts';
import type { Clock, Log } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';
import type { PixelHash } from './pixel-hash.ts';

/** What a stored import job says: absolute paths, and the site that the studies come from. */
export interface ImportPayload {
  readonly paths: readonly string[];
  readonly site: string | null;
}

/** What an import works with. */
export interface ImportOptions {
  readonly db: Db;
  readonly blobs: Pick<BlobStore, 'put' | 'has' | 'read' | 'remove'>;
  readonly commands: Pick<Commands, 'runInBackground'>;
  readonly ring: Pick<KeyRing, 'planStudyKey' | 'hasStudyKey' | 'savePlanned'>;
  readonly parsers: Pick<
    ParserPool,
    'readFiles' | 'readWhole' | 'readBytes' | 'listArchive' | 'readEntries' | 'compare'
  >;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly pixelHash: PixelHash | null;
  /** Stored objects that their site has just taken back. */
  readonly onRejected?: ((objectIds: readonly ObjectId[]) => void) | undefined;
  readonly log?: Log | undefined;
  /** Throws disk/full while the disk has no room for imports; asked before each batch. */
  readonly requireRoom?: (() => void) | undefined;
  /** Studies that have just changed: after each batch. */
  readonly onStudies?: ((studyIds: readonly StudyId[]) => void) | undefined;
}
