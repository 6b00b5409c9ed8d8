import { MessageChannel } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { ToWindow } from '../../../../../shared/contract/frames.ts';
import type { ToStation } from '../../../../../shared/contract/frames.ts';
import type { WindowPort } from '../../../../../electron/station/kernel/ports.ts';

/** Ids from here on belong to `settle`; its answers are not among those received. */
const PROBES = 900_000;

/** A window's side of the frame port, over a real message channel. */
export class FrameWindow {
  readonly port: WindowPort;
  readonly received: ToWindow[] = [];
  readonly #own: MessagePort;
  readonly #waiting = new Set<() => void>();
  readonly #probes = new Set<number>();
  #nextProbe = PROBES;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#own = port1;
    this.port = stationSide(port2);
    port1.on('message', (message: unknown) => {
      const parsed = ToWindow.parse(message);
      if (parsed.t === 'fail' && parsed.id >= PROBES) this.#probes.add(parsed.id);
      else this.received.push(parsed);
      for (const check of this.#waiting) check();
    });
  }

  post(message: ToStation | Readonly<Record<string, unknown>>): void {
    this.#own.postMessage(message);
  }

  /** Resolves when so many messages have come. */
  async count(number: number): Promise<readonly ToWindow[]> {
    await this.#until(() => this.received.length >= number);
    return this.received;
  }

  /** A round trip after everything posted so far: a bad message is always answered. */
  async settle(): Promise<void> {
    const id = this.#nextProbe++;
    this.post({ t: 'bad', id });
    await this.#until(() => this.#probes.has(id));
  }

  async #until(done: () => boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      const check = (): void => {
        if (!done()) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  ids(): readonly number[] {
    return this.received.flatMap((message) => (message.t === 'frame' ? [message.id] : []));
  }

  close(): void {
    this.#own.close();
  }
}

function stationSide(port: MessagePort): WindowPort {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', listener);
      return () => port.off('message', listener);
    },
    onClose: (listener) => {
      port.on('close', listener);
      return () => port.off('close', listener);
    },
    close: () => port.close(),
  };
}
