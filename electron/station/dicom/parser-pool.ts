import { AppError, asAppError, fromWire, toWire } from '../../../shared/errors/app-error.ts';
import type { DeidentifyRequest } from '../deidentify/deidentify-object.ts';
import type { ProcessHost } from '../kernel/ports.ts';
import type { SpoolPlace } from '../kernel/spool-file.ts';
import { residentBytes } from './decode/resident-memory.ts';
import { ParserChild } from './parser-child.ts';
import type { ParserLimits, ParserRequest } from './parser-child.ts';
import type { ArchiveEntry, CleanedStart, FileOutcome } from './parser-messages.ts';
import type { ReadObject } from '../../../shared/model/dicom-object.ts';
import type { HangingObject } from '../../../shared/model/hanging-object.ts';
import type { ParsedObject } from './parsed-object.ts';
import type { InnerDocument } from './read/document.ts';

export interface ParserPoolOptions extends Partial<ParserLimits> {
  readonly processes?: number;
}

/** A file to read, with the size it had when it was found (bounds how long reading may take). */
export interface FileToRead {
  readonly path: string;
  readonly bytes: number;
}

/** The beginning of a file in memory. */
export interface FileStart {
  readonly head: Uint8Array;
  /** Of the whole file. */
  readonly bytes: number;
}

/** The beginning of one of many. */
interface StartOf<I> extends FileStart {
  readonly item: I;
}

/** An object in memory that is to go out. */
export interface ToClean {
  readonly content: Uint8Array;
  readonly request: DeidentifyRequest;
}

/** An archive entry that was read; `content` is there for objects only. */
export interface EntryOutcome {
  readonly outcome: FileOutcome;
  readonly content: Uint8Array | null;
}

/** Slowest disk that is waited for, bytes a millisecond: an optical drive. */
const SLOWEST = 1000;
/** Beginnings in which most headers end. */
const START_WINDOWS = [16 * 1024, 128 * 1024];
/** So many times longer than a beginning is what need not be sent as a whole. */
const WORTH_A_START = 4;

/**
 * Parses files in killable processes, in batches. A process that dies, hangs or swells takes only one file with it: what
 * it had not answered is tried again one by one, and the file that ends a second process is refused.
 */
export class ParserPool {
  readonly #children: readonly ParserChild[];
  readonly #idle: ParserChild[];
  readonly #waiting: ((child: ParserChild) => void)[] = [];

  constructor(host: ProcessHost, options: ParserPoolOptions = {}) {
    const limits: ParserLimits = {
      memoryMb: options.memoryMb ?? 1024,
      residentLimitMb: options.residentLimitMb ?? 3072,
      residentBytes: options.residentBytes ?? residentBytes,
      silenceMs: options.silenceMs ?? 30_000,
    };
    this.#children = Array.from({ length: options.processes ?? 2 }, () => new ParserChild(host, limits));
    this.#idle = [...this.#children];
  }

  /**
   * One outcome a file, in order; read from their beginnings and not hashed, where those are enough. Never rejects for what a
   * file holds.
   */
  readFiles(files: readonly FileToRead[]): Promise<readonly FileOutcome[]> {
    return this.#files(files, false);
  }

  /** The same with all of each file read, and all its hashes. */
  readWhole(files: readonly FileToRead[]): Promise<readonly FileOutcome[]> {
    return this.#files(files, true);
  }

