import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';
import { StudyId } from '../../../shared/model/ids.ts';
import type { ImportReport } from '../../../shared/model/job.ts';
import { assertNever } from '../../../shared/lib/assert-never.ts';
import type { ArchiveEntry, FileOutcome } from '../dicom/parser-messages.ts';
import type { EntryOutcome } from '../dicom/parser-pool.ts';
import type { JobContext } from '../kernel/jobs.ts';
import { resolveReferences } from './disc-references.ts';
import { isIgnoredName } from './ignored-names.ts';
import type { ImportOptions, ImportPayload } from './import-options.ts';
import { ImportTally } from './import-tally.ts';
import type { Arrival, Ingest, Ingested } from './ingest.ts';
import type { SiteIngests } from './site-ingests.ts';
import { walkPaths } from './walk.ts';
import type { FoundFile } from './walk.ts';

/** Issuer and site of files that say neither. */
export const LOCAL_MEDIA = 'local media';

const BATCH_FILES = 32;
/** Stored at once: two such groups are on their way to the disk, and are lost together where it is full. */
const GROUP_FILES = 16;
/** Keeps archive entries, which travel as messages, and the wait for a cancel within bounds. */
const BATCH_BYTES = 128 * 1024 * 1024;

/** Something read, with the name that the report knows it by. */
interface Read {
  readonly name: string;
  readonly bytes: number;
  readonly folder: string;
  readonly outcome: FileOutcome;
  readonly source: { readonly path: string } | { readonly bytes: Uint8Array };
  /** The file to open when it turns out to be a container; null inside an archive. */
  readonly file: FoundFile | null;
}

/** One run of an import. */
export class ImportRun {
  readonly #options: ImportOptions & { readonly ingests: SiteIngests };
  readonly #context: Pick<JobContext, 'jobId' | 'signal' | 'report'>;
  readonly #payload: ImportPayload;
  readonly #tally = new ImportTally();
  readonly #seen = new Set<string>();
  #absent = 0;

  constructor(
    options: ImportOptions & { readonly ingests: SiteIngests },
    context: Pick<JobContext, 'jobId' | 'signal' | 'report'>,
    payload: ImportPayload,
  ) {
    this.#options = options;
    this.#context = context;
    this.#payload = payload;
  }

  async run(): Promise<ImportReport> {
    this.#options.requireRoom?.();
    const { ingest } = await this.#options.ingests.of(this.#payload.site?.trim() || LOCAL_MEDIA);
    const walked = await this.#walk();
    if (walked !== null) await this.#files(walked, ingest);
    this.#stopIfDrained();
    await this.#finish();
    return this.#tally.report();
  }

