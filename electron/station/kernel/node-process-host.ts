import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { AppError } from '../../../shared/errors/app-error.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import type { HostedProcess, ProcessHost, ProcessKind } from './ports.ts';

export interface NodeProcessHostOptions {
  /** 'inherit' shows what a child prints, for developers; else it is dropped, since it may quote a file. */
  readonly stderr?: 'ignore' | 'inherit';
}

/** Lends processes under plain Node: the command line and the tests. `entries` names the file of each kind it lends. */
export function nodeProcessHost(
  entries: Readonly<Partial<Record<ProcessKind, string>>>,
  options: NodeProcessHostOptions = {},
): ProcessHost {
  return {
    spawn: (kind, { memoryMb }) =>
      new Promise((resolve, reject) => {
        const entry = entries[kind];
        if (entry === undefined) {
          reject(new AppError('process/died', `no ${kind} process is lent here`));
          return;
        }
        const child = fork(entry, [], {
          serialization: 'advanced',
          execArgv: [`--max-old-space-size=${memoryMb}`],
          stdio: ['ignore', 'ignore', options.stderr ?? 'ignore', 'ipc'],
        });
        child.once('error', (cause) => {
          reject(new AppError('process/died', `no ${kind} process could be started`, { retry: 'later', cause }));
        });
        // Listening begins before anybody can post, so that no message and no exit is missed.
        const hosted = new ForkedProcess(child);
        child.once('spawn', () => resolve(hosted));
      }),
  };
}

class ForkedProcess implements HostedProcess {
  readonly #child: ChildProcess;
  readonly #messages = new Emitter<unknown>();
  readonly #exits = new Emitter<{ readonly code: number | null }>();
  #exit: { readonly code: number | null } | null = null;

  constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (message) => this.#messages.emit(message));
    child.once('exit', (code) => {
      this.#exit = { code };
      this.#exits.emit(this.#exit);
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** What is posted to a process that is gone is lost; its exit tells. */
  post(message: unknown): void {
    if (typeof message !== 'object' || message === null) throw new AppError('internal/bug', 'a message is an object');
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  onMessage(listener: (message: unknown) => void): () => void {
    return this.#messages.on(listener);
  }

  onExit(listener: (info: { readonly code: number | null }) => void): () => void {
    const exit = this.#exit;
    if (exit === null) return this.#exits.on(listener);
    let wanted = true;
    setImmediate(() => {
      if (wanted) listener(exit);
    });
    return () => {
      wanted = false;
    };
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
