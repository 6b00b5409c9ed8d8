/** What one chunk of a blob holds: its writer seals a piece where it lies. */
export const PIECE_BYTES = 256 * 1024;
/** Pieces that are kept while nobody has any. */
const KEPT_IDLE = 32;

export type Piece = Uint8Array<SharedArrayBuffer>;

/**
 * Memory for objects on their way in, used over and over, and shared with the threads that write blobs. Fresh memory for each object is
 * what the garbage collector is busy with for half the time of a retrieve: it counts what lies outside its heap, and looks through all
 * of it for every 64 MB.
 */
export class Pieces {
  readonly #free: Piece[] = [];
  #taken = 0;

  /** PIECE_BYTES, with whatever was in them before. */
  take(): Piece {
    this.#taken += 1;
    return this.#free.pop() ?? new Uint8Array(new SharedArrayBuffer(PIECE_BYTES));
  }

  /** Nobody reads or writes them any more. */
  give(pieces: readonly Piece[]): void {
    this.#taken -= pieces.length;
    this.#free.push(...pieces);
    if (this.#taken === 0) this.#free.splice(KEPT_IDLE);
  }
}

/** Room that so many bytes take up. */
export function inPieces(bytes: number): number {
  return Math.ceil(bytes / PIECE_BYTES) * PIECE_BYTES;
}

/** A copy of the first `bytes`, in memory of its own. */
export function copyOf(pieces: readonly Uint8Array[], bytes: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(bytes);
  for (const [index, piece] of pieces.entries()) {
    const at = index * PIECE_BYTES;
    if (at >= bytes) break;
    whole.set(piece.subarray(0, bytes - at), at);
  }
  return whole;
}