  /** Entries of a ZIP archive, folders left out. @throws AppError import/archive-…, import/process-killed */
  async listArchive(path: string): Promise<readonly ArchiveEntry[]> {
    const entries: ArchiveEntry[] = [];
    try {
      await this.#with((child) =>
        child.ask({ t: 'archive', path }, (answer) => {
          if (answer.t === 'listed') entries.push(...answer.entries);
        }),
      );
    } catch (error) {
      throw isProcessEnd(error) ? killedBy('archive', error) : error;
    }
    return entries;
  }

  /** The same as `readFiles` for entries of an archive, with the bytes of those that are objects. */
  readEntries(path: string, entries: readonly ArchiveEntry[]): Promise<readonly EntryOutcome[]> {
    return this.#batch(entries, (some) => ({ t: 'entries', path, indexes: some.map(({ index }) => index) }));
  }

  /** The same as `readWhole` for files in memory; without any hash, and from their beginnings, where nobody asks for them. */
  async readBytes(contents: readonly Uint8Array[], hashes: 'all' | 'none' = 'all'): Promise<readonly FileOutcome[]> {
    if (hashes === 'none') return this.#readUnhashed(contents);
    return this.#readAll(contents, hashes);
  }

  /** Most bytes of a picture say nothing of it: they stay where they are. */
  async #readUnhashed(contents: readonly Uint8Array[]): Promise<readonly FileOutcome[]> {
    const items = contents.map((content) => ({ content }));
    const early = await this.#fromStarts(items, (starts) =>
      this.readStarts(starts.map(({ head, bytes }) => ({ head, bytes }))),
    );
    const late = await this.#readAll(
      contents.filter((_, at) => early[at] === null),
      'none',
    );
    let next = 0;
    return early.map((parsed) => (parsed === null ? (late[next++] ?? refusedByDeath()) : { kind: 'object', parsed }));
  }

  /** What the shortest beginning says that is enough; null where none is. */
  async #fromStarts<I extends { readonly content: Uint8Array }, T>(
    items: readonly I[],
    ask: (starts: readonly StartOf<I>[]) => Promise<readonly (T | null)[]>,
  ): Promise<readonly (T | null)[]> {
    const found: (T | null)[] = items.map(() => null);
    for (const window of START_WINDOWS) {
      const open = items.flatMap((item, at) => {
        const { content } = item;
        if (found[at] !== null || content.length < WORTH_A_START * window) return [];
        // A copy: a view would take all of its memory along.
        return [{ head: Uint8Array.from(content.subarray(0, window)), bytes: content.length, item, at }];
      });
      if (open.length === 0) continue;
      for (const [index, said] of (await ask(open)).entries()) found.splice(open[index]?.at ?? found.length, 1, said);
    }
    return found;
  }

  async #readAll(contents: readonly Uint8Array[], hashes: 'all' | 'none'): Promise<readonly FileOutcome[]> {
    const items = contents.map((content) => ({ content, bytes: content.length }));
    const read = await this.#batch(items, (some) => ({
      t: 'bytes',
      contents: some.map(({ content }) => content),
      hashes,
    }));
    return read.map(({ outcome }) => outcome);
  }

  /**
   * What the beginnings of files in memory say; null for one that has to be read as a whole, or whose process died.
   * @throws AppError request/cancelled
   */
  async readStarts(starts: readonly FileStart[]): Promise<readonly (ParsedObject | null)[]> {
    let found: readonly (ParsedObject | null)[] = [];
    try {
      await this.#with((child) =>
        child.ask({ t: 'starts', starts: starts.map(({ head, bytes }) => ({ head, bytes })) }, (answer) => {
          if (answer.t === 'starts') found = answer.parsed;
        }),
      );
    } catch (error) {
      if (!isProcessEnd(error)) throw error;
    }
    return starts.map((_, index) => found[index] ?? null);
  }

  /** The same as `readFiles` for large files on their way in. */
  async readSpools(spools: readonly SpoolPlace[]): Promise<readonly FileOutcome[]> {
    const read = await this.#batch(spools, (some) => ({ t: 'spools', spools: some.map((one) => ({ ...one })) }));
    return read.map(({ outcome }) => outcome);
  }

  /** Attributes in which two objects differ, "gggg,eeee". @throws AppError dicom/…, process/… */
  async compare(first: Uint8Array, second: Uint8Array): Promise<readonly string[]> {
    let tags: readonly string[] = [];
    await this.#with((child) =>
      child.ask({ t: 'compare', first, second }, (answer) => {
        if (answer.t === 'compared') tags = answer.tags;
      }),
    );
    return tags;
  }

  /** What an object without a picture says, and what it speaks of. @throws AppError dicom/…, process/… */
  async readContent(content: Uint8Array): Promise<ReadObject> {
    let read: ReadObject | null = null;
    await this.#with((child) =>
      child.ask({ t: 'content', content }, (answer) => {
        if (answer.t === 'content') read = answer.read;
      }),
    );
    if (read === null) throw nothingSaid('content');
    return read;
  }

  /** The document inside an object. @throws AppError dicom/…, process/… */
  async readDocument(content: Uint8Array): Promise<InnerDocument> {
    let read: InnerDocument | null = null;
    await this.#with((child) =>
      child.ask({ t: 'document', content }, (answer) => {
        if (answer.t === 'document') read = { mime: answer.mime, bytes: answer.bytes };
      }),
    );
    if (read === null) throw nothingSaid('document');
    return read;
  }

  /** What a hanging protocol says. @throws AppError hanging/bad-file, dicom/…, process/… */
  async readHanging(content: Uint8Array): Promise<HangingObject> {
    let said: HangingObject | null = null;
    await this.#with((child) =>
      child.ask({ t: 'hanging', content }, (answer) => {
        if (answer.t === 'hanging') said = answer.said;
      }),
    );
    if (said === null) throw nothingSaid('hanging protocol');
    return said;
  }

  /** The object without its patient. @throws AppError deidentify/… with a reason, dicom/…, process/… */
  async deidentify(content: Uint8Array, request: DeidentifyRequest): Promise<Uint8Array> {
    const [outcome] = await this.deidentifyAll([{ content, request }]);
    if (outcome instanceof AppError) throw outcome;
    const [first, ...rest] = outcome ?? [];
    if (first === undefined) throw nothingSaid('object');
    return rest.length === 0 ? first : Buffer.concat([first, ...rest]);
  }

  /** The same for several, in order: the parts of each, pixels as views of what was given; or why not. */
  async deidentifyAll(items: readonly ToClean[]): Promise<readonly (readonly Uint8Array[] | AppError)[]> {
    const early = await this.#fromStarts(items, (starts) => this.#deidentifyStarts(starts));
    return Promise.all(
      items.map(async ({ content, request }, at) => {
        const one = early[at] ?? null;
        if (one === null) return this.#deidentifyWhole(content, request);
        if ('refused' in one) return fromWire(one.refused);
        const { offset, length } = one.pixels;
        if (offset + length > content.length) return nothingSaid('object');
        return [one.head, content.subarray(offset, offset + length)];
      }),
    );
  }

  async #deidentifyStarts(starts: readonly StartOf<ToClean>[]): Promise<readonly CleanedStart[]> {
    let found: readonly CleanedStart[] = [];
    const asked = starts.map(({ head, bytes, item }) => ({ head, bytes, request: item.request }));
    try {
      await this.#with((child) =>
        child.ask({ t: 'deidentify-starts', starts: asked }, (answer) => {
          if (answer.t === 'deidentified-starts') found = answer.starts;
        }),
      );
    } catch (error) {
      // Which of them it was is seen when each is read as a whole.
      if (!isProcessEnd(error)) throw error;
    }
    return starts.map((_, index) => found[index] ?? null);
  }

  async #deidentifyWhole(content: Uint8Array, request: DeidentifyRequest): Promise<readonly Uint8Array[] | AppError> {
    const written: Uint8Array[] = [];
    const slowest = content.length / SLOWEST;
    try {
      await this.#with((child) =>
        child.ask(
          { t: 'deidentify', content, request },
          (answer) => {
            if (answer.t === 'deidentified') written.push(answer.bytes);
          },
          slowest,
        ),
      );
    } catch (error) {
      return asAppError(error);
    }
    return written.length === 1 ? written : nothingSaid('object');
  }

  /** For `doctor`: starts a process if there is none and waits for its answer. */
  async ping(): Promise<string> {
    await this.#with((child) => child.ask({ t: 'ping' }, () => undefined));
    return `${this.#children.length} parser processes, the first answers`;
  }

  /** Ends every process; work in progress fails as request/cancelled. */
  close(): Promise<void> {
    for (const child of this.#children) child.close();
    return Promise.resolve();
  }

  async #files(files: readonly FileToRead[], whole: boolean): Promise<readonly FileOutcome[]> {
    const read = await this.#batch(files, (some) => ({ t: 'files', paths: some.map(({ path }) => path), whole }));
    return read.map(({ outcome }) => outcome);
  }

  async #with<T>(work: (child: ParserChild) => Promise<T>): Promise<T> {
    const child = this.#idle.pop() ?? (await new Promise<ParserChild>((resolve) => this.#waiting.push(resolve)));
    try {
      return await work(child);
    } finally {
      const next = this.#waiting.shift();
      if (next) next(child);
      else this.#idle.push(child);
    }
  }

  async #batch<T extends { readonly bytes: number }>(
    items: readonly T[],
    request: (items: readonly T[]) => ParserRequest,
  ): Promise<readonly EntryOutcome[]> {
    // Nobody need be asked about nothing.
    if (items.length === 0) return [];
    const outcomes = await this.#attempt(items, request);
    for (const [index, item] of items.entries()) {
      if (outcomes[index] !== undefined) continue;
      const [again] = await this.#attempt([item], request);
      outcomes[index] = again ?? { outcome: refusedByDeath(), content: null };
    }
    return outcomes.filter((outcome) => outcome !== undefined);
  }

  /** What was answered before the process ended; the rest stays undefined. */
  async #attempt<T extends { readonly bytes: number }>(
    items: readonly T[],
    request: (items: readonly T[]) => ParserRequest,
  ): Promise<(EntryOutcome | undefined)[]> {
    const outcomes: (EntryOutcome | undefined)[] = items.map(() => undefined);
    const slowest = Math.max(0, ...items.map(({ bytes }) => bytes)) / SLOWEST;
    try {
      await this.#with((child) =>
        child.ask(
          request(items),
          (answer) => {
            if (answer.t !== 'outcome' || answer.index >= items.length) return;
            outcomes[answer.index] = { outcome: answer.outcome, content: answer.content };
          },
          slowest,
        ),
      );
    } catch (error) {
      if (isProcessEnd(error)) return outcomes;
      if (error instanceof AppError && ['cancelled', 'bug'].includes(error.family)) throw error;
      const refused: EntryOutcome = { outcome: { kind: 'refused', error: toWire(error) }, content: null };
      return outcomes.map((outcome) => outcome ?? refused);
    }
    return outcomes;
  }
}

function isProcessEnd(error: unknown): boolean {
  return error instanceof AppError && error.code.startsWith('process/');
}

function nothingSaid(what: string): AppError {
  return new AppError('internal/bug', `a parser process gave no ${what}`);
}

function killedBy(what: string, cause: unknown): AppError {
  return new AppError('import/process-killed', `reading this ${what} ended the process that read it`, { cause });
}

function refusedByDeath(): FileOutcome {
  return { kind: 'refused', error: toWire(killedBy('file', null)) };
}