  /** A cancelled import ends with what it did; one that the closing station stops goes back to waiting. */
  #stopIfDrained(): void {
    const { signal } = this.#context;
    const reason: unknown = signal.reason;
    if (signal.aborted && reason instanceof AppError && reason.context['reason'] === 'drain') throw reason;
  }

  /** Null when it was cancelled while looking. */
  async #walk(): Promise<readonly FoundFile[] | null> {
    try {
      const walked = await walkPaths(this.#payload.paths, this.#context.signal);
      this.#tally.expect(walked.files.length + walked.refused.length, walked.bytes);
      for (const { path: place, error } of walked.refused) this.#tally.refused(place, error, 0);
      for (const file of walked.files) this.#seen.add(file.path);
      this.#context.report(this.#tally.counts());
      return walked.files;
    } catch (error) {
      if (this.#context.signal.aborted) return null;
      throw error;
    }
  }

  /** Discs name further files: they come after. */
  async #files(files: readonly FoundFile[], ingest: Ingest): Promise<void> {
    let pending: readonly FoundFile[] = files;
    while (pending.length > 0 && !this.#context.signal.aborted) pending = await this.#batches(pending, ingest);
  }

  /**
   * A batch is read while the one before is stored in groups: the blobs of one group while the rows of the last are written.
   * @returns files that a disc directory among them names
   */
  async #batches(files: readonly FoundFile[], ingest: Ingest): Promise<readonly FoundFile[]> {
    const further: FoundFile[] = [];
    const batches = batched(files);
    let next = this.#read(batches[0] ?? []);
    let storing: Promise<void> = Promise.resolve();
    try {
      for (const [index] of batches.entries()) {
        const read = await next;
        next = this.#read(this.#context.signal.aborted ? [] : (batches[index + 1] ?? []));
        next.catch(() => undefined);
        for (let at = 0; at < read.length && !this.#context.signal.aborted; at += GROUP_FILES) {
          const before = storing;
          const group = this.#store(read.slice(at, at + GROUP_FILES), ingest, before);
          storing = group.then((found) => void further.push(...found));
          storing.catch(() => undefined);
          await before;
        }
        if (this.#context.signal.aborted) break;
      }
    } finally {
      await storing;
    }
    return further;
  }

  async #read(files: readonly FoundFile[]): Promise<readonly Read[]> {
    if (files.length === 0) return [];
    const outcomes = await this.#options.parsers.readFiles(files);
    return files.map((file, index) => {
      const outcome = outcomes[index];
      if (!outcome) throw new AppError('internal/bug', 'a file has no outcome');
      const folder = path.dirname(file.path);
      return { name: file.path, bytes: file.bytes, folder, outcome, source: { path: file.path }, file };
    });
  }

  /**
   * Stores a batch; gives the files that a disc directory among them names. It is counted after the batch before it, so that
   * the report is in the order of the files.
   */
  async #store(batch: readonly Read[], ingest: Ingest, before: Promise<void>): Promise<readonly FoundFile[]> {
    const arrivals = new Map(batch.flatMap((read) => arrivalOf(read, this.#context.jobId)));
    // What an archive holds comes before what lies beside it.
    const waits = batch.some(({ outcome }) => outcome.kind === 'archive');
    const early = waits ? null : this.#take(arrivals, ingest);
    early?.catch(() => undefined);
    try {
      await before;
      const further = await this.#others(batch, ingest);
      this.#count(arrivals, await (early ?? this.#take(arrivals, ingest)));
      this.#context.report(this.#tally.counts());
      return further;
    } finally {
      // Nothing of this run goes on after its end.
      await Promise.allSettled([early]);
    }
  }

  /** All but objects. */
  async #others(batch: readonly Read[], ingest: Ingest): Promise<readonly FoundFile[]> {
    const further: FoundFile[] = [];
    for (const read of batch) {
      const { outcome } = read;
      switch (outcome.kind) {
        case 'object':
          break;
        case 'directory':
          this.#tally.ignored(read.bytes);
          if (read.file) further.push(...(await this.#references(read.file, outcome.references)));
          break;
        case 'archive':
          await this.#container(read, ingest);
          break;
        case 'refused':
          this.#refuse(read, outcome.error);
          break;
        default:
          assertNever(outcome);
      }
    }
    return further;
  }

  async #take(arrivals: ReadonlyMap<Arrival, Read>, ingest: Ingest): Promise<readonly Ingested[]> {
    this.#options.requireRoom?.();
    return ingest.take([...arrivals.keys()]);
  }

  #count(arrivals: ReadonlyMap<Arrival, Read>, outcomes: readonly Ingested[]): void {
    const studies = new Set<string>();
    for (const [index, read] of [...arrivals.values()].entries()) {
      const outcome = outcomes[index];
      if (!outcome) throw new AppError('internal/bug', 'an arrival has no outcome');
      if (outcome.kind === 'imported') this.#tally.imported(read.bytes);
      else if (outcome.kind === 'conflict') this.#tally.conflict(read.name, outcome.objectId, read.bytes);
      else if (outcome.kind === 'already') this.#tally.already(read.bytes);
      else this.#tally.refused(read.name, outcome.error, read.bytes);
      if ('studyId' in outcome) studies.add(outcome.studyId);
    }
    if (studies.size > 0) this.#options.onStudies?.([...studies].map((id) => StudyId.parse(id)));
  }

  #refuse(read: Read, error: { readonly code: string; readonly message: string }): void {
    const other = error.code === 'dicom/not-dicom' || error.code === 'dicom/empty-file';
    if (other && isIgnoredName(path.basename(read.name))) this.#tally.ignored(read.bytes);
    else this.#tally.refused(read.name, error, read.bytes);
  }

  /** What an archive holds takes its place in the counts; an archive inside an archive stays closed. */
  async #container(read: Read, ingest: Ingest): Promise<void> {
    if (isIgnoredName(path.basename(read.name))) {
      this.#tally.ignored(read.bytes);
      return;
    }
    if (read.file === null) {
      const error = new AppError('import/archive-damaged', 'an archive inside an archive is not opened');
      this.#tally.refused(read.name, error, read.bytes);
      return;
    }
    let entries: readonly ArchiveEntry[];
    try {
      entries = await this.#options.parsers.listArchive(read.file.path);
    } catch (error) {
      if (!(error instanceof AppError) || error.family !== 'expected') throw error;
      this.#tally.refused(read.name, error, read.bytes);
      return;
    }
    this.#tally.replace(read.bytes);
    this.#tally.expect(
      entries.length,
      entries.reduce((sum, entry) => sum + entry.bytes, 0),
    );
    await this.#entries(read.file.path, entries, ingest);
  }

  async #entries(archive: string, entries: readonly ArchiveEntry[], ingest: Ingest): Promise<void> {
    for (const entry of entries) {
      if (entry.refused) this.#tally.refused(nameIn(archive, entry), entry.refused, entry.bytes);
    }
    for (const batch of batched(entries.filter((entry) => entry.refused === null))) {
      if (this.#context.signal.aborted) return;
      const outcomes = await this.#options.parsers.readEntries(archive, batch);
      await this.#store(
        batch.map((entry, index) => entryRead(archive, entry, outcomes[index])),
        ingest,
        Promise.resolve(),
      );
    }
  }

  /**
   * Files that a directory names and that no folder scan found: there when the reader chose the DICOMDIR alone. One that
   * names nothing that is there is damaged or foreign: its folder is scanned instead.
   */
  async #references(file: FoundFile, references: readonly string[]): Promise<readonly FoundFile[]> {
    const { present, absent } = await resolveReferences(file.path, references);
    this.#absent += absent;
    if (!file.named) return [];
    const wanted = present.length > 0 ? present : [path.dirname(file.path)];
    const walked = await walkPaths(wanted, this.#context.signal);
    const fresh = walked.files.filter((found) => !this.#seen.has(found.path));
    for (const found of fresh) this.#seen.add(found.path);
    this.#tally.expect(
      fresh.length + walked.refused.length,
      fresh.reduce((sum, found) => sum + found.bytes, 0),
    );
    for (const { path: place, error } of walked.refused) this.#tally.refused(place, error, 0);
    return fresh.map((found) => ({ ...found, named: false }));
  }

  async #finish(): Promise<void> {
    const { imported, already, conflicts, ignored, refused } = this.#tally.report();
    const counts = { imported, already, conflicts: conflicts.length, ignored, refused: refused.length };
    const detail = { ...counts, absentOnDisc: this.#absent, cancelled: this.#context.signal.aborted };
    const { commands, personId } = this.#options;
    await commands.runInBackground(
      { name: 'archive.import', personId, subject: this.#context.jobId, detail },
      () => undefined,
    );
    this.#options.log?.info('import.finished', detail);
    this.#context.report(this.#tally.counts());
  }
}

