import type { Disposer } from '../../../shared/lib/disposable.ts';

/** Sends one message to the parent; may be called later and more than once. */
export type Reply = (message: unknown) => void;

/** The part of Electron's MessagePortMain that is used here; this file must not import electron. */
interface PortLike {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  postMessage(message: unknown): void;
  close(): void;
}

/** The part of a utility process's parentPort that is used here. */
interface ParentPortLike {
  once(event: 'message', listener: (event: { readonly ports: readonly PortLike[] }) => void): unknown;
}

/**
 * The child's side of a hosted process. Under fork it talks over the IPC channel; in an Electron utility process the first
 * message brings a port, and everything goes over that. When the parent goes, the child ends.
 */
export function serveChild(onMessage: (message: unknown, reply: Reply) => void): Disposer {
  const parentPort = parentPortOf(process);
  return parentPort === null ? serveFork(onMessage) : servePort(parentPort, onMessage);
}

function serveFork(onMessage: (message: unknown, reply: Reply) => void): Disposer {
  const reply: Reply = (message) => {
    // The parent may be gone by now: then nobody waits for the answer, and 'disconnect' ends this process.
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
  };
  const listener = (message: unknown): void => onMessage(message, reply);
  const end = (): void => process.exit(0);
  process.on('message', listener);
  process.once('disconnect', end);
  return () => {
    process.off('message', listener);
    process.off('disconnect', end);
    if (process.connected) process.disconnect();
  };
}

function servePort(parentPort: ParentPortLike, onMessage: (message: unknown, reply: Reply) => void): Disposer {
  let port: PortLike | null = null;
  parentPort.once('message', (event) => {
    const first = event.ports[0];
    if (first === undefined) return;
    port = first;
    const reply: Reply = (message) => first.postMessage(message);
    first.on('message', ({ data }) => onMessage(data, reply));
    first.on('close', () => process.exit(0));
    first.start();
  });
  return () => port?.close();
}

function parentPortOf(owner: object): ParentPortLike | null {
  if (!('parentPort' in owner)) return null;
  const { parentPort } = owner;
  return isParentPort(parentPort) ? parentPort : null;
}

function isParentPort(value: unknown): value is ParentPortLike {
  return typeof value === 'object' && value !== null && 'once' in value && typeof value.once === 'function';
}
