import { AppError } from '../../../../shared/errors/app-error.ts';
import type { BlobSource } from '../../kernel/blob-tasks.ts';
import { removeSpool, SpoolWriter } from '../../kernel/spool-file.ts';
import type { IncomingObject } from '../../sources/source.ts';
import type { Credit } from './credit.ts';

/** Objects up to here are kept in memory while they arrive. */
export const MOST_IN_MEMORY = 64 * 1024 * 1024;
/** Longer ones are refused: an object must fit in one buffer to be decoded. */
const MOST_BYTES = 2048 * 1024 * 1024;
/** Room is taken in steps where nobody said how long the object is. */
const STEP = 1024 * 1024;
/** Enough for most headers. */
const HEAD = 64 * 1024;

/** All of one object, in memory or sealed on the disk. */
export interface WholeObject {
  /** As the framing said. */
  readonly sopUid: string | null;
  readonly bytes: number;
  readonly source: Exclude<BlobSource, { readonly path: string }>;
  /** Gives back what it takes up. */
  release(): Promise<void>;
}

export interface IncomingPorts {
  readonly credit: Credit;
  /** A name of ours in the store's tmp/. */
  readonly spoolPath: () => string;
  /** Waits until so many bytes may pass. */
  readonly pace: (bytes: number) => Promise<void>;
  readonly whole: (object: WholeObject) => Promise<void>;
  /** It ended, well or not. */
  readonly ended: () => void;
}

/** One object on its way in: kept in memory within the credit, else written sealed to the disk; never in the clear. */
export class Incoming implements IncomingObject {
  readonly #ports: IncomingPorts;
  readonly #sopUid: string | null;
  /** For all of it, where its length was said; what does not fit after all lies in chunks. */
  #room: Uint8Array | null = null;
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #granted = 0;
  #spool: SpoolWriter | null = null;
  #over = false;

  private constructor(ports: IncomingPorts, sopUid: string | null) {
    this.#ports = ports;
    this.#sopUid = sopUid;
  }

  /** Waits for the room that the object says it needs. What it says is not believed: it may get less, or take more. */
  static async begin(
    ports: IncomingPorts,
    facts: { readonly sopUid: string | null; readonly expectedBytes: number | null },
  ): Promise<Incoming> {
    const incoming = new Incoming(ports, facts.sopUid);
    const expected = facts.expectedBytes ?? 0;
    if (expected > MOST_IN_MEMORY) await incoming.#toDisk();
    else if (expected > 0) {
      await incoming.#makeRoom(expected);
      if (incoming.#spool === null) incoming.#room = new Uint8Array(expected);
    }
    return incoming;
  }

  async write(chunk: Uint8Array): Promise<void> {
    if (this.#over) throw givenUp();
    await this.#ports.pace(chunk.length);
    const bytes = this.#bytes + chunk.length;
    if (bytes > MOST_BYTES) throw new AppError('dicom/too-large', 'an object has more bytes than any modality writes');
    if (this.#spool === null) await this.#makeRoom(bytes);
    if (this.#spool === null) this.#keep(chunk);
    else await this.#spool.write(chunk);
    this.#bytes = bytes;
  }

  #keep(chunk: Uint8Array): void {
    if (this.#room !== null && this.#bytes + chunk.length <= this.#room.length) {
      this.#room.set(chunk, this.#bytes);
      return;
    }
    this.#leaveRoom();
    this.#chunks.push(chunk);
  }

  /** It is longer than somebody said. */
  #leaveRoom(): void {
    if (this.#room !== null) this.#chunks.push(this.#room.subarray(0, this.#bytes));
    this.#room = null;
  }

  async end(): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    try {
      await this.#ports.whole(await this.#finish());
    } finally {
      this.#ports.ended();
    }
  }

  async abort(): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    try {
      this.#chunks = [];
      this.#room = null;
      this.#ports.credit.give(this.#granted, false);
      await this.#spool?.abort();
    } finally {
      this.#ports.ended();
    }
  }

  async #makeRoom(bytes: number): Promise<void> {
    if (bytes <= this.#granted) return;
    if (bytes > MOST_IN_MEMORY) return this.#toDisk();
    const more = Math.max(bytes - this.#granted, Math.min(STEP, MOST_IN_MEMORY - this.#granted));
    if (!(await this.#ports.credit.take(more))) return this.#toDisk();
    if (this.#over) {
      // It was given up while it waited.
      this.#ports.credit.give(more, false);
      throw givenUp();
    }
    this.#granted += more;
  }

  async #toDisk(): Promise<void> {
    const spool = await SpoolWriter.open(this.#ports.spoolPath());
    if (this.#over) {
      await spool.abort();
      throw givenUp();
    }
    this.#spool = spool;
    this.#leaveRoom();
    for (const chunk of this.#chunks.splice(0)) await spool.write(chunk);
    this.#ports.credit.give(this.#granted, false);
    this.#granted = 0;
  }

  async #finish(): Promise<WholeObject> {
    const sopUid = this.#sopUid;
    const { credit } = this.#ports;
    if (this.#spool !== null) {
      const spool = await this.#spool.end();
      return { sopUid, bytes: spool.bytes, source: { spool }, release: () => removeSpool(spool.path) };
    }
    const bytes = this.#room === null ? joined(this.#chunks, this.#bytes) : trimmed(this.#room, this.#bytes);
    this.#chunks = [];
    this.#room = null;
    // What it did not use after all.
    credit.give(this.#granted - bytes.length, false);
    credit.leave(bytes.length);
    let held = true;
    const release = (): Promise<void> => {
      if (held) credit.give(bytes.length, true);
      held = false;
      return Promise.resolve();
    };
    return { sopUid, bytes: bytes.length, source: { bytes }, release };
  }
}

/** The beginning of an object in memory; null on the disk. */
export function headOf({ source }: WholeObject): Uint8Array | null {
  return 'bytes' in source ? source.bytes.subarray(0, HEAD) : null;
}

function givenUp(): AppError {
  return new AppError('request/cancelled', 'this object is not taken any more');
}

/** Much room that was asked for and not used is not held. */
function trimmed(room: Uint8Array, bytes: number): Uint8Array {
  return bytes < room.length / 2 ? room.slice(0, bytes) : room.subarray(0, bytes);
}

function joined(chunks: readonly Uint8Array[], bytes: number): Uint8Array {
  if (chunks.length === 1 && chunks[0]?.length === bytes) return chunks[0];
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
