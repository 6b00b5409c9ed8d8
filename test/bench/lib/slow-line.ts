import net from 'node:net';

export interface SlowLine {
  readonly port: number;
  close(): Promise<void>;
}

export interface SlowLineOptions {
  readonly to: { readonly host: string; readonly port: number };
  /** Bytes a second that come back from the server, all connections together. */
  readonly bytesPerSecond: number;
  /** There and back, milliseconds. */
  readonly roundTripMs: number;
}

/** Bytes that lie in the line before its sender is told to wait: what a router holds. */
const HELD_BYTES = 1024 * 1024;

/**
 * A line on loopback with a rate and a delay, for any number of connections. Each piece leaves when the line is free and arrives half
 * a round trip later; order within a connection is kept.
 */
export function slowLine({ to, bytesPerSecond, roundTripMs }: SlowLineOptions): Promise<SlowLine> {
  const sockets = new Set<net.Socket>();
  /** When the line has sent all that it was given. */
  let free = 0;
  const server = net.createServer({ noDelay: true, allowHalfOpen: true }, (near) => {
    const far = net.connect({ ...to, noDelay: true, allowHalfOpen: true });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      socket.on('error', () => socket.destroy());
    }
    carry(near, far, () => roundTripMs / 2);
    carry(far, near, (bytes) => {
      const now = performance.now();
      free = Math.max(free, now) + (bytes / bytesPerSecond) * 1000;
      return free - now + roundTripMs / 2;
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') return reject(new Error('the line has no port'));
      resolve({
        port: address.port,
        close: () =>
          new Promise((done) => {
            for (const socket of sockets) socket.destroy();
            server.close(() => done());
          }),
      });
    });
  });
}

/** @param wait milliseconds from now until bytes arrive at the other end */
function carry(from: net.Socket, to: net.Socket, wait: (bytes: number) => number): void {
  /** Two timers that are due in the same millisecond fire in any order: whichever fires takes what came first. Null: the end. */
  const inLine: (Buffer | null)[] = [];
  let held = 0;
  const arrive = (): void => {
    const next = inLine.shift();
    if (next === undefined || to.destroyed) return;
    if (next === null) {
      to.end();
      return;
    }
    held -= next.length;
    if (held <= HELD_BYTES) from.resume();
    to.write(next);
  };
  const give = (next: Buffer | null): void => {
    inLine.push(next);
    setTimeout(arrive, wait(next?.length ?? 0));
  };
  from.on('data', (chunk: Buffer) => {
    held += chunk.length;
    if (held > HELD_BYTES) from.pause();
    give(chunk);
  });
  from.on('end', () => give(null));
  from.on('close', () => {
    if (!from.readableEnded) to.destroy();
  });
}
