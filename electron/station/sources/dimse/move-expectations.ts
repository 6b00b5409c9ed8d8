import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import type { IncomingObject, RetrieveSink } from '../source.ts';

/** Objects of one C-MOVE whose last step runs on after the peer was answered. */
const MOST_ENDING = 64;

/** One C-MOVE of ours that runs: what it brings to our receiver goes to its sink. */
export class Expectation {
  readonly messageId: number;
  readonly callingAe: string;
  readonly #sink: RetrieveSink;
  readonly #fail: (error: AppError) => void;
  readonly #ending = new Set<Promise<void>>();
  failure: AppError | null = null;

  constructor(messageId: number, callingAe: string, sink: RetrieveSink, fail: (error: AppError) => void) {
    this.messageId = messageId;
    this.callingAe = callingAe;
    this.#sink = sink;
    this.#fail = fail;
  }

  /**
   * An object of this move. The peer is answered as soon as all of it came, while it is still being put away: the move is our
   * own request, and what is lost after that is asked for again.
   */
  async begin(sopUid: string | null): Promise<IncomingObject> {
    const object = await this.#guarded(this.#sink.begin({ sopUid, expectedBytes: null }));
    return {
      write: (chunk) => this.#guarded(object.write(chunk)),
      abort: (reason) => object.abort(reason),
      end: async () => {
        while (this.#ending.size >= MOST_ENDING) await Promise.race(this.#ending);
        const ending: Promise<void> = this.#guarded(object.end())
          .catch(() => undefined)
          .then(() => {
            this.#ending.delete(ending);
          });
        this.#ending.add(ending);
      },
    };
  }

  /** Everything that came is put away, or failed. */
  async settled(): Promise<void> {
    while (this.#ending.size > 0) await Promise.all(this.#ending);
  }

  async #guarded<T>(step: Promise<T>): Promise<T> {
    try {
      return await step;
    } catch (error) {
      this.failure ??= asAppError(error);
      this.#fail(this.failure);
      throw error;
    }
  }
}

/** The C-MOVEs that run, so that the receiver knows whose objects come. */
export class MoveExpectations {
  readonly #running = new Set<Expectation>();
  readonly #titles = new Set<string>();
  #next = 1;

  /** @param fail is told when the sink takes something not: the move is to be stopped */
  open(callingAe: string, sink: RetrieveSink, fail: (error: AppError) => void): Expectation {
    const expectation = new Expectation(this.#freeId(callingAe), callingAe, sink, fail);
    this.#running.add(expectation);
    this.#titles.add(callingAe);
    return expectation;
  }

  close(expectation: Expectation): void {
    this.#running.delete(expectation);
  }

  /** By what the peer says of the move that caused an object. A peer that does not say it may only serve one at a time. */
  match(originator: string | null, originatorId: number | null): Expectation | null {
    const running = [...this.#running];
    if (originatorId === null) return running.length === 1 ? (running[0] ?? null) : null;
    return (
      running.find((one) => one.messageId === originatorId && (originator === null || one.callingAe === originator)) ??
      null
    );
  }

  /** Whether a move was one of ours, be it over by now: what it still brings is not a push. */
  isOurs(originator: string | null): boolean {
    return originator !== null && this.#titles.has(originator);
  }

  #freeId(callingAe: string): number {
    for (let tried = 0; tried < 0xffff; tried += 1) {
      const id = this.#next;
      this.#next = this.#next === 0xffff ? 1 : this.#next + 1;
      const isTaken = [...this.#running].some((one) => one.messageId === id && one.callingAe === callingAe);
      if (!isTaken) return id;
    }
    throw new AppError('source/busy', 'too many C-MOVEs run at once', { retry: 'later' });
  }
}
