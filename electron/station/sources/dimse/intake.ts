import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import type { IncomingObject } from '../source.ts';
import type { Sender } from './dimse-messages.ts';
import type { Taken } from './taken.ts';

/** What an object costs on its way; the process charges the same (process/credit.ts). */
const OBJECT_COST = 64 * 1024;

export interface IntakeListener {
  begin?(sopUid: string | null, sender: Sender | null): Promise<IncomingObject>;
  statusOf?(error: AppError): number;
}

interface Taking {
  /** Everything that is to happen with the object, in order. */
  turn: Promise<void>;
  object: IncomingObject | null;
  error: AppError | null;
  ended: boolean;
}

/**
 * Passes objects from the process on to whoever takes them, each in order, several beside each other. What was taken is
 * given back as credit, so that a taker that is slow slows the line.
 */
export class Intake {
  readonly #taken: Pick<Taken, 'credit' | 'answer'>;
  readonly #listener: IntakeListener;
  readonly #taking = new Map<number, Taking>();
  /** Why an object could not be taken; the first. Only where the job is to fail for it. */
  failure: AppError | null = null;
  onFailure: () => void = () => undefined;

  constructor(taken: Pick<Taken, 'credit' | 'answer'>, listener: IntakeListener) {
    this.#taken = taken;
    this.#listener = listener;
  }

  begin(id: number, sopUid: string | null, sender: Sender | null): void {
    const taking: Taking = { turn: Promise.resolve(), object: null, error: null, ended: false };
    this.#taking.set(id, taking);
    this.#then(id, taking, async () => {
      if (this.#listener.begin === undefined) throw new AppError('internal/bug', 'nobody takes objects of this job');
      taking.object = await this.#listener.begin(sopUid, sender);
    });
  }

  /** @param done they are not needed any more */
  chunk(id: number, bytes: Uint8Array, done: () => void = () => undefined): void {
    const taking = this.#taking.get(id);
    if (taking === undefined) {
      done();
      return;
    }
    const { length } = bytes;
    this.#then(
      id,
      taking,
      async () => taking.object?.write(bytes),
      () => {
        done();
        this.#taken.credit(id, length);
      },
    );
  }

  /** All of it came, or what kept the rest from coming. */
  ended(id: number, error: AppError | null): void {
    const taking = this.#taking.get(id);
    if (taking === undefined || taking.ended) return;
    taking.ended = true;
    this.#then(id, taking, async () => {
      if (error === null) await taking.object?.end();
      else await taking.object?.abort(error);
      taking.object = null;
    });
    taking.turn = taking.turn.then(() => {
      this.#taking.delete(id);
      const listened = this.#listener.statusOf !== undefined;
      if (listened && taking.error === null) this.#taken.answer(id, 0);
      this.#taken.credit(id, OBJECT_COST);
    });
  }

  /** Everything that came is taken, or failed. */
  async settled(): Promise<void> {
    await Promise.all([...this.#taking.values()].map(({ turn }) => turn));
  }

  /** The job ended early: objects that are not whole are given up, those that are go to their end. */
  async abandon(error: AppError): Promise<void> {
    for (const [id, taking] of this.#taking) {
      if (!taking.ended) this.ended(id, error);
    }
    await this.settled();
  }

  #then(id: number, taking: Taking, step: () => Promise<void> | undefined, after: () => void = () => undefined): void {
    taking.turn = taking.turn.then(async () => {
      try {
        if (taking.error === null) await step();
      } catch (thrown) {
        await this.#failed(id, taking, asAppError(thrown));
      }
      after();
    });
  }

  async #failed(id: number, taking: Taking, error: AppError): Promise<void> {
    taking.error = error;
    const { object } = taking;
    taking.object = null;
    try {
      await object?.abort(error);
    } catch (cause) {
      // The first error is the one that says why; this one only that nothing could be cleared away.
      void cause;
    }
    if (this.#listener.statusOf !== undefined) {
      this.#taken.answer(id, this.#listener.statusOf(error));
      return;
    }
    this.failure ??= error;
    this.onFailure();
  }
}
