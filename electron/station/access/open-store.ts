import { join } from 'node:path';
import { asAppError } from '../../../shared/errors/app-error.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { AuditDetail } from '../kernel/audit.ts';
import { BlobLane } from '../kernel/blob-lane.ts';
import { BlobStore } from '../kernel/blob-store.ts';
import { Commands } from '../kernel/command.ts';
import { NO_FAULTS } from '../kernel/fault-points.ts';
import type { FaultPoints } from '../kernel/fault-points.ts';
import { Jobs } from '../kernel/jobs.ts';
import type { KeyRing, MendedKeys } from '../kernel/key-ring.ts';
import type { Ledger } from '../kernel/ledger/ledger.ts';
import { LogSync } from '../kernel/log-sync.ts';
import type { Clock, Log } from '../kernel/ports.ts';
import type { BackupParts } from '../kernel/backup/run-backup.ts';
import { StorageWatch } from '../kernel/recovery/storage-watch.ts';
import { Quarantine } from '../kernel/quarantine.ts';
import { Alarms } from '../kernel/recovery/alarms.ts';
import { Anchor } from '../kernel/recovery/anchor.ts';
import { AnchorKeeper } from '../kernel/recovery/anchor-keeper.ts';
import { generationOf, setGeneration, suspicions } from '../kernel/recovery/rollback.ts';
import type { TellStage } from '../kernel/recovery/opening-stage.ts';
import { markClosedInOrder } from '../kernel/recovery/clean-mark.ts';
import { openDatabases } from '../kernel/recovery/open-databases.ts';
import type { Databases, DatabasesOptions, Recovery } from '../kernel/recovery/open-databases.ts';
import { copyJournal } from '../kernel/recovery/salvage-journal.ts';
import { EVALUATION_RESERVE_BYTES, ReserveFile } from '../kernel/reserve-file.ts';
import { loadSlots } from '../kernel/slots.ts';
import type { Db } from '../kernel/sqlite.ts';
import { gateBefore } from './desk-gate.ts';
import type { DeskGate } from './desk-gate.ts';
import { Movement } from './move/movement.ts';
import { ensureAdministrator, FIRST_ROLES, People } from './people.ts';
import { SignIns } from './sign-in/sign-ins.ts';
import type { PeopleOptions } from './people.ts';

/** A backstop: while a background command runs, a worker moves the log long before it has grown so far. */
const INDEX_CHECKPOINT_PAGES = 8000;

