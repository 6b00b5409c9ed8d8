import { randomBytes } from 'node:crypto';
import { FileToken } from '../../../shared/contract/file-token.ts';
import { AppError } from '../../../shared/errors/app-error.ts';

/** What a token may be used for: a choice of files to read never names a place to write. */
export type FilePurpose =
  'import' | 'export' | 'backup' | 'profile' | 'sign-in' | 'certificate' | 'hanging' | 'template';

/** A page redeems its token at once; one that it keeps is of no use soon. */
const LIFE_MS = 60_000;
/** The oldest goes when a page collects more than this. */
const MOST_OPEN = 64;

interface Granted {
  readonly page: string;
  readonly purpose: FilePurpose;
  readonly paths: readonly string[];
  readonly expiresAt: number;
}

/** Files and folders that readers chose, each behind a random token that is good once, soon, and in one page. */
export class FileTokens {
  #granted = new Map<FileToken, Granted>();
  #now: () => number;

  /** @param now milliseconds on a clock that never jumps */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  grant(page: string, purpose: FilePurpose, paths: readonly string[]): FileToken {
    const token = FileToken.parse(randomBytes(32).toString('hex'));
    this.#granted.set(token, { page, purpose, paths, expiresAt: this.#now() + LIFE_MS });
    for (const oldest of this.#granted.keys()) {
      if (this.#granted.size <= MOST_OPEN) break;
      this.#granted.delete(oldest);
    }
    return token;
  }

  /**
   * The paths behind a token. Whatever the answer, the token is spent.
   * @throws AppError request/stale-token
   */
  redeem(page: string, purpose: FilePurpose, token: FileToken): readonly string[] {
    const granted = this.#granted.get(token);
    this.#granted.delete(token);
    const isGood =
      granted?.page === page &&
      granted.purpose === purpose &&
      granted.paths.length > 0 &&
      this.#now() < granted.expiresAt;
    if (!isGood) throw new AppError('request/stale-token', 'the choice of files is not good any more');
    return granted.paths;
  }

  /** Takes back what a page was given, or everything (lock). */
  forget(page?: string): void {
    for (const [token, granted] of this.#granted) {
      if (page === undefined || granted.page === page) this.#granted.delete(token);
    }
  }
}
