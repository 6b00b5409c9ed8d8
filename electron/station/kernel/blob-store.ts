import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { integerRange } from '../../../shared/dicom/pixel-stats.ts';
import type { IntegerType, ValueRange } from '../../../shared/dicom/pixel-stats.ts';
import { AppError, asAppError, fromWire } from '../../../shared/errors/app-error.ts';
import { BlobId } from '../../../shared/model/ids.ts';
import { syncFolder } from './atomic-file.ts';
import { damaged } from './blob-format.ts';
import { factsText, openWithRing, readBlobFacts, readBlobHeader } from './blob-facts.ts';
import type { BlobFacts } from './blob-facts.ts';
import { BlobLane } from './blob-lane.ts';
import { sweepBlobs } from './blob-sweep.ts';
import type { SweepReport } from './blob-sweep.ts';
import type {
  BlobSource,
  BlobStart,
  FetchAnswer,
  FetchedBytes,
  FetchTask,
  ReadKeys,
  ReadTask,
  WriteTask,
} from './blob-tasks.ts';
import { diskError, systemCode } from './disk-error.ts';
import { isThere } from './is-there.ts';
import { NO_FAULTS } from './fault-points.ts';
import type { FaultPoints } from './fault-points.ts';
import { newId } from './ids.ts';
import type { KeyRing } from './key-ring-keys.ts';

export interface BlobWrite {
  /** Bytes stay the caller's unless they are given. */
  readonly source: BlobSource;
  /** Length that was found when the object was judged; another one now is `import/changed-while-reading`. */
  readonly expectedBytes: number;
  /** What it must begin with: `import/changed-while-reading` where it does not. */
  readonly start?: BlobStart | null;
  readonly studyKeyId: string;
  /** Sealed into the header: what the blob is, for the day the index is lost. */
  readonly facts?: BlobFacts;
}

export interface StoredBlob {
  readonly blobId: BlobId;
  /** Plain length. */
  readonly bytes: number;
  /** Of the plain bytes, hex. */
  readonly sha256: string;
}

/** The keys that blobs lie under. */
export type BlobKeys = Pick<KeyRing, 'studyKey' | 'formerStudyKey' | 'changes'>;

export interface BlobStoreOptions {
  /** Folder of the store; blobs go to blobs/ and tmp/ in it. */
  readonly dir: string;
  readonly ring: BlobKeys;
  /** File of the worker (kernel/blob-worker), as the composition root has it. */
  readonly workerFile: string;
  readonly faults?: FaultPoints;
}

interface Prepared {
  readonly blobId: BlobId;
  readonly task: WriteTask;
}

/** Bounds the files that are open at once while a group is written. */
const GROUP = 64;
/** Hashing and sealing fill a core each; while one waits for the disk the other works. */
const WRITERS = 2;
/** Fewer blobs than two of these are not worth a second thread. */
const LEAST_LOT = 8;
/** Characters of its id that name a blob's folder. */
const SHELF = 2;
/** Blobs that go to one folder after each other: a fresh one costs two more waits for the disk. */
const SHELF_BLOBS = 64;

/**
 * Encrypted objects, one file each, under random names. Reading and writing happen in worker threads of their own, so that a
 * large import never stands before a frame that somebody waits for.
 */
export class BlobStore {
  readonly #root: string;
  readonly #tmp: string;
  readonly #quarantine: string;
  readonly #ring: BlobKeys;
  readonly #reader: BlobLane;
  readonly #writers: readonly BlobLane[];
  readonly #madeFolders = new Map<string, Promise<void>>();
  #shelf = '';
  #shelfLeft = 0;
  /** Of the study key that the last read took. */
  #lastKeyId: string | null = null;
  #onDamage: (blobId: BlobId, error: AppError) => Promise<void> = () => Promise.resolve();

