import { AppError } from '../../../../shared/errors/app-error.ts';
import type { BlobSource } from '../../kernel/blob-tasks.ts';
import { copyOf, inPieces, PIECE_BYTES } from '../../kernel/pieces.ts';
import type { Piece } from '../../kernel/pieces.ts';
import { readSpool, removeSpool, SpoolWriter } from '../../kernel/spool-file.ts';
import type { IncomingObject } from '../../sources/source.ts';
import type { Credit } from './credit.ts';

/** Objects up to here are kept in memory while they arrive. */
export const MOST_IN_MEMORY = 16 * 1024 * 1024;
/** Longer ones are refused: an object must fit in one buffer to be decoded. */
const MOST_BYTES = 2048 * 1024 * 1024;
/** Room is taken in steps where nobody said how long the object is. */
const STEP = 1024 * 1024;
/** Enough for most headers, and for nearly all. */
export const HEADS = [16 * 1024, 128 * 1024] as const;

/** All of one object, in memory or sealed on the disk. */
export interface WholeObject {
  /** As the framing said. */
  readonly sopUid: string | null;
  readonly bytes: number;
  readonly source: Extract<BlobSource, { readonly pieces: unknown } | { readonly spool: unknown }>;
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
  #pieces: Piece[] = [];
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
    else if (expected > 0) await incoming.#makeRoom(expected);
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
    for (let at = 0; at < chunk.length;) {
      const end = this.#bytes + at;
      const within = end % PIECE_BYTES;
      const piece = within === 0 ? this.#nextPiece() : this.#pieces[Math.floor(end / PIECE_BYTES)];
      const part = chunk.subarray(at, at + PIECE_BYTES - within);
      piece?.set(part, within);
      at += part.length;
    }
  }

  #nextPiece(): Piece {
    const piece = this.#ports.credit.pieces.take();
    this.#pieces.push(piece);
    return piece;
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
      this.#leaveRoom();
      await this.#spool?.abort();
    } finally {
      this.#ports.ended();
    }
  }

  async #makeRoom(bytes: number): Promise<void> {
    if (bytes <= this.#granted) return;
    if (bytes > MOST_IN_MEMORY) return this.#toDisk();
    const more = Math.max(inPieces(bytes) - this.#granted, Math.min(STEP, MOST_IN_MEMORY - this.#granted));
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
    for (const piece of filled(this.#pieces, this.#bytes)) await spool.write(piece);
    this.#leaveRoom();
  }

  #leaveRoom(): void {
    this.#ports.credit.pieces.give(this.#pieces.splice(0));
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
    const bytes = this.#bytes;
    const taken = this.#pieces.splice(0);
    const room = inPieces(bytes);
    // What it did not use after all.
    credit.give(this.#granted - room, false);
    this.#granted = 0;
    credit.leave(room);
    let held = true;
    const release = (): Promise<void> => {
      if (held) {
        credit.pieces.give(taken);
        credit.give(room, true);
      }
      held = false;
      return Promise.resolve();
    };
    return { sopUid, bytes, source: { pieces: filled(taken, bytes) }, release };
  }
}

/** A copy of the beginning of an object in memory; null on the disk. @param most bytes */
export function headOf({ source, bytes }: WholeObject, most: number): Uint8Array | null {
  return 'pieces' in source ? copyOf(source.pieces, Math.min(bytes, most)) : null;
}

/** A copy of all of it. */
export function contentOf({ source, bytes }: Pick<WholeObject, 'source' | 'bytes'>): Uint8Array {
  return 'pieces' in source ? copyOf(source.pieces, bytes) : readSpool(source.spool);
}

/** The last one as far as it is used. */
function filled(pieces: readonly Piece[], bytes: number): readonly Piece[] {
  return pieces.map((piece, index) => piece.subarray(0, bytes - index * PIECE_BYTES));
}

function givenUp(): AppError {
  return new AppError('request/cancelled', 'this object is not taken any more');
}
