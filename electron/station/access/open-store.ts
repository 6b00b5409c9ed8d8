import { join } from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import { BlobLane } from '../kernel/blob-lane.ts';
import { BlobStore } from '../kernel/blob-store.ts';
import { Commands } from '../kernel/command.ts';
import { journalMigrations } from '../kernel/journal-migrations/index.ts';
import { Jobs } from '../kernel/jobs.ts';
import type { KeyRing } from '../kernel/key-ring.ts';
import { LogSync } from '../kernel/log-sync.ts';
import { migrate } from '../kernel/migrate.ts';
import type { Migration } from '../kernel/migrate.ts';
import { indexMigrations } from '../kernel/migrations/index.ts';
import type { Clock, Log } from '../kernel/ports.ts';
import { databaseError, openDatabase } from '../kernel/sqlite.ts';
import type { Db } from '../kernel/sqlite.ts';

/** A backstop: while a background command runs, a worker moves the log long before it has grown so far. */
const INDEX_CHECKPOINT_PAGES = 8000;

/** A store while a reader has it open: everything the rooms of the station work on. */
export interface OpenStore {
  readonly dir: string;
  readonly ring: KeyRing;
  readonly index: Db;
  readonly journal: Db;
  readonly blobs: BlobStore;
  readonly commands: Commands;
  /** Not started: whoever composes the station defines the kinds first. */
  readonly jobs: Jobs;
  readonly personId: PersonId;
  readonly personName: string;
  /** Drains the jobs, closes everything, zeroes the keys. Closing twice is harmless. */
  close(): Promise<void>;
}

export interface OpenStoreOptions {
  readonly dir: string;
  readonly ring: KeyRing;
  readonly personId: PersonId;
  readonly blobWorkerFile: string;
  readonly nativeBinding?: string | undefined;
  readonly clock: Clock;
  readonly log?: Log | undefined;
  /** For a new store: makes the databases and this person's row. */
  readonly create?: { readonly personName: string };
  /** Runs last of all when the store is closed: gives the store lock back. */
  readonly release: Disposer;
}

/**
 * Opens databases and blobs under an unlocked key ring. On failure everything, ring and lock included, is closed again.
 * Throws `store/damaged`, `store/missing`, `store/newer-version` and what the disk says.
 */
export async function openStore(options: OpenStoreOptions): Promise<OpenStore> {
  const { ring, dir, clock, log, personId } = options;
  const opened: Db[] = [];
  const blobs = new BlobStore({ dir, ring, workerFile: options.blobWorkerFile });
  const worker = new BlobLane(options.blobWorkerFile);
  ring.useWorker(worker);
  try {
    const index = openPart(options, 'index', indexMigrations);
    opened.push(index);
    const journal = openPart(options, 'journal', journalMigrations);
    opened.push(journal);
    const indexLog = logOfIndex(options, worker);
    const commands = new Commands(index, clock, { log: indexLog });
    if (options.create !== undefined) addPerson(commands, clock, personId, options.create.personName);
    const personName = nameOf(index, personId);
    await recover(index, blobs, log);
    const jobs = new Jobs({ db: index, clock, log });
    const close = closeOnce({ index, journal, indexLog, worker, blobs, jobs, ring, release: options.release });
    return { dir, ring, index, journal, blobs, commands, jobs, personId, personName, close };
  } catch (error) {
    await Promise.all([blobs.close(), worker.close()]);
    for (const db of opened) db.close();
    ring.close();
    options.release();
    throw error;
  }
}

function openPart(options: OpenStoreOptions, name: 'index' | 'journal', migrations: readonly Migration[]): Db {
  const key = options.ring.databaseKey(name);
  const db = openDatabase(join(options.dir, `${name}.db`), key, {
    nativeBinding: options.nativeBinding,
    mustExist: options.create === undefined,
    ...(name === 'index' ? { checkpointPages: INDEX_CHECKPOINT_PAGES } : {}),
  });
  key.fill(0);
  try {
    // The schema first: the check of a newer program's database would say nothing useful.
    migrate(db, migrations);
    const verdict = db.pragma('quick_check(1)', { simple: true });
    if (verdict !== 'ok') throw new AppError('store/damaged', `the ${name} database is damaged`);
    return db;
  } catch (error) {
    db.close();
    throw databaseError(error);
  }
}

/** The log of the index, which a worker moves into the database. */
function logOfIndex({ dir, ring, nativeBinding }: OpenStoreOptions, worker: BlobLane): LogSync {
  const file = join(dir, 'index.db');
  return new LogSync({
    file,
    checkpoint: async () => {
      const database = { file, key: ring.databaseKey('index'), options: { nativeBinding } };
      await worker.ask<'checkpoint'>({ kind: 'checkpoint', database });
    },
  });
}

function addPerson(commands: Commands, clock: Clock, personId: PersonId, name: string): void {
  commands.run({ name: 'store.create', personId, subject: personId, detail: { kind: 'evaluation' } }, (db) => {
    db.prepare('INSERT INTO person (person_id, name, roles, created_at) VALUES (?, ?, ?, ?)').run(
      personId,
      name,
      JSON.stringify(['reader']),
      clock.nowIso(),
    );
  });
}

function nameOf(index: Db, personId: PersonId): string {
  const row = index.prepare<[string], { name: string }>('SELECT name FROM person WHERE person_id = ?').get(personId);
  if (row === undefined) throw new AppError('access/unknown-person', 'the store does not know this person');
  return row.name;
}

/** After a close that was none, removes unfinished and unnamed blobs; then marks the store as in use. */
async function recover(index: Db, blobs: BlobStore, log: Log | undefined): Promise<void> {
  const closed = index.prepare("SELECT 1 FROM meta WHERE key = 'closed' AND value = 'clean'").get() !== undefined;
  if (!closed) {
    const inObject = index.prepare('SELECT 1 FROM object WHERE blob_id = ?');
    const outputs = new Set(index.prepare<[], string>('SELECT blob_id FROM report_output').pluck().all());
    const report = await blobs.sweep((id) => inObject.get(id) !== undefined || outputs.has(id));
    log?.info('store.swept', { ...report });
  }
  markClosed(index, 'open');
}

function markClosed(index: Db, value: 'clean' | 'open'): void {
  index
    .prepare(
      "INSERT INTO meta (key, value) VALUES ('closed', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )
    .run(value);
}

function closeOnce(parts: {
  readonly index: Db;
  readonly journal: Db;
  readonly indexLog: LogSync;
  readonly worker: BlobLane;
  readonly blobs: BlobStore;
  readonly jobs: Jobs;
  readonly ring: KeyRing;
  readonly release: Disposer;
}): () => Promise<void> {
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    try {
      await parts.jobs.drain();
      await parts.indexLog.close();
      await Promise.all([parts.blobs.close(), parts.worker.close()]);
      markClosed(parts.index, 'clean');
    } finally {
      parts.index.close();
      parts.journal.close();
      parts.ring.close();
      parts.release();
    }
  };
  return () => (closing ??= close());
}
