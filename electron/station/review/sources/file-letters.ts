import { open } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import { diskError } from '../../kernel/disk-error.ts';

const PIECE = 1024 * 1024;

export interface FilePiece {
  /** One byte to a letter, UTF-8 where the file is a text. */
  readonly letters: string;
  /** Bytes of the file up to here, and in all. */
  readonly done: number;
  readonly total: number;
}

/**
 * A file piece by piece. UTF-16 that says so by its mark (as spreadsheets save it) comes as UTF-8.
 * @throws AppError disk/not-found, disk/failed
 */
export async function* fileLetters(file: string): AsyncGenerator<FilePiece> {
  const handle = await open(file, 'r').catch((error: unknown) => Promise.reject(diskError(error)));
  try {
    const { size: total } = await handle.stat();
    const buffer = Buffer.alloc(PIECE);
    let done = 0;
    let wide: TextDecoder | null = null;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, PIECE, null);
      if (bytesRead === 0) break;
      const bytes = buffer.subarray(0, bytesRead);
      if (done === 0) wide = wideDecoder(bytes);
      done += bytesRead;
      const letters =
        wide === null
          ? bytes.toString('latin1')
          : Buffer.from(wide.decode(bytes, { stream: true }), 'utf8').toString('latin1');
      yield { letters, done, total };
    }
    const rest = wide?.decode() ?? '';
    if (rest !== '') yield { letters: Buffer.from(rest, 'utf8').toString('latin1'), done, total };
  } catch (error) {
    throw diskError(error);
  } finally {
    await handle.close();
  }
}

function wideDecoder(bytes: Uint8Array): TextDecoder | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le');
  return bytes[0] === 0xfe && bytes[1] === 0xff ? new TextDecoder('utf-16be') : null;
}
