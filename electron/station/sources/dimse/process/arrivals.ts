import { AppError, toWire } from '../../../../../shared/errors/app-error.ts';
import type { FromDimse, Sender } from '../dimse-messages.ts';
import type { DataReader } from '../wire/line.ts';
import { LIMITS } from '../wire/limits.ts';
import { fileHead } from '../wire/part10.ts';
import type { CreditWindow } from './credit.ts';
import { OBJECT_COST } from './credit.ts';

/** Pieces are put together to this much before they travel, bytes. Much shorter or longer messages cost the station more time. */
const CHUNK = 250 * 1024;

export interface Arriving {
  readonly job: number;
  readonly sopUid: string;
  readonly sopClass: string;
  readonly transferSyntax: string;
  readonly sender: Sender | null;
  readonly window: CreditWindow;
  readonly maxBytes?: number;
  /** The data set is all here. `status` where the taker said already that it does not want it. */
  readonly onWhole: (object: number, status: number | null) => void;
}

interface Open {
  readonly window: CreditWindow;
  /** Bytes that the taker still has. */
  owed: number;
  ended: boolean;
  /** What the taker answered before the end: the rest is let go by. */
  refused: number | null;
  readonly onAnswer: ((status: number) => void)[];
}

/** Objects on their way from the network to the station, each under a number of its own. */
export class Arrivals {
  readonly #post: (message: FromDimse) => void;
  readonly #open = new Map<number, Open>();
  #next = 1;

  constructor(post: (message: FromDimse) => void) {
    this.#post = post;
  }

  /** Takes one data set; the object begins at once. */
  take(facts: Arriving): DataReader {
    const object = this.#next++;
    const { window } = facts;
    const open: Open = { window, owed: OBJECT_COST, ended: false, refused: null, onAnswer: [] };
    this.#open.set(object, open);
    window.spend(OBJECT_COST);
    this.#post({ t: 'begin', job: facts.job, object, sopUid: facts.sopUid, sender: facts.sender });
    // One buffer for all chunks: a message is copied out of it before `post` returns.
    const chunk = Buffer.allocUnsafeSlow(CHUNK);
    let held = fileHead(facts).copy(chunk);
    let total = 0;
    const flush = (): void => {
      const bytes = chunk.subarray(0, held);
      held = 0;
      if (bytes.length === 0 || open.refused !== null) return;
      open.owed += bytes.length;
      window.spend(bytes.length);
      this.#post({ t: 'chunk', object, bytes });
    };
    const end = (error: AppError | null): void => {
      this.#post({ t: 'ended', object, error: error === null ? null : toWire(error) });
      open.ended = true;
      this.#forget(object, open);
    };
    const most = Math.min(facts.maxBytes ?? LIMITS.object, LIMITS.object);
    return {
      piece: (bytes) => {
        total += bytes.length;
        if (total > most) {
          const error = new AppError('source/quota', 'an object is larger than this program takes');
          throw error;
        }
        if (open.refused !== null) return;
        for (let at = 0; at < bytes.length;) {
          const taken = bytes.copy(chunk, held, at);
          held += taken;
          at += taken;
          if (held === CHUNK) flush();
        }
      },
      end: () => {
        flush();
        end(null);
        facts.onWhole(object, open.refused);
      },
      lost: (error) => end(error),
    };
  }

  /** Calls back once with what the taker answers. */
  awaitAnswer(object: number, onAnswer: (status: number) => void): void {
    const open = this.#open.get(object);
    if (open !== undefined) open.onAnswer.push(onAnswer);
  }

  credit(object: number, bytes: number): void {
    const open = this.#open.get(object);
    if (open === undefined) return;
    const given = Math.min(bytes, open.owed);
    open.owed -= given;
    open.window.give(given);
    this.#forget(object, open);
  }

  answer(object: number, status: number): void {
    const open = this.#open.get(object);
    if (open === undefined) return;
    if (!open.ended && status !== 0) open.refused = status;
    for (const tell of open.onAnswer.splice(0)) tell(status);
  }

  #forget(object: number, open: Open): void {
    if (open.ended && open.owed === 0) this.#open.delete(object);
  }
}
