import type { AppError } from '../../shared/errors/app-error.ts';
import type { Station } from '../station/station.ts';
import type { Arguments, OptionTable } from './arguments.ts';

export interface VerbContext {
  readonly station: Station;
  readonly args: Arguments;
  /** Progress and remarks: stderr only. */
  say(text: string): void;
  /** One JSON document on its own line, at once (`--lines`). */
  line(document: unknown): void;
}

/** What a verb has that opens no store. */
export interface AloneContext extends Pick<VerbContext, 'args' | 'say'> {
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** One command of the command line. */
export interface Verb {
  readonly name: string;
  readonly usage: string;
  readonly help: string;
  readonly options: OptionTable;
  /** Whether words without a dash follow the verb; without this they are wrong usage. */
  readonly takesWords?: boolean;
  /** With `--lines` the elements of this list are written one a line. */
  readonly listKey?: string;
  /** Throws wrong usage before the store is opened, or made. */
  check?(args: Arguments): void;
  /** In place of `run`, for a verb that works without an open store. */
  alone?(context: AloneContext): Promise<unknown>;
  /** The document to print; null when the verb wrote lines itself. */
  run(context: VerbContext): Promise<unknown>;
}

/** A verb that failed after it had done something: its document says what, beside the error. */
export class FailedVerb extends Error {
  readonly error: AppError;
  readonly done: object;

  constructor(error: AppError, done: object) {
    super(error.message);
    this.error = error;
    this.done = done;
  }
}
