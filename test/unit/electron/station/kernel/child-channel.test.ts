import { EventEmitter } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { serveChild } from '../../../../../electron/station/kernel/child-channel.ts';

/** A utility process cannot exist under plain Node: this stands for its port, with the calls that Electron documents. */
class StandInPort extends EventEmitter {
  readonly sent: unknown[] = [];
  started = false;

  start(): void {
    this.started = true;
  }

  postMessage(message: unknown): void {
    this.sent.push(message);
  }

  close(): void {
    this.started = false;
  }
}

describe('serveChild in a utility process', () => {
  afterEach(() => {
    Reflect.deleteProperty(process, 'parentPort');
  });

  it('takes the port of the first message and answers over it', () => {
    const parentPort = new EventEmitter();
    Object.defineProperty(process, 'parentPort', { value: parentPort, configurable: true });
    const stop = serveChild((message, reply) => reply({ echo: message }));
    const port = new StandInPort();
    parentPort.emit('message', { data: null, ports: [port] });
    port.emit('message', { data: { a: 1 } });
    expect(port.started).toBe(true);
    expect(port.sent).toEqual([{ echo: { a: 1 } }]);
    stop();
    expect(port.started).toBe(false);
  });
});