/** @param run the same folder is another disc the next time: what has no study UID belongs together within one import only */
function arrivalOf(read: Read, run: string): readonly (readonly [Arrival, Read])[] {
  const { outcome, source } = read;
  const folder = `${run} ${read.folder}`;
  return outcome.kind === 'object' ? [[{ parsed: outcome.parsed, source, load: loader(source), folder }, read]] : [];
}

function loader(source: Read['source']): () => Promise<Uint8Array> {
  return 'bytes' in source ? () => Promise.resolve(source.bytes) : () => readFile(source.path);
}

function nameIn(archive: string, entry: ArchiveEntry): string {
  return `${archive}!/${entry.name}`;
}

function entryRead(archive: string, entry: ArchiveEntry, read: EntryOutcome | undefined): Read {
  if (!read) throw new AppError('internal/bug', 'an entry has no outcome');
  const name = nameIn(archive, entry);
  const folder = path.posix.dirname(name);
  const base = { name, bytes: entry.bytes, folder, file: null };
  if (read.outcome.kind === 'object' && read.content === null) {
    throw new AppError('internal/bug', 'an entry came without its bytes');
  }
  return { ...base, outcome: read.outcome, source: { bytes: read.content ?? new Uint8Array(0) } };
}

/** Batches in order, bounded in number and size; a large file is a batch of its own. */
function batched<T extends { readonly bytes: number }>(items: readonly T[]): readonly (readonly T[])[] {
  const batches: T[][] = [];
  let current: T[] = [];
  let bytes = 0;
  for (const item of items) {
    if (current.length > 0 && (current.length >= BATCH_FILES || bytes + item.bytes > BATCH_BYTES)) {
      batches.push(current);
      current = [];
      bytes = 0;
    }
    current.push(item);
    bytes += item.bytes;
  }
  if (current.length > 0) batches.push(current);
  return batches;
}
