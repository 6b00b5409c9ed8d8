import { AppError, asAppError, toWire } from '../../../../shared/errors/app-error.ts';
import { assertNever } from '../../../../shared/lib/assert-never.ts';
import { serveChild } from '../../kernel/child-channel.ts';
import type { Reply } from '../../kernel/child-channel.ts';
import { ToDimse } from './dimse-messages.ts';
import type { Found, FromDimse, Outcome, Task } from './dimse-messages.ts';
import { Arrivals } from './process/arrivals.ts';
import { commit } from './process/commitment.ts';
import { find } from './process/find.ts';
import { Listener } from './process/listener.ts';
import { reach } from './process/reach.ts';
import { retrieve } from './process/retrieve.ts';
import { SideWriter } from './process/side-writer.ts';
import { Outbound, store } from './process/store.ts';

/** Matches that travel as one message, and how long the first of them waits for others, milliseconds. */
const BATCH = 200;
const BATCH_MS = 50;

/**
 * Entry of the killable process that speaks DIMSE: it alone opens its sockets and reads what peers send. Jobs run beside each
 * other; each ends with 'done' or 'failed'.
 */
class DimseProcess {
  readonly #jobs = new Map<number, { readonly abort: AbortController; readonly outbound: Outbound }>();
  readonly #side = new SideWriter();
  readonly #post = (message: FromDimse): void => {
    if (this.#side.isOpen) this.#side.send(message);
    else this.#reply(message);
  };
  readonly #arrivals = new Arrivals(this.#post, this.#side);
  #reply: (message: FromDimse) => void = () => undefined;

  take(message: ToDimse, reply: (message: FromDimse) => void): void {
    this.#reply = reply;
    switch (message.t) {
      case 'ping':
        this.#post({ t: 'pong' });
        return;
      case 'side':
        void this.#listen(message.path, message.token);
        return;
      case 'start':
        void this.#run(message.job, message.task);
        return;
      case 'cancel':
        this.#jobs.get(message.job)?.abort.abort();
        return;
      case 'taken':
        for (const { object, status } of message.answers) this.#arrivals.answer(object, status);
        for (const { object, bytes } of message.credits) this.#arrivals.credit(object, bytes);
        return;
      case 'data':
        this.#jobs.get(message.job)?.outbound.data(message.index, message.bytes);
        return;
      case 'end':
        this.#jobs.get(message.job)?.outbound.end(message.index, message.whole);
        return;
      default:
        assertNever(message);
    }
  }

  async #listen(path: string, token: Uint8Array): Promise<void> {
    try {
      // A station that is gone is served no longer.
      await this.#side.listen(path, token, () => process.exit(0));
      this.#reply({ t: 'side', listens: true });
    } catch {
      // Such lines cannot be had here: messages are slower, and do as well.
      this.#reply({ t: 'side', listens: false });
    }
  }

  async #run(job: number, task: Task): Promise<void> {
    const abort = new AbortController();
    const outbound = new Outbound(job, abort.signal, this.#post);
    this.#jobs.set(job, { abort, outbound });
    try {
      const outcome = await this.#perform(job, task, abort.signal, outbound);
      this.#post({ t: 'done', job, outcome });
    } catch (error) {
      this.#post({ t: 'failed', job, error: toWire(withoutCause(error)) });
    } finally {
      this.#jobs.delete(job);
    }
  }

  async #perform(job: number, task: Task, signal: AbortSignal, outbound: Outbound): Promise<Outcome> {
    switch (task.kind) {
      case 'reach':
        return reach(task, signal);
      case 'find':
        return this.#find(job, task, signal);
      case 'get':
      case 'move':
        return retrieve(job, task, signal, this.#arrivals);
      case 'store':
        return store(task, signal, outbound, (receipt) => this.#post({ t: 'receipt', job, receipt }));
      case 'commit':
        return commit(task, signal, (commitment) =>
          this.#post({ t: 'commitment', job, address: task.peer.host, peer: '', commitment }),
        );
      case 'listen':
        await new Listener(job, task.settings, this.#arrivals, this.#post).run(signal);
        return { kind: 'nothing' };
      default:
        return assertNever(task);
    }
  }

  async #find(job: number, task: Extract<Task, { readonly kind: 'find' }>, signal: AbortSignal): Promise<Outcome> {
    let batch: Found[] = [];
    let timer: NodeJS.Timeout | undefined;
    const flush = (): void => {
      clearTimeout(timer);
      if (batch.length > 0) this.#post({ t: 'found', job, records: batch });
      batch = [];
    };
    try {
      return await find(task, signal, (found) => {
        batch.push(found);
        if (batch.length === 1) timer = setTimeout(flush, BATCH_MS);
        if (batch.length >= BATCH) flush();
      });
    } finally {
      flush();
    }
  }
}

/** What a library or the system said may quote what a peer sent: only our own words leave this process. */
function withoutCause(error: unknown): AppError {
  const known = asAppError(error);
  return known.code === 'internal/bug' ? new AppError('internal/bug', 'the DIMSE process met a bug of its own') : known;
}

const dimse = new DimseProcess();
serveChild((message: unknown, reply: Reply) => dimse.take(ToDimse.parse(message), reply));
