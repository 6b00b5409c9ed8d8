import { MessageChannelMain, utilityProcess } from 'electron';
import type { MessagePortMain, UtilityProcess } from 'electron';
import path from 'node:path';
import type { Envelope } from '../../shared/contract/index.ts';
import { toWire, AppError } from '../../shared/errors/app-error.ts';
import type { Retry } from '../../shared/errors/app-error.ts';
import { Emitter } from '../../shared/lib/emitter.ts';
import type { ProcessKind } from '../station/kernel/ports.ts';
import { FromStationProcess } from '../station/shell/protocol.ts';
import { mayRestart } from './restart-limit.ts';
import type { SecretAnswer, ShellFault, StationArguments, ToStationProcess } from '../station/shell/protocol.ts';

/** How long the station may drain its work when the program quits. */
const CLOSE_DEADLINE_MS = 30_000;

export interface StationHostOptions {
  readonly nodeFolder: string;
  readonly args: StationArguments;
  readonly print: (html: string) => Promise<Uint8Array>;
  /** Shows a page of an identity provider in the browser of the system. */
  readonly browse: (address: string) => Promise<void>;
  /** Asks the key store of the system. */
  readonly secrets: (act: 'state' | 'seal' | 'open', bytes: Uint8Array | null) => SecretAnswer;
}

/** Runs the station in a utility process, lends it processes, and starts it again when it dies. */
export class StationHost {
  #options: StationHostOptions;
  #process: UtilityProcess;
  #lent = new Map<number, UtilityProcess>();
  #calls = new Map<number, (envelope: Envelope<unknown>) => void>();
  #nextCall = 1;
  #closing: (() => void) | null = null;
  /** Times at which the station ended, milliseconds. */
  #endings: readonly number[] = [];
  /** The station kept ending: it is not started again. */
  #isGone = false;
  readonly events = new Emitter<{ readonly name: string; readonly payload: unknown }>();
  readonly restarted = new Emitter<void>();

  constructor(options: StationHostOptions) {
    this.#options = options;
    this.#process = this.#start();
  }

  /** @param page that asks; null when the shell itself does */
  call(name: string, request: unknown, page: string | null): Promise<Envelope<unknown>> {
    if (this.#isGone) return Promise.resolve({ ok: false, error: toWire(ended('never')) });
    const id = this.#nextCall++;
    return new Promise((resolve) => {
      this.#calls.set(id, resolve);
      this.#post({ t: 'call', id, name, request, page });
    });
  }

  /** Hands the station its end of a window's frame port. */
  connectFrames(port: MessagePortMain, page: string): void {
    this.#post({ t: 'frame-port', page }, [port]);
  }

  /** Somebody is there. */
  hand(): void {
    if (!this.#isGone) this.#post({ t: 'hand' });
  }

  /** Something went wrong in the shell: for the log. */
  fault(fault: ShellFault): void {
    if (!this.#isGone) this.#post({ t: 'fault', fault });
  }

  /** A page is gone: the station takes back what it had open. */
  forgetPage(page: string): void {
    if (!this.#isGone) this.#post({ t: 'page-gone', page });
  }

  /** Asks the station to drain and close; resolves when it did, or when its process ended. */
  close(): Promise<void> {
    if (this.#isGone) return Promise.resolve();
    return new Promise((resolve) => {
      this.#closing = resolve;
      this.#post({ t: 'close' });
      // A station that hangs must not keep the program from quitting: it is made to be killed at any moment.
      setTimeout(() => this.#process.kill(), CLOSE_DEADLINE_MS).unref();
    });
  }

  #start(): UtilityProcess {
    const child = utilityProcess.fork(
      path.join(this.#options.nodeFolder, 'station.mjs'),
      [JSON.stringify(this.#options.args)],
      {
        serviceName: 'Nightjar station',
        stdio: 'inherit',
        // Buffers pass through it, hardly any objects: a larger young generation is only kept (scripts/lib/station-node.mjs).
        execArgv: ['--js-flags=--max-semi-space-size=4'],
      },
    );
    child.on('message', (message: unknown) => this.#receive(message));
    child.once('exit', () => this.#ended());
    return child;
  }

  #ended(): void {
    for (const lent of this.#lent.values()) lent.kill();
    this.#lent.clear();
    this.#endings = [...this.#endings.slice(-10), Date.now()];
    const error = ended('now');
    for (const answer of this.#calls.values()) answer({ ok: false, error: toWire(error) });
    this.#calls.clear();
    if (this.#closing) {
      this.#closing();
      return;
    }
    if (!mayRestart(this.#endings)) {
      this.#isGone = true;
      process.stderr.write('The station of Nightjar ended again and again and is not started any more.\n');
      return;
    }
    this.#process = this.#start();
    this.restarted.emit();
  }

  #receive(data: unknown): void {
    const message = FromStationProcess.parse(data);
    switch (message.t) {
      case 'ready':
        return;
      case 'reply':
        this.#calls.get(message.id)?.(message.envelope as Envelope<unknown>);
        this.#calls.delete(message.id);
        return;
      case 'event':
        this.events.emit({ name: message.name, payload: message.payload });
        return;
      case 'spawn':
        this.#lend(message.id, message.kind, message.memoryMb);
        return;
      case 'kill':
        this.#lent.get(message.id)?.kill();
        return;
      case 'print':
        void this.#print(message.id, message.html);
        return;
      case 'browse':
        void this.#browse(message.id, message.address);
        return;
      case 'secret':
        this.#post({ t: 'secret', id: message.id, answer: this.#options.secrets(message.act, message.bytes) });
        return;
      case 'closed':
        this.#process.kill();
    }
  }

  #lend(id: number, kind: ProcessKind, memoryMb: number): void {
    const child = utilityProcess.fork(path.join(this.#options.nodeFolder, `${kind}.mjs`), [], {
      serviceName: `Nightjar ${kind}`,
      stdio: 'inherit',
      // Utility processes take V8 limits only in this form; the plain flag is ignored.
      execArgv: [`--js-flags=--max-old-space-size=${memoryMb}`],
    });
    this.#lent.set(id, child);
    const { port1, port2 } = new MessageChannelMain();
    child.postMessage({ t: 'port' }, [port1]);
    child.once('spawn', () => this.#post({ t: 'spawned', id, pid: child.pid ?? null }, [port2]));
    child.once('exit', (code) => {
      this.#lent.delete(id);
      this.#post({ t: 'exited', id, code });
    });
  }

  async #print(id: number, html: string): Promise<void> {
    try {
      this.#post({ t: 'printed', id, pdf: new Uint8Array(await this.#options.print(html)) });
    } catch {
      // The station turns this into a coded error for the job that asked.
      this.#post({ t: 'printed', id, pdf: null });
    }
  }

  async #browse(id: number, address: string): Promise<void> {
    try {
      await this.#options.browse(address);
      this.#post({ t: 'browsed', id, ok: true });
    } catch {
      // The station turns this into a coded error for whoever wants to sign in.
      this.#post({ t: 'browsed', id, ok: false });
    }
  }

  #post(message: ToStationProcess, ports: MessagePortMain[] = []): void {
    this.#process.postMessage(message, ports);
  }
}

function ended(retry: Retry): AppError {
  return new AppError('process/died', 'the station ended', { retry });
}
