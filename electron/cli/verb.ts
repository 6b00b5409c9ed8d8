import type { AppError } from '../../shared/errors/app-error.ts';
import type { CallRoles } from '../../shared/contract/roles.ts';
import type { Station } from '../station/station.ts';
import type { Arguments, OptionTable } from './arguments.ts';

export interface VerbContext {
  readonly station: Station;
  readonly args: Arguments;
  /** What opened the store: the proof that a step up asks for. */
  readonly secret: string;
  /** Where a new passphrase may come from. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Progress and remarks: stderr only. */
  say(text: string): void;
  /** One JSON document on its own line, at once (`--lines`). */
  line(document: unknown): void;
}

/** What a verb has that opens no store. */
export type AloneContext = Pick<VerbContext, 'args' | 'say' | 'env'>;

/** One command of the command line. */
export interface Verb {
  readonly name: string;
  readonly usage: string;
  readonly help: string;
  readonly options: OptionTable;
  /** Who may use it, as for the calls of the window. 'nobody-yet': it opens no store. */
  readonly roles: CallRoles | ((args: Arguments) => CallRoles);
  /** Makes something new, and is refused in a store that lives on another machine. Absent: it makes nothing. */
  readonly makes?: boolean | ((args: Arguments) => boolean);
  /** Tells nothing of any study: whoever reads a case blind may use it all the same. Absent: it may tell of one. */
  readonly tellsOfNoStudy?: boolean;
  /** Whether words without a dash follow the verb; without this they are wrong usage. */
  readonly takesWords?: boolean;
  /** With `--lines` the elements of this list are written one a line. */
  readonly listKey?: string;
  /** Throws wrong usage before the store is opened, or made. */
  check?(args: Arguments): void;
  /** In place of `run`, for a verb that works without an open store. */
  alone?(context: AloneContext): Promise<unknown>;
  /** Whether these words are for `alone`; without it all are. */
  isAlone?(args: Arguments): boolean;
  /** Runs when the station is there and nobody has unlocked it yet. */
  before?(station: Station, args: Arguments): Promise<void>;
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
