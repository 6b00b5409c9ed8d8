import path from 'node:path';
import { AppError, fromWire } from '../../../../shared/errors/app-error.ts';
import type { Arrival, Ingest, Ingested } from '../../archive/ingest.ts';
import type { ParserPool } from '../../dicom/parser-pool.ts';
import type { FileOutcome } from '../../dicom/parser-messages.ts';
import type { ParsedObject } from '../../dicom/parsed-object.ts';
import { newId } from '../../kernel/ids.ts';
import type { IncomingObject, RetrieveSink } from '../../sources/source.ts';
import type { Admission, Asked, StrayReason } from './admission.ts';
import type { Credit } from './credit.ts';
import { contentOf, HEADS, headOf, Incoming } from './incoming.ts';
import type { WholeObject } from './incoming.ts';

/** Stored together: what import found best. */
const GROUP_OBJECTS = 16;
const GROUP_BYTES = 32 * 1024 * 1024;
/** Groups at once: the blobs of one are written while the rows of the other are. */
const GROUPS = 2;

/** What became of an object that came. */
export type Received =
  | { readonly kind: 'stored' | 'already' | 'conflict'; readonly parsed: ParsedObject; readonly bytes: number }
  | { readonly kind: 'stray'; readonly reason: StrayReason; readonly bytes: number }
  | { readonly kind: 'refused'; readonly error: AppError; readonly bytes: number };

export interface StoreSinkOptions {
  readonly ingest: Pick<Ingest, 'take'>;
  readonly parsers: Pick<ParserPool, 'readStarts' | 'readBytes' | 'readSpools'>;
  readonly credit: Credit;
  readonly tmpDir: string;
  readonly admission: Pick<Admission, 'judge'>;
  readonly asked: () => Asked | null;
  /** Keeps what is not what was asked for apart, for good. */
  readonly keepStray: (object: WholeObject, reason: StrayReason, studyUid: string | null) => Promise<void>;
  readonly pace: (bytes: number) => Promise<void>;
  readonly onReceived: (received: Received, studyId: string | null) => void;
  /** Throws disk/full, source/quota while there is no room for studies. */
  readonly requireRoom: () => void;
  /**
   * False: an object whose pixels end before they should is not taken: its source is asked for it once more. Absent: it is taken as its
   * source has it, and shown as cut short.
   */
  readonly takesShort?: boolean;
  /** True: `end` of an object resolves when it is safe, and throws why it is not. For peers that push. */
  readonly answers: boolean;
}

interface Waiting {
  readonly object: WholeObject;
  readonly settle: (outcome: Received) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * The end of the line: takes objects as a source sends them, and gives them to the archive in groups. Nothing is in the store
 * before it is whole, understood and what was asked for.
 */
export class StoreSink implements RetrieveSink {
  readonly #options: StoreSinkOptions;
  readonly #queue: Waiting[] = [];
  #groups = 0;
  /** Which beginnings are tried. */
  #heads = 0;
  #open = 0;
  #stopped = false;
  #failure: unknown = null;
  #onChange: (() => void)[] = [];

  constructor(options: StoreSinkOptions) {
    this.#options = options;
  }

