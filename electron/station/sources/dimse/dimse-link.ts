import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AppError, asAppError, fromWire } from '../../../../shared/errors/app-error.ts';
import { awakeDeadline } from '../../kernel/awake-deadline.ts';
import type { HostedProcess, ProcessHost } from '../../kernel/ports.ts';
import { Pieces } from '../../kernel/pieces.ts';
import type { Piece } from '../../kernel/pieces.ts';
import { residentBytes } from '../../dicom/decode/resident-memory.ts';
import type { IncomingObject } from '../source.ts';
import { FromDimse } from './dimse-messages.ts';
import type { Commitment, Found, Outcome, Receipt, Sender, Task, ToDimse } from './dimse-messages.ts';
import { Intake } from './intake.ts';
import { TOKEN_BYTES } from './side-frames.ts';
import { connectSide, SideReader } from './side-reader.ts';
import { supply } from './supply.ts';
import { Taken } from './taken.ts';

/** What a job hears. Everything is called in the order in which it happened. */
export interface JobListener {
  found?(records: readonly Found[]): void;
  /** An object begins. What this and the object throw ends the job, or is the answer of our listener. */
  begin?(sopUid: string | null, sender: Sender | null): Promise<IncomingObject>;
  /** The file of an object to send, from its beginning. */
  open?(index: number): AsyncIterable<Uint8Array>;
  receipt?(receipt: Receipt): void;
  listening?(port: number): void;
  turnedAway?(who: { readonly address: string; readonly callingAe: string | null; readonly why: string }): void;
  commitment?(commitment: Commitment, from: { readonly address: string; readonly peer: string }): void;
  /** Status to answer an object with that could not be taken; set: the job goes on, and objects are answered one by one. */
  statusOf?(error: AppError): number;
}

export interface DimseLinkOptions {
  /** JavaScript heap of the process. */
  readonly memoryMb?: number;
  /** The process is killed when its resident memory passes this. */
  readonly residentLimitMb?: number;
  readonly residentBytes?: (pid: number) => Promise<number | null>;
  /** Longest silence of the process itself, milliseconds. */
  readonly silenceMs?: number;
}

interface Job {
  readonly listener: JobListener;
  readonly intake: Intake;
  readonly supplies: Map<number, { want(bytes: number): void; stop(): void }>;
  readonly end: (error: AppError | null, outcome: Outcome | null) => void;
}

interface Running {
  readonly process: HostedProcess;
  readonly taken: Taken;
  readonly jobs: Map<number, Job>;
  readonly objects: Map<number, Job>;
}

const PING_MS = 5000;
/** Longest wait for a fresh process. */
const START_MS = 60_000;
/** Of the name of a side line, which nobody is to guess. */
const NAME_BYTES = 16;

/**
 * The station's side of the process that speaks DIMSE. The process is started when the first job comes and again after it
 * ended; its jobs fail then as source/server-error, to be tried again.
 */
export class DimseLink {
  readonly #host: ProcessHost;
  readonly #options: Required<DimseLinkOptions>;
  #running: Promise<Running> | null = null;
  #process: HostedProcess | null = null;
  #nextJob = 1;
  #closed = false;