  constructor(options: BlobStoreOptions) {
    this.#root = join(options.dir, 'blobs');
    this.#quarantine = join(options.dir, 'quarantine');
    this.#tmp = join(options.dir, 'tmp');
    this.#ring = options.ring;
    const faults = options.faults ?? NO_FAULTS;
    this.#reader = new BlobLane(options.workerFile);
    this.#writers = Array.from({ length: WRITERS }, () => new BlobLane(options.workerFile, faults));
  }

  /**
   * Stores objects for good: when this resolves, each named blob survives a power cut. One outcome an item, in order: where
   * it lies, or why not (`disk/full`, `import/changed-while-reading`, `import/unreadable-path`, `blob/key-forgotten` …), to
   * be told apart with `instanceof AppError`.
   */
  async put(items: readonly BlobWrite[]): Promise<readonly (StoredBlob | AppError)[]> {
    const outcomes: (StoredBlob | AppError)[] = [];
    for (let i = 0; i < items.length; i += GROUP) outcomes.push(...(await this.#putGroup(items.slice(i, i + GROUP))));
    return outcomes;
  }

  /** Hears of every damaged blob before its reader does. */
  useQuarantine(take: (blobId: BlobId, error: AppError) => Promise<void>): void {
    this.#onDamage = take;
  }

  /** The whole plain object. Throws `blob/missing`, `blob/damaged`, `blob/quarantined`, `blob/key-forgotten`. */
  read(blobId: BlobId): Promise<Uint8Array<ArrayBuffer>> {
    return this.#watched(blobId, async () => (await this.#fetch(blobId, 0, null)).bytes);
  }

  /** Part of the plain object, bytes from 0. Throws as `read`, and `request/bad` for a range outside it. */
  readRange(blobId: BlobId, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.#watched(blobId, async () => (await this.#fetch(blobId, offset, length)).bytes);
  }

  /** The same with the smallest and largest of the numbers in it. Throws as `readRange`. */
  async readNumbers(
    blobId: BlobId,
    offset: number,
    length: number,
    numbers: IntegerType,
  ): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly range: ValueRange }> {
    const { bytes, range } = await this.#watched(blobId, () => this.#fetch(blobId, offset, length, numbers));
    return { bytes, range: range ?? integerRange(bytes, numbers) };
  }

  /** What the blob says that it is. Throws as `read`. */
  facts(blobId: BlobId): Promise<BlobFacts | null> {
    return readBlobFacts(this.#fileOf(blobId), blobId, this.#ring);
  }

  /** The key it lies under, as its header says. Throws `blob/missing`, `blob/damaged`. */
  async studyKeyId(blobId: BlobId): Promise<string> {
    return (await readBlobHeader(this.#fileOf(blobId))).studyKeyId;
  }

  /** Plain length in bytes, proved by the header and the length of the file. */
  async size(blobId: BlobId): Promise<number> {
    return (await this.#readTask(blobId)).length;
  }

  /** Reads it all: throws `blob/damaged` when it is not, bit for bit, what `sha256` (hex) was taken of. */
  verify(blobId: BlobId, sha256: string): Promise<void> {
    return this.#watched(blobId, async () => {
      const found = await this.#writer(0).ask<'hash'>({ kind: 'hash', task: await this.#readTask(blobId) });
      if (found !== sha256) throw damaged('hash');
    });
  }

  /** True when its file is there, whatever is in it. */
  async has(blobId: BlobId): Promise<boolean> {
    return await isThere(this.#fileOf(blobId));
  }

  /** Puts a damaged file into quarantine/; nothing reads it there. Moving what is not there is harmless. */
  async moveAway(blobId: BlobId): Promise<void> {
    try {
      await mkdir(this.#quarantine, { recursive: true, mode: 0o700 });
      await rename(this.#fileOf(blobId), join(this.#quarantine, blobId));
      await syncFolder(this.#quarantine);
      await syncFolder(this.#folderOf(blobId));
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw diskError(error);
    }
  }

  /** Removing what is not there is harmless. */
  async remove(blobId: BlobId): Promise<void> {
    try {
      await rm(this.#fileOf(blobId), { force: true });
    } catch (error) {
      throw diskError(error);
    }
  }

  /** Cleans what a crash left; for start-up only, before anything is put. */
  sweep(knownIds: (id: string) => boolean): Promise<SweepReport> {
    return sweepBlobs({ root: this.#root, tmp: this.#tmp }, knownIds);
  }

  async close(): Promise<void> {
    await Promise.all([this.#reader, ...this.#writers].map((lane) => lane.close()));
  }

  async #putGroup(items: readonly BlobWrite[]): Promise<readonly (StoredBlob | AppError)[]> {
    // One folder a group: its names become durable with one call. Which one is as random as the rest of the names.
    const shelf = this.#nextShelf(items.length);
    const prepared = items.map((item) => this.#prepare(item, shelf));
    const good = prepared.flatMap((one) => (one instanceof AppError ? [] : [one]));
    const done = new Map<BlobId, StoredBlob | AppError>();
    const each = Math.max(LEAST_LOT, Math.ceil(good.length / WRITERS));
    const lots = this.#writers.map((_, i) => good.slice(i * each, (i + 1) * each)).filter((lot) => lot.length > 0);
    const folder = join(this.#root, shelf);
    const ready = Promise.all([mkdir(this.#tmp, { recursive: true, mode: 0o700 }), this.#makeFolder(folder)]);
    ready.catch(() => undefined);
    await Promise.all(
      lots.map(async (lot, index) => {
        try {
          for (const one of await this.#write(lot, folder, index, ready)) done.set(...one);
        } catch (error) {
          // What failed for all failed for each: none was acknowledged, and what lies there is swept at the next start.
          for (const { blobId } of lot) done.set(blobId, diskError(error));
        }
      }),
    );
    return prepared.map((one) => (one instanceof AppError ? one : (done.get(one.blobId) ?? asAppError(null))));
  }

  async #write(
    group: readonly Prepared[],
    folder: string,
    index: number,
    ready: Promise<unknown>,
  ): Promise<readonly (readonly [BlobId, StoredBlob | AppError])[]> {
    await ready;
    const tasks = group.map(({ task }) => task);
    const transfer = tasks.flatMap(({ source }) =>
      'bytes' in source && source.bytes.buffer instanceof ArrayBuffer ? [source.bytes.buffer] : [],
    );
    const answer = this.#writer(index).ask<'write'>({ kind: 'write', tasks, folder }, transfer);
    for (const task of tasks) task.studyKey.fill(0);
    const written = await answer;
    return group.map(({ blobId, task }, i) => {
      const outcome = written[i];
      if (outcome === undefined) return [blobId, asAppError(null)];
      if ('error' in outcome) return [blobId, fromWire(outcome.error)];
      return [blobId, { blobId, bytes: task.length, sha256: outcome.sha256 }];
    });
  }

  #writer(index: number): BlobLane {
    const writer = this.#writers[index];
    if (writer === undefined) throw new AppError('internal/bug', 'there is no such writer');
    return writer;
  }

  #prepare(item: BlobWrite, shelf: string): Prepared | AppError {
    try {
      const { studyKeyId, expectedBytes: length, start = null } = item;
      const studyKey = this.#ring.studyKey(studyKeyId);
      const blobId = BlobId.parse(shelf + newId().slice(SHELF));
      const source = 'bytes' in item.source ? { bytes: toTransfer(item.source) } : item.source;
      const names = { file: join(this.#tmp, blobId), place: this.#fileOf(blobId) };
      const text = factsText(item.facts ?? null);
      return { blobId, task: { ...names, blobId, studyKeyId, studyKey, text, length, source, start } };
    } catch (error) {
      return asAppError(error);
    }
  }

  #nextShelf(blobs: number): string {
    if (this.#shelfLeft <= 0) {
      this.#shelf = newId().slice(0, SHELF);
      this.#shelfLeft = SHELF_BLOBS;
    }
    this.#shelfLeft -= blobs;
    return this.#shelf;
  }

  #makeFolder(folder: string): Promise<void> {
    const known = this.#madeFolders.get(folder);
    if (known !== undefined) return known;
    const made = this.#makeFolderNow(folder);
    this.#madeFolders.set(folder, made);
    made.catch(() => this.#madeFolders.delete(folder));
    return made;
  }

  async #makeFolderNow(folder: string): Promise<void> {
    const first = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (first === undefined) return;
    await syncFolder(this.#root);
    await syncFolder(join(this.#root, '..'));
  }

  /** Reads twice before it calls a blob damaged: a bit may have been lost on the way, too. */
  async #watched<T>(blobId: BlobId, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      const first = asAppError(error);
      if (first.code === 'blob/missing' && (await isThere(join(this.#quarantine, blobId)))) throw quarantined(first);
      if (first.code !== 'blob/damaged' && first.code !== 'blob/key-forgotten') throw first;
      try {
        return await read();
      } catch (again) {
        // A header that a crash tore is whole again when the change of its key has ended.
        if (!this.#ring.changes.isAny) await this.#onDamage(blobId, asAppError(again));
        throw again;
      }
    }
  }

  /** One trip to the worker where the blob lies under the same study's key as the one before, as in a stack; else two. */
  async #fetch(
    blobId: BlobId,
    offset: number,
    bytes: number | null,
    numbers: IntegerType | null = null,
  ): Promise<FetchedBytes> {
    const task = { file: this.#fileOf(blobId), blobId, offset, bytes, numbers };
    const first = await this.#ask(task, this.#likelyKey());
    if ('bytes' in first) return first;
    const { studyKeyId } = first;
    const second = await this.#ask(task, this.#keysOf(studyKeyId));
    if (!('bytes' in second)) throw damaged('header changed');
    this.#lastKeyId = studyKeyId;
    return second;
  }

  #ask(task: Omit<FetchTask, 'key'>, key: FetchTask['key']): Promise<FetchAnswer> {
    const answer = this.#reader.ask<'fetch'>({ kind: 'fetch', task: { ...task, key } });
    key?.studyKey.fill(0);
    key?.formerKey?.fill(0);
    return answer;
  }

  #keysOf(studyKeyId: string): ReadKeys {
    const studyKey = this.#ring.studyKey(studyKeyId);
    return { studyKeyId, studyKey, formerKey: this.#ring.formerStudyKey(studyKeyId) };
  }

  #likelyKey(): FetchTask['key'] {
    const studyKeyId = this.#lastKeyId;
    if (studyKeyId === null) return null;
    try {
      return this.#keysOf(studyKeyId);
    } catch (error) {
      this.#lastKeyId = null;
      // Of another study than the blob's, perhaps: that one was erased.
      if (asAppError(error).code === 'blob/key-forgotten') return null;
      throw error;
    }
  }

  async #readTask(blobId: BlobId): Promise<ReadTask> {
    const file = this.#fileOf(blobId);
    const header = await readBlobHeader(file);
    if (header.blobId !== blobId) throw damaged('another blob');
    const keys = openWithRing(header, this.#ring);
    return { file, keys, chunkSize: header.chunkSize, length: header.length, headerBytes: header.bytes.length };
  }

  #folderOf(blobId: BlobId): string {
    return join(this.#root, blobId.slice(0, SHELF));
  }

  #fileOf(blobId: BlobId): string {
    return join(this.#folderOf(blobId), blobId);
  }
}

/** A copy, since the transfer to the worker would empty the caller's own buffer, unless that is just what it is given for. */
function toTransfer({ bytes, given }: Extract<BlobSource, { readonly bytes: Uint8Array }>): Uint8Array {
  const isAll = bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength;
  return given === true && isAll ? bytes : Uint8Array.from(bytes);
}

function quarantined(cause: AppError): AppError {
  return new AppError('blob/quarantined', 'a stored object was damaged and is kept out of use', { cause });
}
