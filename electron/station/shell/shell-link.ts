import { AppError } from '../../../shared/errors/app-error.ts';
import { assertNever } from '../../../shared/lib/assert-never.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import type {
  HostedProcess,
  PdfPrinter,
  ProcessHost,
  ProcessKind,
  SecretStore,
  SystemBrowser,
} from '../kernel/ports.ts';
import { ToStationProcess } from './protocol.ts';
import type { FromStationProcess, SecretAnswer } from './protocol.ts';
import type { ElectronPort } from './electron-port.ts';
import { shellSecrets } from './shell-secrets.ts';

type Incoming = { readonly message: ToStationProcess; readonly port: ElectronPort | null };

/** The station's side of its link to Electron main: borrowed processes, the PDF printer and the system's browser come through it. */
export class ShellLink implements ProcessHost, PdfPrinter, SystemBrowser {
  #port: ElectronPort;
  #nextId = 1;
  #spawning = new Map<number, (port: ElectronPort, pid: number | undefined) => void>();
  #exits = new Map<number, Emitter<{ readonly code: number | null }>>();
  #printing = new Map<number, (pdf: Uint8Array | null) => void>();
  #browsing = new Map<number, (ok: boolean) => void>();
  #keeping = new Map<number, (answer: SecretAnswer) => void>();
  /** The key store of the system. */
  readonly secrets: SecretStore = shellSecrets((act, bytes, answered) => {
    const id = this.#nextId++;
    this.#keeping.set(id, answered);
    this.post({ t: 'secret', id, act, bytes: bytes === null ? null : Uint8Array.from(bytes) });
    return () => this.#keeping.delete(id);
  });
  /** Calls, frame ports and the wish to close: what the station process itself answers. */
  readonly incoming = new Emitter<Incoming>();

  constructor(port: ElectronPort) {
    this.#port = port;
    port.on('message', (event) => this.#receive(event.data, event.ports[0] ?? null));
    port.start?.();
  }

  post(message: FromStationProcess): void {
    this.#port.postMessage(message);
  }

  spawn(kind: ProcessKind, options: { readonly memoryMb: number }): Promise<HostedProcess> {
    const id = this.#nextId++;
    const exits = new Emitter<{ readonly code: number | null }>();
    this.#exits.set(id, exits);
    return new Promise((resolve) => {
      this.#spawning.set(id, (port, pid) => resolve(this.#hosted(id, port, pid, exits)));
      this.post({ t: 'spawn', id, kind, memoryMb: options.memoryMb });
    });
  }

  async print(html: string): Promise<Uint8Array> {
    const id = this.#nextId++;
    const pdf = await new Promise<Uint8Array | null>((resolve) => {
      this.#printing.set(id, resolve);
      this.post({ t: 'print', id, html });
    });
    if (!pdf) throw new AppError('process/died', 'the window that prints failed', { retry: 'later' });
    return pdf;
  }

  async open(address: string): Promise<void> {
    const id = this.#nextId++;
    const ok = await new Promise<boolean>((resolve) => {
      this.#browsing.set(id, resolve);
      this.post({ t: 'browse', id, address });
    });
    if (!ok) throw new AppError('sign-in/failed', 'the browser of the system could not be opened');
  }

  #hosted(
    id: number,
    port: ElectronPort,
    pid: number | undefined,
    exits: Emitter<{ readonly code: number | null }>,
  ): HostedProcess {
    const messages = new Emitter<unknown>();
    port.on('message', (event) => messages.emit(event.data));
    port.start?.();
    return {
      pid,
      post: (message) => port.postMessage(message),
      onMessage: (listener) => messages.on(listener),
      onExit: (listener) => exits.on(listener),
      kill: () => this.post({ t: 'kill', id }),
    };
  }

  #receive(data: unknown, port: ElectronPort | null): void {
    const message = ToStationProcess.parse(data);
    switch (message.t) {
      case 'spawned': {
        const ready = this.#spawning.get(message.id);
        this.#spawning.delete(message.id);
        if (ready && port) ready(port, message.pid ?? undefined);
        return;
      }
      case 'exited': {
        this.#exits.get(message.id)?.emit({ code: message.code });
        this.#exits.delete(message.id);
        return;
      }
      case 'printed': {
        this.#printing.get(message.id)?.(message.pdf);
        this.#printing.delete(message.id);
        return;
      }
      case 'browsed': {
        this.#browsing.get(message.id)?.(message.ok);
        this.#browsing.delete(message.id);
        return;
      }
      case 'secret': {
        this.#keeping.get(message.id)?.(message.answer);
        this.#keeping.delete(message.id);
        return;
      }
      case 'call':
      case 'frame-port':
      case 'page-gone':
      case 'hand':
      case 'fault':
      case 'close':
        this.incoming.emit({ message, port });
        return;
      default:
        assertNever(message);
    }
  }
}