  constructor(host: ProcessHost, options: DimseLinkOptions = {}) {
    this.#host = host;
    this.#options = {
      memoryMb: options.memoryMb ?? 256,
      residentLimitMb: options.residentLimitMb ?? 1024,
      residentBytes: options.residentBytes ?? residentBytes,
      silenceMs: options.silenceMs ?? 30_000,
    };
  }

  /**
   * Runs one job to its end; objects that it brought are all taken, or it fails.
   * @throws AppError source/…, request/cancelled, and whatever taking an object threw
   */
  async run(task: Task, listener: JobListener, signal: AbortSignal): Promise<Outcome> {
    if (signal.aborted) throw new AppError('request/cancelled', 'the request was cancelled');
    const running = await this.#start();
    const id = this.#nextJob++;
    const post = (message: ToDimse): void => running.process.post(message);
    const intake = new Intake(running.taken, listener);
    try {
      const outcome = await new Promise<Outcome>((resolve, reject) => {
        const end: Job['end'] = (error, result) => {
          signal.removeEventListener('abort', onAbort);
          running.jobs.delete(id);
          for (const supplied of job.supplies.values()) supplied.stop();
          if (error !== null) reject(error);
          else resolve(result ?? { kind: 'nothing' });
        };
        const onAbort = (): void => post({ t: 'cancel', job: id });
        const job: Job = { listener, intake, supplies: new Map(), end };
        intake.onFailure = () => post({ t: 'cancel', job: id });
        running.jobs.set(id, job);
        signal.addEventListener('abort', onAbort, { once: true });
        post({ t: 'start', job: id, task });
        if (signal.aborted) onAbort();
      });
      await intake.settled();
      if (intake.failure !== null) throw intake.failure;
      return outcome;
    } catch (error) {
      await intake.abandon(asAppError(error));
      // What could not be taken here is why the job was cancelled.
      throw intake.failure ?? error;
    }
  }

  /** Ends the process and every job in it. */
  async close(): Promise<void> {
    this.#closed = true;
    // Also one that is only coming up.
    this.#process?.kill();
    await this.#running?.catch(() => null);
  }

  /** For tests and for the station's own health: the process, where there is one. */
  async pid(): Promise<number | undefined> {
    return (await this.#start()).process.pid;
  }

  #start(): Promise<Running> {
    if (this.#closed) return Promise.reject(new AppError('request/cancelled', 'the station is closing'));
    this.#running ??= this.#spawn().catch((cause: unknown) => {
      this.#running = null;
      // No peer is to blame for this, and the next job may have better luck.
      throw new AppError('source/server-error', 'no process that speaks DIMSE could be started', {
        retry: 'later',
        cause,
      });
    });
    return this.#running;
  }

  async #spawn(): Promise<Running> {
    const process = await this.#host.spawn('dimse', { memoryMb: this.#options.memoryMb });
    this.#process = process;
    if (this.#closed) process.kill();
    const taken = new Taken((message) => process.post(message));
    const running: Running = { process, taken, jobs: new Map(), objects: new Map() };
    let stopDeadline = awakeDeadline(START_MS, () => process.kill());
    const watch = setInterval(() => {
      process.post({ t: 'ping' });
      void this.#isTooLarge(process).then((large) => {
        if (large) process.kill();
      });
    }, PING_MS);
    const heard = (): void => {
      stopDeadline();
      stopDeadline = awakeDeadline(this.#options.silenceMs, () => process.kill());
    };
    let onSide: (listens: boolean) => void = () => undefined;
    const hear = (raw: unknown): void => {
      heard();
      const parsed = FromDimse.safeParse(raw);
      if (!parsed.success) process.kill();
      else if (parsed.data.t === 'side') onSide(parsed.data.listens);
      else this.#hear(running, parsed.data);
    };
    process.onMessage(hear);
    const ended = new Promise<never>((_, reject) => {
      process.onExit(() => {
        this.#running = null;
        clearInterval(watch);
        stopDeadline();
        const error = new AppError('source/server-error', 'the process that speaks DIMSE ended', { retry: 'later' });
        for (const job of [...running.jobs.values()]) job.end(error, null);
        reject(error);
      });
    });
    ended.catch(() => undefined);
    const listens = new Promise<boolean>((resolve) => (onSide = resolve));
    const pieces = new Pieces();
    const bytes = (object: number, piece: Piece, length: number): void => {
      const done = (): void => pieces.give([piece]);
      const job = running.objects.get(object);
      if (job === undefined) done();
      else job.intake.chunk(object, piece.subarray(0, length), done);
    };
    const kill = (): void => process.kill();
    const reader = new SideReader({ message: hear, bytes, broken: kill }, pieces);
    await Promise.race([openSide(process, listens, reader, kill), ended]);
    return running;
  }

  async #isTooLarge(process: HostedProcess): Promise<boolean> {
    if (process.pid === undefined) return false;
    const bytes = await this.#options.residentBytes(process.pid);
    return bytes !== null && bytes > this.#options.residentLimitMb * 1024 * 1024;
  }

  #hear(running: Running, message: FromDimse): void {
    if (message.t === 'pong' || message.t === 'side') return;
    if (message.t === 'chunk' || message.t === 'ended') {
      const job = running.objects.get(message.object);
      if (message.t === 'chunk') {
        job?.intake.chunk(message.object, message.bytes);
      } else {
        running.objects.delete(message.object);
        job?.intake.ended(message.object, message.error === null ? null : fromWire(message.error));
      }
      return;
    }
    const job = running.jobs.get(message.job);
    if (job === undefined) return;
    switch (message.t) {
      case 'found':
        job.listener.found?.(message.records);
        return;
      case 'begin':
        running.objects.set(message.object, job);
        job.intake.begin(message.object, message.sopUid, message.sender);
        return;
      case 'want':
        this.#want(running, job, message);
        return;
      case 'receipt':
        job.listener.receipt?.(message.receipt);
        return;
      case 'listening':
        job.listener.listening?.(message.port);
        return;
      case 'turned-away':
        job.listener.turnedAway?.(message);
        return;
      case 'commitment':
        job.listener.commitment?.(message.commitment, message);
        return;
      case 'done':
        job.end(null, message.outcome);
        return;
      case 'failed':
        job.end(fromWire(message.error), null);
        return;
    }
  }

  #want(running: Running, job: Job, message: Extract<FromDimse, { readonly t: 'want' }>): void {
    const { job: id, index, bytes } = message;
    let supplied = job.supplies.get(index);
    if (supplied === undefined) {
      const open = job.listener.open;
      if (open === undefined) return;
      // One file at a time: whatever was open before is not wanted any more.
      for (const other of job.supplies.values()) other.stop();
      job.supplies.clear();
      supplied = supply(
        () => open(index),
        (chunk) => running.process.post({ t: 'data', job: id, index, bytes: chunk } satisfies ToDimse),
        (whole) => running.process.post({ t: 'end', job: id, index, whole } satisfies ToDimse),
      );
      job.supplies.set(index, supplied);
    }
    supplied.want(bytes);
  }
}

/** The line that objects come on. Where it cannot be had they come as messages, slower. */
async function openSide(
  process: HostedProcess,
  listens: Promise<boolean>,
  reader: SideReader,
  onClosed: () => void,
): Promise<void> {
  const token = randomBytes(TOKEN_BYTES);
  const at = sidePath();
  process.post({ t: 'side', path: at, token } satisfies ToDimse);
  if (!(await listens)) return;
  try {
    await connectSide(at, token, reader, onClosed);
  } catch (error) {
    // It would go on speaking to nobody.
    onClosed();
    throw error;
  }
}

function sidePath(): string {
  const name = `nightjar-${randomBytes(NAME_BYTES).toString('hex')}`;
  return globalThis.process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : path.join(tmpdir(), name);
}
