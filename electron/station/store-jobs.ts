import type { AnyEvent } from '../../shared/contract/index.ts';
import type { JobId } from '../../shared/model/ids.ts';
import type { ImportReport } from '../../shared/model/job.ts';
import { readStoreFile } from './access/store-file.ts';
import type { OpenStore } from './access/open-store.ts';
import type { AppliedProfile } from './access/profile/profile-rows.ts';
import { leaveOutBy } from './access/retention/leave-out.ts';
import { defineImportJob, IMPORT_JOB, parseImportReport } from './archive/import-job.ts';
import { decodedPixelHash } from './archive/pixel-hash.ts';
import type { ReadAgain } from './archive/read-again.ts';
import { defineReadAgainJob } from './archive/read-again-job.ts';
import type { SiteIngests } from './archive/site-ingests.ts';
import { BACKUP_JOB, defineBackupJob } from './kernel/backup/backup-job.ts';
import type { BackupOptions } from './kernel/backup/run-backup.ts';
import type { StationParts } from './station-parts.ts';

/** The long work of a store: imports, backups, headers that an older program read. */
export function defineJobs(
  {
    store,
    station,
    emit,
  }: { readonly store: OpenStore; readonly station: StationParts; readonly emit: (event: AnyEvent) => void },
  {
    profiles,
    ingests,
    readAgain,
  }: {
    readonly profiles: () => readonly AppliedProfile[];
    readonly ingests: SiteIngests;
    readonly readAgain: ReadAgain;
  },
): void {
  const { index, blobs, jobs, commands, personId } = store;
  const { clock, log } = station.options;
  defineImportJob(jobs, {
    db: index,
    blobs,
    commands,
    ring: store.ring,
    parsers: station.parsers,
    clock,
    personId,
    pixelHash: decodedPixelHash(station.pool),
    ingests,
    log,
    requireRoom: () => store.storage.requireRoom(),
    onStudies: (studyIds) => emit({ name: 'worklist.changed', payload: { studyIds: [...studyIds] } }),
  });
  defineReadAgainJob(jobs, readAgain);
  const file = readStoreFile(store.dir);
  if (file !== null) {
    const { storeId, kind } = file;
    defineBackupJob(jobs, {
      ...{ ...store.backup, storeId, kind, commands, personId, now: () => clock.nowIso() },
      leaveOut: leaveOutBy(() => profiles()),
    });
  }
}

export interface StoreWork {
  startImport(request: { readonly paths: readonly string[]; readonly site: string | null }): JobId;
  /** Copies the store into a folder outside it. */
  startBackup(request: { readonly to: string } & BackupOptions): JobId;
  /** Null until the import has ended. */
  importReport(jobId: JobId): ImportReport | null;
}

export function storeWork({ jobs, personId }: OpenStore): StoreWork {
  return {
    startImport: ({ paths, site }) => jobs.enqueue(IMPORT_JOB, { paths: [...paths], site }, { personId }),
    startBackup: (request) => jobs.enqueue(BACKUP_JOB, { ...request }, { personId }),
    importReport: (jobId) => parseImportReport(jobs.result(jobId)),
  };
}
