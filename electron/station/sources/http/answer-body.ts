import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import { AppError } from '../../../../shared/errors/app-error.ts';

/** A line that gives fewer bytes than this in a window is held open, not used: bytes and milliseconds of waiting. */
export const LEAST_BYTES = 4096;
export const TRICKLE_WINDOW_MS = 60_000;

export interface BodyCaps {
  /** Of the answer as it is read, inflated; null: whoever reads it counts. */
  readonly maxBytes: number | null;
  /** Whether it may come deflated at all. */
  readonly encoded: boolean;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

/**
 * The bytes of an answer's body as they come, inflated where its Content-Encoding says so. Leaving it early drops the connection.
 * @throws AppError source/wrong-answer for an unknown or damaged encoding and beyond the cap, source/timed-out for a trickle; what
 *   the line throws comes as it is
 */
export async function* answerBody(
  raw: Readable,
  encoding: string | undefined,
  { maxBytes, encoded, now }: BodyCaps,
): AsyncGenerator<Uint8Array> {
  const stream = inflated(raw, encoding, encoded);
  let bytes = 0;
  for await (const chunk of againstTrickle(stream, now)) {
    bytes += chunk.length;
    if (maxBytes !== null && bytes > maxBytes) throw wrong('too-long');
    yield chunk;
  }
}

function inflated(raw: Readable, encoding: string | undefined, allowed: boolean): Readable {
  const name = encoding?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity') return raw;
  const inflater = name === 'gzip' || name === 'x-gzip' ? createGunzip() : name === 'deflate' ? createInflate() : null;
  if (inflater === null || !allowed) {
    raw.on('error', ignore).destroy();
    throw wrong('encoding-not-asked-for');
  }
  // Whoever reads the inflater hears of its errors there.
  return pipeline(raw, inflater, ignore);
}

async function* againstTrickle(stream: Readable, now: () => number): AsyncGenerator<Uint8Array> {
  let waited = 0;
  let bytes = 0;
  let begin = now();
  for await (const chunk of read(stream)) {
    waited += now() - begin;
    bytes += chunk.length;
    if (bytes >= LEAST_BYTES) {
      waited = 0;
      bytes = 0;
    } else if (waited > TRICKLE_WINDOW_MS) {
      throw new AppError('source/timed-out', 'the answer trickles', { context: { reason: 'trickle' }, retry: 'later' });
    }
    yield chunk;
    // Only the line's time counts, not the reader's.
    begin = now();
  }
}

async function* read(stream: Readable): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) yield chunk;
  } catch (error) {
    if (isZlibError(error)) throw wrong('damaged-encoding', error);
    throw error;
  }
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}

function wrong(reason: string, cause?: unknown): AppError {
  return new AppError('source/wrong-answer', `the body of an answer: ${reason}`, { context: { reason }, cause });
}

/** Whoever has no more use for a stream has none for its error either. */
function ignore(): void {}