/** Reads every stored file again, for an index that is made anew. Gives counts for the audit record. */
export type RebuildStore = (parts: {
  readonly dir: string;
  readonly db: Db;
  readonly blobs: BlobStore;
  readonly ring: KeyRing;
  /** Stored files looked at, of all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}) => Promise<AuditDetail>;

/** A store while a reader has it open: everything the rooms of the station work on. */
export interface OpenStore {
  readonly dir: string;
  readonly ring: KeyRing;
  readonly index: Db;
  readonly journal: Db;
  readonly ledger: Ledger;
  readonly blobs: BlobStore;
  readonly commands: Commands;
  readonly faults: FaultPoints;
  /** Not started: whoever composes the station defines the kinds first. */
  readonly jobs: Jobs;
  readonly personId: PersonId;
  readonly personName: string;
  readonly people: People;
  readonly signIns: SignIns;
  readonly quarantine: Quarantine;
  /** Whether this is the store that works, or one that lives on another machine now. */
  readonly movement: Movement;
  /** Shut while the person whose store it is has locked it. */
  readonly desk: DeskGate;
  readonly alarms: Alarms;
  readonly storage: StorageWatch;
  /** What a backup of this store works with. */
  readonly backup: Omit<BackupParts, 'storeId' | 'kind' | 'now'>;
  /** What was damaged when it was opened, and what was done. */
  readonly recoveries: readonly Recovery[];
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
  /** Writes the rows of stored files into an index that is made anew; without it a damaged index is refused. */
  readonly rebuild?: RebuildStore | undefined;
  /** Hears what takes long. */
  readonly onStage?: TellStage | undefined;
  /** Folder of anchors: notices an older copy of the whole store. Absent: only older parts are noticed. */
  readonly anchorDir?: string | undefined;
  /** Keys that were taken from their copies. */
  readonly mended?: readonly MendedKeys[];
  /** Where a test ends the process. */
  readonly faults?: FaultPoints | undefined;
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
  const { ring, dir, clock, log, personId, faults = NO_FAULTS } = options;
  const opened: { close(): void }[] = [];
  const blobs = new BlobStore({ dir, ring, workerFile: options.blobWorkerFile, faults });
  const worker = new BlobLane(options.blobWorkerFile, faults);
  ring.useWorker(worker);
  try {
    const { index, journal, ledger, ledgerHead, ...found } = await openDatabases(databasesOf(options, blobs));
    const recoveries = [...mendedKeys(options), ...found.recoveries];
    opened.push({ close: () => ledger.abandon() }, index, journal);
    const indexLog = logOfIndex(options, worker);
    const movement = new Movement(index);
    const [desk, guard] = gateBefore((name) => movement.requireHere(name));
    const commands = new Commands(index, clock, { log: indexLog, faults, durable: ledger, guard });
    if (options.create !== undefined) addPerson(commands, clock, personId, options.create.personName);
    addLostPeople(index, dir, clock);
    const { alarms, keepAnchor } = await watchAge(options, {
      index,
      journal,
      ledger,
      ledgerHead,
      commands,
      recoveries,
    });
    opened.push({ close: () => void keepAnchor?.close() });
    const people = peopleOf({ index, commands, clock, personId });
    const quarantine = new Quarantine({ index, ring, blobs, commands, personId, log });
    blobs.useQuarantine((blobId, error) => quarantine.take(blobId, error));
    const isRebuilt = recoveries.some(({ part }) => part === 'index');
    await recover(index, blobs, log, isRebuilt);
    // Every store is an evaluation store today; 64 MB in the others.
    const reserve = new ReserveFile(dir, EVALUATION_RESERVE_BYTES, log);
    const storage = new StorageWatch(dir, log, reserve);
    opened.push(storage);
    const [onFailure, allow] = [(code: string) => storage.suspect(code), () => movement.requireLive()];
    const jobs = new Jobs({ db: index, clock, log, faults, onFailure, guard: allow });
    const close = closeOnce({
      storage,
      reserve,
      dir,
      keepAnchor,
      index,
      journal,
      ledger,
      indexLog,
      worker,
      blobs,
      jobs,
      ring,
      release: options.release,
    });
    return {
      dir,
      ring,
      index,
      journal,
      ledger,
      blobs,
      commands,
      jobs,
      quarantine,
      ...{ movement, desk },
      alarms,
      storage,
      backup: backupParts(options, blobs, worker),
      faults,
      personId,
      personName: people.get(personId).name,
      people,
      signIns: new SignIns({ index, commands, clock, personId }),
      recoveries,
      close,
    };
  } catch (error) {
    await Promise.all([blobs.close(), worker.close()]);
    for (const db of opened) db.close();
    ring.close();
    options.release();
    throw error;
  }
}

function databasesOf(options: OpenStoreOptions, blobs: BlobStore): DatabasesOptions {
  const { dir, ring, log, nativeBinding, rebuild, create, onStage } = options;
  const onProgress = (done: number, total: number): void => onStage?.({ stage: 'rebuilding', done, total });
  return {
    dir,
    ring,
    log,
    isNew: create !== undefined,
    database: { nativeBinding },
    index: { checkpointPages: INDEX_CHECKPOINT_PAGES },
    rebuild: rebuild === undefined ? null : (db) => rebuild({ dir, db, blobs, ring, onProgress }),
    onStage,
  };
}

/** Refuses whoever was revoked. */
function peopleOf(options: PeopleOptions): People {
  ensureAdministrator(options);
  const people = new People(options);
  people.requireActive(options.personId);
  return people;
}

/** People have their names in the key slots too. */
function addLostPeople(index: Db, dir: string, clock: Clock): void {
  if (index.prepare('SELECT 1 FROM person').get() !== undefined) return;
  const add = index.prepare('INSERT INTO person (person_id, name, roles, created_at) VALUES (?, ?, ?, ?)');
  for (const slot of loadSlots(dir)) {
    if (slot.kind === 'passphrase') add.run(slot.personId, slot.name, JSON.stringify(['reader']), clock.nowIso());
  }
}

function backupParts(
  { dir, ring, blobWorkerFile, nativeBinding }: OpenStoreOptions,
  blobs: BlobStore,
  worker: BlobLane,
): OpenStore['backup'] {
  return {
    ...{ dir, ring, blobs, blobWorkerFile },
    database: { nativeBinding },
    snapshot: async (database, to) => void (await worker.ask<'snapshot'>({ kind: 'snapshot', database, to })),
  };
}

/** Compares what the parts of the store say of its age, raises what does not fit, and goes on from there. */
async function watchAge(
  { anchorDir, ring, clock, personId, log }: OpenStoreOptions,
  parts: Pick<Databases, 'index' | 'journal' | 'ledger' | 'ledgerHead' | 'recoveries'> & {
    readonly commands: Commands;
  },
): Promise<{ readonly alarms: Alarms; readonly keepAnchor: AnchorKeeper | null }> {
  const { index, journal, ledger, ledgerHead, commands, recoveries } = parts;
  const anchor = anchorDir === undefined ? null : new Anchor(anchorDir, ring.databaseKey('anchor'));
  const seen = anchor?.read() ?? null;
  const madeAnew = recoveries.some(({ part }) => part === 'index');
  // Before the first record of this opening: what the store says must be what it was left with.
  const doubts = suspicions({ index, journal, ledgerHead, anchor: seen, madeAnew, now: clock.nowIso() });
  const known = seen === null || seen === 'forged' ? 0 : seen.generation;
  const generation = Math.max(generationOf(index), generationOf(journal), known) + 1;
  setGeneration(index, journal, generation);
  recordRecoveries(commands, personId, recoveries, log);
  const alarms = new Alarms({ index, commands, clock, personId });
  for (const { kind, detail } of doubts) alarms.raise(kind, detail);
  if (recoveries.some(({ detail }) => detail['reason'] === 'rolled-back'))
    alarms.raise('rolled-back', { part: 'index' });
  if (anchor === null) return { alarms, keepAnchor: null };
  const keepAnchor = new AnchorKeeper(anchor, () => ({ generation, head: ledger.head }), log);
  await keepAnchor.start();
  return { alarms, keepAnchor };
}

function mendedKeys({ mended = [] }: OpenStoreOptions): readonly Recovery[] {
  return mended.map(({ part, putAside }) => ({ part, detail: { putAside } }));
}

function recordRecoveries(
  commands: Commands,
  personId: PersonId,
  recoveries: readonly Recovery[],
  log: Log | undefined,
): void {
  for (const { part, detail } of recoveries) {
    commands.run({ name: 'store.recover', personId, subject: part, detail }, () => undefined);
    log?.warn('store.recovered', { part });
  }
}

/** The log of the index, which a worker moves into the database. */
function logOfIndex({ dir, ring, nativeBinding, faults = NO_FAULTS }: OpenStoreOptions, worker: BlobLane): LogSync {
  const file = join(dir, 'index.db');
  return new LogSync({
    file,
    faults,
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
      JSON.stringify(FIRST_ROLES),
      clock.nowIso(),
    );
  });
}

/** After a close that was none, removes unfinished and unnamed blobs; then marks the store as in use. */
async function recover(index: Db, blobs: BlobStore, log: Log | undefined, isRebuilt: boolean): Promise<void> {
  const closed = index.prepare("SELECT 1 FROM meta WHERE key = 'closed' AND value = 'clean'").get() !== undefined;
  // What an index that was made anew does not name is kept: it may be all there is.
  if (!closed && !isRebuilt) {
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

/** What only a store that was closed in order has; a disk that refuses costs the next start some time, no more. */
async function leaveInOrder(dir: string): Promise<void> {
  try {
    await copyJournal(dir);
    await markClosedInOrder(dir, ['index.db', 'journal.db', 'keys.db']);
  } catch (error) {
    if (!asAppError(error).code.startsWith('disk/')) throw error;
  }
}

function closeOnce(parts: {
  readonly storage: StorageWatch;
  readonly reserve: ReserveFile;
  readonly keepAnchor: AnchorKeeper | null;
  readonly dir: string;
  readonly ledger: Ledger;
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
    let isClean = false;
    parts.storage.close();
    try {
      await parts.reserve.close();
      await parts.jobs.drain();
      await parts.indexLog.close();
      await Promise.all([parts.blobs.close(), parts.worker.close()]);
      markClosed(parts.index, 'clean');
      isClean = true;
    } finally {
      parts.ledger.close();
      await parts.keepAnchor?.close();
      parts.index.close();
      parts.journal.close();
      parts.ring.close();
      try {
        if (isClean) await leaveInOrder(parts.dir);
      } finally {
        parts.release();
      }
    }
  };
  return () => (closing ??= close());
}
