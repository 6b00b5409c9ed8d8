import { AppError, fromWire } from '../../../shared/errors/app-error.ts';
import { awakeDeadline } from '../kernel/awake-deadline.ts';
import type { HostedProcess, ProcessHost } from '../kernel/ports.ts';
import { FromParser } from './parser-messages.ts';
import type { ToParser } from './parser-messages.ts';

export interface ParserLimits {
  /** JavaScript heap of a process. */
  readonly memoryMb: number;
  /** A process whose resident memory passes this is killed. */
  readonly residentLimitMb: number;
  readonly residentBytes: (pid: number) => Promise<number | null>;
  /** Longest silence before a process counts as stuck. */
  readonly silenceMs: number;
}

type Answer = Exclude<FromParser, { readonly t: 'done' | 'failed' | 'pong' }>;

type Unnumbered<T> = T extends { readonly id: number } ? Omit<T, 'id'> : never;
export type ParserRequest = Unnumbered<ToParser>;

const WATCH_MS = 500;
/** Longest wait for a fresh process. */
const START_MS = 60_000;

/** One killable parser process. It takes one request at a time; what it says is checked like anything from outside. */
export class ParserChild {
  readonly #host: ProcessHost;
  readonly #limits: ParserLimits;
  #process: HostedProcess | null = null;
  #nextId = 1;
  #closed = false;

  constructor(host: ProcessHost, limits: ParserLimits) {
    this.#host = host;
    this.#limits = limits;
  }

  /**
   * Resolves when the request is answered in full; `onAnswer` hears each part as it comes.
   * @throws AppError process/died, process/timeout, process/memory when the process ended; what it refused otherwise
   */
  async ask(request: ParserRequest, onAnswer: (answer: Answer) => void, extraMs = 0): Promise<void> {
    const process = this.#process ?? (await this.#start());
    const id = this.#takeId();
    await this.#converse(process, { ...request, id }, onAnswer, this.#limits.silenceMs + extraMs);
  }

  #takeId(): number {
    const id = this.#nextId;
    this.#nextId += 1;
    return id;
  }

  kill(): void {
    this.#process?.kill();
    this.#process = null;
  }

  /** For good: whatever is asked later is refused. */
  close(): void {
    this.#closed = true;
    this.kill();
  }

  /** @throws AppError request/cancelled after `close`; what the host says when it lends no process */
  async #start(): Promise<HostedProcess> {
    if (this.#closed) throw new AppError('request/cancelled', 'the station is closing');
    const process = await this.#spawn();
    this.#process = process;
    process.onExit(() => {
      if (this.#process === process) this.#process = null;
    });
    // How long a process takes to come up on a busy machine is no fault of the file that waits for it.
    await this.#converse(process, { t: 'ping', id: this.#takeId() }, () => undefined, START_MS);
    return process;
  }

  async #spawn(): Promise<HostedProcess> {
    try {
      return await this.#host.spawn('parser', { memoryMb: this.#limits.memoryMb });
    } catch (error) {
      // No file is to blame for this: it must not look like the end of a process that was reading one.
      throw new AppError('internal/bug', 'no parser process could be started', { retry: 'later', cause: error });
    }
  }

  #converse(
    process: HostedProcess,
    request: ToParser,
    onAnswer: (answer: Answer) => void,
    silenceMs: number,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (error: AppError | null): void => {
        stopListening();
        stopWaiting();
        stopDeadline();
        clearInterval(watch);
        if (error === null) resolve();
        else reject(error);
      };
      const killed = (code: 'process/timeout' | 'process/memory', message: string): void => {
        this.kill();
        process.kill();
        end(new AppError(code, message));
      };
      const stuck = (): void => killed('process/timeout', 'a parser process said nothing for too long');
      let stopDeadline = awakeDeadline(silenceMs, stuck);
      const watch = setInterval(() => {
        void this.#isTooLarge(process).then((large) => {
          if (large) killed('process/memory', 'a parser process took too much memory');
        });
      }, WATCH_MS);
      const stopWaiting = process.onExit(() => end(new AppError('process/died', 'a parser process died')));
      const stopListening = process.onMessage((raw) => {
        const parsed = FromParser.safeParse(raw);
        if (!parsed.success) {
          killed('process/timeout', 'a parser process answered nonsense');
          return;
        }
        const message = parsed.data;
        if (message.id !== request.id) return;
        stopDeadline();
        stopDeadline = awakeDeadline(silenceMs, stuck);
        if (message.t === 'done' || message.t === 'pong') end(null);
        else if (message.t === 'failed') end(fromWire(message.error));
        else onAnswer(message);
      });
      process.post(request);
    });
  }

  async #isTooLarge(process: HostedProcess): Promise<boolean> {
    if (process.pid === undefined) return false;
    const bytes = await this.#limits.residentBytes(process.pid);
    return bytes !== null && bytes > this.#limits.residentLimitMb * 1024 * 1024;
  }
}
