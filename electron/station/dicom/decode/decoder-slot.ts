import { AppError } from '../../../../shared/errors/app-error.ts';
import { DecoderAnswer } from './decode-protocol.ts';
import type { ErrorCode } from '../../../../shared/errors/codes.ts';
import { awakeDeadline } from '../../kernel/awake-deadline.ts';
import type { HostedProcess, ProcessHost } from '../../kernel/ports.ts';
import type { DecoderTask } from './decode-protocol.ts';

export interface SlotOptions {
  readonly memoryMb: number;
  readonly frameDeadlineMs: number;
  readonly residentLimitBytes: number;
  readonly residentBytes: (pid: number) => Promise<number | null>;
}

type WithoutBytes<T> = T extends { readonly bytes: unknown } ? Omit<T, 'bytes'> : never;
/** A task before it is known whether the process holds the object. */
export type SlotTask = WithoutBytes<DecoderTask>;

interface Asked {
  readonly id: number;
  readonly resolve: (answer: DecoderAnswer) => void;
  readonly reject: (error: AppError) => void;
}

const WATCH_EVERY_MS = 250;

/** One decoder process and its successors: started when first needed, killed by deadline or memory, replaced at the next task. */
export class DecoderSlot {
  readonly #host: ProcessHost;
  readonly #options: SlotOptions;
  #process: HostedProcess | null = null;
  #held: ReadonlySet<string> = new Set();
  #asked: Asked | null = null;
  /** Why we killed it; null when it died by itself. */
  #verdict: ErrorCode | null = null;
  #busy = false;
  /** Its process ends with the task in hand. */
  #isLast = false;
  #closed = false;

  constructor(host: ProcessHost, options: SlotOptions) {
    this.#host = host;
    this.#options = options;
  }

  get busy(): boolean {
    return this.#busy;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  holds(objectId: string): boolean {
    return this.#held.has(objectId);
  }

  /**
   * Runs one task; the caller keeps to one at a time.
   * @throws AppError process/died, process/timeout, process/memory, or what `load` throws
   */
  async run(task: SlotTask, load: () => Promise<Uint8Array>): Promise<DecoderAnswer> {
    this.#busy = true;
    try {
      const bytes = this.holds(task.objectId) ? null : await load();
      const process = this.#process ?? (await this.#start());
      const answer = await this.#ask(process, { ...task, bytes });
      if (answer.t !== 'need-bytes') return answer;
      return await this.#ask(process, { ...task, bytes: await load() });
    } finally {
      this.#busy = false;
      if (this.#isLast) this.drop();
    }
  }

  close(): void {
    this.#closed = true;
    this.drop();
  }

  /** Ends the process with all that it holds; the next task starts another. */
  drop(): void {
    this.#isLast = false;
    this.#kill('request/cancelled');
    // Nobody waits for it: the next task does not have to meet a process that is ending.
    if (this.#asked === null) this.#forgetProcess();
  }

  /** As `drop`, when the task in hand has ended. */
  dropAfterwards(): void {
    if (this.#busy) this.#isLast = true;
    else this.drop();
  }

  #kill(verdict: ErrorCode): void {
    this.#verdict = verdict;
    this.#process?.kill();
  }

  async #start(): Promise<HostedProcess> {
    if (this.#closed) throw new AppError('request/cancelled', 'the decoders are closed');
    const process = await this.#host.spawn('decoder', { memoryMb: this.#options.memoryMb });
    this.#process = process;
    this.#held = new Set();
    this.#verdict = null;
    process.onMessage((message) => this.#answered(process, message));
    process.onExit(() => this.#ended(process));
    // Closed while it was starting.
    if (this.#closed) this.#kill('request/cancelled');
    return process;
  }

  #ask(process: HostedProcess, task: DecoderTask): Promise<DecoderAnswer> {
    if (this.#process !== process) return Promise.reject(died('process/died'));
    return new Promise<DecoderAnswer>((resolve, reject) => {
      const stopDeadline = awakeDeadline(this.#options.frameDeadlineMs, () => this.#kill('process/timeout'));
      const watch = setInterval(() => void this.#watch(process), WATCH_EVERY_MS);
      const stop = (): void => {
        stopDeadline();
        clearInterval(watch);
        this.#asked = null;
      };
      this.#asked = {
        id: task.id,
        resolve: (answer) => {
          stop();
          resolve(answer);
        },
        reject: (error) => {
          stop();
          reject(error);
        },
      };
      try {
        process.post(task);
      } catch (cause) {
        // The channel closed before we heard of the process's end.
        this.#asked.reject(new AppError('process/died', 'the decoder process died', { retry: 'later', cause }));
      }
    });
  }

  #forgetProcess(): void {
    this.#process = null;
    this.#held = new Set();
  }

  async #watch(process: HostedProcess): Promise<void> {
    if (process.pid === undefined) return;
    const resident = await this.#options.residentBytes(process.pid);
    const same = this.#process === process;
    if (same && resident !== null && resident > this.#options.residentLimitBytes) this.#kill('process/memory');
  }

  #answered(process: HostedProcess, message: unknown): void {
    if (this.#process !== process || this.#asked === null) return;
    const parsed = DecoderAnswer.safeParse(message);
    // An answer that is not ours to understand, or to another question: nothing from this process is believed any more.
    if (!parsed.success || parsed.data.id !== this.#asked.id) {
      this.#kill('process/died');
      return;
    }
    this.#held = new Set(parsed.data.held);
    this.#asked.resolve(parsed.data);
  }

  #ended(process: HostedProcess): void {
    if (this.#process !== process) return;
    this.#forgetProcess();
    this.#asked?.reject(died(this.#verdict ?? 'process/died'));
  }
}

function died(code: ErrorCode): AppError {
  const words: Partial<Record<ErrorCode, string>> = {
    'process/timeout': 'the frame took too long to decode',
    'process/memory': 'the frame took too much memory to decode',
    'request/cancelled': 'the decoders are closed',
  };
  return new AppError(code, words[code] ?? 'the decoder process died', { retry: 'later' });
}