  async begin(facts: {
    readonly sopUid: string | null;
    readonly expectedBytes: number | null;
  }): Promise<IncomingObject> {
    // Those that are on their way are let in: whoever would come after them waits, and is then turned away.
    while (this.#stopped && this.#open > 0) await this.#change();
    this.#requireOpen();
    this.#options.requireRoom();
    this.#open += 1;
    try {
      return await Incoming.begin(
        {
          credit: this.#options.credit,
          spoolPath: () => path.join(this.#options.tmpDir, `spool-${newId()}`),
          pace: this.#options.pace,
          whole: (object) => this.#take(object),
          ended: () => this.#ended(),
        },
        facts,
      );
    } catch (error) {
      this.#ended();
      throw error;
    }
  }

  /** Everything that ended by now is stored, or its error is thrown. */
  async settle(): Promise<void> {
    while (this.#queue.length > 0 || this.#groups > 0) await this.#change();
    if (this.#failure !== null) throw this.#failure;
  }

  /** Takes no further object, and resolves when those on their way have ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    while (this.#open > 0) await this.#change();
  }

  #requireOpen(): void {
    if (this.#failure !== null) throw this.#failure;
    if (this.#stopped) throw new AppError('request/cancelled', 'no further object is taken now');
  }

  #ended(): void {
    this.#open -= 1;
    this.#tell();
  }

  async #take(object: WholeObject): Promise<void> {
    const outcome = new Promise<Received>((settle, fail) => this.#queue.push({ object, settle, fail }));
    outcome.catch(() => undefined);
    this.#next();
    if (!this.#options.answers) return;
    const received = await outcome;
    if (received.kind === 'refused') throw received.error;
    if (received.kind === 'stray') throw strayError(received.reason);
  }

  #next(): void {
    while (this.#groups < GROUPS && this.#queue.length > 0) {
      const group = this.#nextGroup();
      this.#groups += 1;
      void this.#store(group).finally(() => {
        this.#groups -= 1;
        this.#next();
        this.#tell();
      });
    }
  }

  #nextGroup(): readonly Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { object } of this.#queue) {
      bytes += object.bytes;
      if (count > 0 && (count >= GROUP_OBJECTS || bytes > GROUP_BYTES)) break;
      count += 1;
    }
    return this.#queue.splice(0, count);
  }

  /** Never rejects: what fails for all is kept, and ends the retrieve. */
  async #store(group: readonly Waiting[]): Promise<void> {
    try {
      if (this.#failure !== null) throw this.#failure;
      await this.#storeAll(group);
    } catch (error) {
      this.#fail(error);
      for (const { fail } of group) fail(error);
    } finally {
      for (const { object } of group) await object.release().catch((error: unknown) => this.#fail(error));
    }
  }

  async #storeAll(group: readonly Waiting[]): Promise<void> {
    const outcomes = await this.#understand(group.map(({ object }) => object));
    const arrivals = new Map<Arrival, Waiting>();
    for (const [index, waiting] of group.entries()) {
      const outcome = outcomes[index];
      if (outcome?.kind !== 'object') {
        const error = outcome?.kind === 'refused' ? fromWire(outcome.error) : notDicom();
        this.#settle(waiting, { kind: 'refused', error, bytes: waiting.object.bytes });
        continue;
      }
      if (this.#options.takesShort === false && outcome.parsed.notes.includes('pixel-data-short')) {
        this.#settle(waiting, { kind: 'refused', error: cutShort(), bytes: waiting.object.bytes });
        continue;
      }
      const reason = this.#options.admission.judge(outcome.parsed, waiting.object.sopUid, this.#options.asked());
      if (reason !== null) {
        await this.#options.keepStray(waiting.object, reason, outcome.parsed.studyUid);
        this.#settle(waiting, { kind: 'stray', reason, bytes: waiting.object.bytes });
        continue;
      }
      arrivals.set(arrivalOf(waiting.object, outcome.parsed), waiting);
    }
    const stored = await this.#options.ingest.take([...arrivals.keys()]);
    for (const [index, [arrival, waiting]] of [...arrivals].entries()) {
      this.#settle(waiting, ...receivedOf(stored[index], arrival.parsed, waiting.object.bytes));
    }
  }

  /** From the beginnings where those are enough: most of an object's bytes never leave this process but for the disk. */
  async #understand(objects: readonly WholeObject[]): Promise<readonly FileOutcome[]> {
    const { parsers } = this.#options;
    const outcomes = new Map<WholeObject, FileOutcome>();
    for (const most of HEADS.slice(this.#heads)) {
      const starts = objects.flatMap((object) => {
        const head = outcomes.has(object) ? null : headOf(object, most);
        return head === null || head.length === object.bytes ? [] : [{ object, head, bytes: object.bytes }];
      });
      if (starts.length === 0) continue;
      const parsed = await parsers.readStarts(starts);
      for (const [index, { object }] of starts.entries()) {
        const known = parsed[index] ?? null;
        if (known !== null) outcomes.set(object, { kind: 'object', parsed: known });
        // Those that follow are of the same make.
        else this.#heads = HEADS.length - 1;
      }
    }
    const whole = objects.flatMap((object) =>
      !outcomes.has(object) && 'pieces' in object.source ? [{ object, bytes: contentOf(object) }] : [],
    );
    const read = await parsers.readBytes(
      whole.map(({ bytes }) => bytes),
      'none',
    );
    for (const [index, { object }] of whole.entries()) if (read[index]) outcomes.set(object, read[index]);
    const large = objects.flatMap((object) =>
      'spool' in object.source ? [{ object, spool: object.source.spool }] : [],
    );
    const fromDisk = await parsers.readSpools(large.map(({ spool }) => spool));
    for (const [index, { object }] of large.entries()) if (fromDisk[index]) outcomes.set(object, fromDisk[index]);
    return objects.map((object) => outcomes.get(object) ?? { kind: 'archive' });
  }

  /** Whoever hears of each object by itself tries the next one. */
  #fail(error: unknown): void {
    if (!this.#options.answers) this.#failure ??= error;
  }

  #settle(waiting: Waiting, received: Received, studyId: string | null = null): void {
    this.#options.onReceived(received, studyId);
    waiting.settle(received);
  }

  #tell(): void {
    for (const wake of this.#onChange.splice(0)) wake();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#onChange.push(resolve));
  }
}

export function strayError(reason: StrayReason): AppError {
  return new AppError('source/other-patient', 'the source sent something else than was asked for', {
    context: { reason },
  });
}

function arrivalOf({ source, bytes }: WholeObject, parsed: ParsedObject): Arrival {
  const load = (): Promise<Uint8Array> => Promise.resolve(contentOf({ source, bytes }));
  // An object without a study UID was not asked for by one: it makes a study of its own.
  return { parsed, source, load, folder: newId() };
}

function receivedOf(
  stored: Ingested | undefined,
  parsed: ParsedObject,
  bytes: number,
): readonly [Received, string | null] {
  if (stored === undefined) throw new AppError('internal/bug', 'an arrival has no outcome');
  switch (stored.kind) {
    case 'imported':
      return [{ kind: 'stored', parsed, bytes }, stored.studyId];
    case 'conflict':
      return [{ kind: 'conflict', parsed, bytes }, stored.studyId];
    case 'already':
      return [{ kind: 'already', parsed, bytes }, null];
    case 'refused':
      return [{ kind: 'refused', error: stored.error, bytes }, null];
  }
}

function cutShort(): AppError {
  return new AppError('source/incomplete', 'the pixels of an object end before they should', { retry: 'later' });
}

function notDicom(): AppError {
  return new AppError('dicom/not-dicom', 'what came is no DICOM object');
}
