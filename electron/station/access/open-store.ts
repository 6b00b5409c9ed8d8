import type { PersonId } from '../../../shared/model/ids.ts';
import type { BlobStore } from '../kernel/blob-store.ts';
import type { Commands } from '../kernel/command.ts';
import type { Jobs } from '../kernel/jobs.ts';
import type { KeyRing } from '../kernel/key-ring.ts';
import type { Db } from '../kernel/sqlite.ts';

/** A store while a reader has it open: everything the rooms of the station work on. */
export interface OpenStore {
  readonly dir: string;
  readonly ring: KeyRing;
  readonly index: Db;
  readonly journal: Db;
  readonly blobs: BlobStore;
  readonly commands: Commands;
  readonly jobs: Jobs;
  readonly personId: PersonId;
  readonly personName: string;
  close(): Promise<void>;
}
