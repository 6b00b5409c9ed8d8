import { AppError, toWire } from '../../../../../shared/errors/app-error.ts';
import type { FromDimse, Sender } from '../dimse-messages.ts';
import type { DataReader } from '../wire/line.ts';
import { LIMITS } from '../wire/limits.ts';
import { fileHead } from '../wire/part10.ts';
import type { CreditWindow } from './credit.ts';
import { OBJECT_COST } from './credit.ts';
import type { SidePart, SideWriter } from './side-writer.ts';

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
  readonly #side: SideWriter;
  readonly #open = new Map<number, Open>();
  #next = 1;

  /** @param side parts of objects go there while it is open, else as messages */
  constructor(post: (message: FromDimse) => void, side: SideWriter) {
    this.#post = post;
    this.#side = side;
  }

  /** Takes one data set; the object begins at once. */
  take(facts: Arriving): DataReader {
    const object = this.#next++;
    const { window } = facts;
    const open: Open = { window, owed: OBJECT_COST, ended: false, refused: null, onAnswer: [] };
    this.#open.set(object, open);
    window.spend(OBJECT_COST);
    this.#post({ t: 'begin', job: facts.job, object, sopUid: facts.sopUid, sender: facts.sender });
    let part: SidePart | null = null;
    let held = 0;
    let total = 0;
    const flush = (): void => {
      const full = part;
      const bytes = held;
      part = null;
      held = 0;
      if (full === null) return;
      if (open.refused !== null) {
        this.#side.giveBack(full);
        return;
      }
      open.owed += bytes;
      window.spend(bytes);
      this.#send(object, full, bytes);
    };
    const fill = (bytes: Uint8Array): void => {
      for (let at = 0; at < bytes.length;) {
        part ??= this.#side.part();
        const some = bytes.subarray(at, at + part.body.length - held);
        part.body.set(some, held);
        held += some.length;
        at += some.length;
        if (held === part.body.length) flush();
      }
    };
    fill(fileHead(facts));
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
        if (open.refused === null) fill(bytes);
      },
      end: () => {
        flush();
        end(null);
        facts.onWhole(object, open.refused);
      },
      lost: (error) => {
        if (part !== null) this.#side.giveBack(part);
        part = null;
        end(error);
      },
    };
  }

  #send(object: number, part: SidePart, length: number): void {
    if (this.#side.isOpen) {
      this.#side.sendPart(object, part, length);
      return;
    }
    // A message is copied out of it before `post` returns.
    this.#post({ t: 'chunk', object, bytes: part.body.subarray(0, length) });
    this.#side.giveBack(part);
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
