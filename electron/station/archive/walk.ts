import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';

/** A file found, with its size at that moment. */
export interface FoundFile {
  readonly path: string;
  readonly bytes: number;
  /** Named by the reader, not found in a folder. */
  readonly named: boolean;
}

export interface Walked {
  readonly files: readonly FoundFile[];
  readonly bytes: number;
  /** What could not be looked at: links, devices, folders without permission. */
  readonly refused: readonly { readonly path: string; readonly error: AppError }[];
}

/**
 * Files under paths, each once, in the order of the paths and then of their names. Symbolic links are refused, never
 * followed: a disc could point anywhere.
 */
export async function walkPaths(paths: readonly string[], signal?: AbortSignal): Promise<Walked> {
  const walk = new Walk(signal);
  for (const given of paths) await walk.visit(path.resolve(given), true);
  return walk.result();
}

class Walk {
  readonly #signal: AbortSignal | undefined;
  readonly #files = new Map<string, FoundFile>();
  readonly #refused = new Map<string, AppError>();
  #bytes = 0;

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  result(): Walked {
    const refused = [...this.#refused].map(([place, error]) => ({ path: place, error }));
    return { files: [...this.#files.values()], bytes: this.#bytes, refused };
  }

  async visit(place: string, named: boolean): Promise<void> {
    this.#signal?.throwIfAborted();
    if (this.#files.has(place) || this.#refused.has(place)) return;
    try {
      const facts = await lstat(place);
      if (facts.isSymbolicLink()) {
        this.#refused.set(place, new AppError('import/link-refused', 'links are not followed'));
      } else if (facts.isDirectory()) {
        await this.#visitFolder(place);
      } else if (facts.isFile()) {
        this.#files.set(place, { path: place, bytes: facts.size, named });
        this.#bytes += facts.size;
      } else {
        this.#refused.set(place, new AppError('import/unreadable-path', 'this is neither a file nor a folder'));
      }
    } catch (error) {
      this.#signal?.throwIfAborted();
      this.#refused.set(place, unreadable(error));
    }
  }

  async #visitFolder(folder: string): Promise<void> {
    const names = await readdir(folder);
    // By code units: the same order on every system and in every language.
    for (const name of names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)))
      await this.visit(path.join(folder, name), false);
  }
}

function unreadable(error: unknown): AppError {
  const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  const message = missing ? 'there is no such file or folder' : 'the path cannot be read';
  return new AppError('import/unreadable-path', message, { cause: error });
}
