import net from 'node:net';

/** What befalls the line, once, after so many bytes in one direction since it was armed. */
export interface LineFault {
  /** 'there': from whoever connected; 'back': to them. */
  readonly way: 'there' | 'back';
  /** Bytes that still pass; 0: not one. */
  readonly after: number;
  /**
   * fin: both ends hear that the other has ended; rst: both are reset; silent: neither hears anything again, and what is sent is
   * swallowed (half open); stall: bytes lie in the line until it is mended. It befalls the connections of that moment: the next ones
   * pass.
   */
  readonly how: 'fin' | 'rst' | 'silent' | 'stall';
}

export interface TestLineOptions {
  readonly to: { readonly host: string; readonly port: number };
  /** Bytes a second that come back from the server, all connections together; as fast as may be where absent. */
  readonly bytesPerSecond?: number;
  /** There and back, milliseconds. */
  readonly roundTripMs?: number;
  /** Each piece comes so much later at most, milliseconds; order is kept. */
  readonly jitterMs?: number;
  /** From 0 to below 1, for the jitter. */
  readonly random?: () => number;
}

export interface TestLine {
  readonly port: number;
  /** Connections that were made, ever. */
  readonly connections: number;
  /** Whether what it was armed with has happened. */
  readonly happened: boolean;
  /** Null: nothing more befalls it. Counting, and what is remembered, begins anew. */
  arm(fault: LineFault | null): void;
  /** What passed since it was armed. */
  passed(way: LineFault['way']): Buffer;
  /** Stalled connections go on. */
  mend(): void;
  /** Ends every connection; the next ones pass. */
  cut(): void;
  close(): Promise<void>;
}

/** Bytes that lie in the line before its sender is told to wait: what a router holds. */
const HELD_BYTES = 1024 * 1024;
/** Bytes of each direction that are remembered. */
const REMEMBERED = 4 * 1024 * 1024;

interface Pair {
  readonly near: net.Socket;
  readonly far: net.Socket;
  state: 'open' | 'silent' | 'stalled';
  readonly waiting: (() => void)[];
}

/** A line on loopback to a server, for any number of connections, with what befalls lines: a rate, a delay, cuts and silence. */
export async function openTestLine(options: TestLineOptions): Promise<TestLine> {
  const line = new Line(options);
  await line.listen();
  return line;
}

class Line implements TestLine {
  connections = 0;
  happened = false;
  readonly #options: TestLineOptions;
  readonly #pairs = new Set<Pair>();
  readonly #server: net.Server;
  #fault: LineFault | null = null;
  #passed = { there: 0, back: 0 };
  #kept: Record<LineFault['way'], Buffer[]> = { there: [], back: [] };
  /** When the line has sent all that it was given. */
  #free = 0;

  constructor(options: TestLineOptions) {
    this.#options = options;
    this.#server = net.createServer({ noDelay: true, allowHalfOpen: true }, (near) => this.#connect(near));
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the line has no port');
    return address.port;
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
  }

  arm(fault: LineFault | null): void {
    this.#fault = fault;
    this.happened = false;
    this.#passed = { there: 0, back: 0 };
    this.#kept = { there: [], back: [] };
  }

  passed(way: LineFault['way']): Buffer {
    return Buffer.concat(this.#kept[way]);
  }

  mend(): void {
    for (const pair of this.#pairs) {
      if (pair.state !== 'stalled') continue;
      pair.state = 'open';
      for (const go of pair.waiting.splice(0)) go();
    }
  }

  cut(): void {
    for (const pair of this.#pairs) {
      pair.state = 'silent';
      end(pair, 'rst');
    }
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      for (const { near, far } of this.#pairs) for (const socket of [near, far]) socket.destroy();
      this.#server.close(() => resolve());
    });
  }

  #connect(near: net.Socket): void {
    const far = net.connect({ ...this.#options.to, noDelay: true, allowHalfOpen: true });
    const pair: Pair = { near, far, state: 'open', waiting: [] };
    this.connections += 1;
    this.#pairs.add(pair);
    for (const socket of [near, far]) {
      socket.on('error', () => socket.destroy());
      socket.once('close', () => {
        if (near.destroyed && far.destroyed) this.#pairs.delete(pair);
      });
    }
    this.#carry(pair, 'there', near, far);
    this.#carry(pair, 'back', far, near);
  }

  #carry(pair: Pair, way: LineFault['way'], from: net.Socket, to: net.Socket): void {
    /** Two timers that are due in the same millisecond fire in any order: whichever fires takes what came first. Null: the end. */
    const inLine: (Buffer | null)[] = [];
    let held = 0;
    const arrive = (): void => {
      if (pair.state === 'stalled') {
        pair.waiting.push(arrive);
        return;
      }
      const next = inLine.shift();
      if (next === undefined || to.destroyed || pair.state === 'silent') return;
      if (next === null) {
        to.end();
        return;
      }
      held -= next.length;
      if (held <= HELD_BYTES) from.resume();
      this.#pass(pair, way, next, to);
    };
    const give = (next: Buffer | null): void => {
      inLine.push(next);
      const wait = this.#wait(way, next?.length ?? 0);
      if (wait === 0 && inLine.length === 1) arrive();
      else setTimeout(arrive, wait);
    };
    from.on('data', (chunk: Buffer) => {
      held += chunk.length;
      if (held > HELD_BYTES && pair.state !== 'silent') from.pause();
      give(chunk);
    });
    from.on('end', () => give(null));
    from.on('close', () => {
      if (!from.readableEnded && pair.state === 'open') to.destroy();
    });
  }

  /** Milliseconds until a piece arrives at the other end. */
  #wait(way: LineFault['way'], bytes: number): number {
    const { bytesPerSecond, roundTripMs = 0, jitterMs = 0, random = Math.random } = this.#options;
    const delay = roundTripMs / 2 + random() * jitterMs;
    if (way === 'there' || bytesPerSecond === undefined) return delay;
    const now = performance.now();
    this.#free = Math.max(this.#free, now) + (bytes / bytesPerSecond) * 1000;
    return this.#free - now + delay;
  }

  #pass(pair: Pair, way: LineFault['way'], chunk: Buffer, to: net.Socket): void {
    const fault = this.#fault;
    const left = fault?.way === way ? fault.after - this.#passed[way] : Number.POSITIVE_INFINITY;
    const passes = chunk.subarray(0, Math.min(left, chunk.length));
    if (this.#passed[way] < REMEMBERED) this.#kept[way].push(passes);
    this.#passed[way] += passes.length;
    if (fault === null || left > chunk.length) {
      to.write(passes);
      return;
    }
    this.#fault = null;
    const pairs = [...this.#pairs];
    // At once: nothing that comes behind may pass while the last bytes are on their way.
    for (const pair of pairs) pair.state = fault.how === 'stall' ? 'stalled' : 'silent';
    const rest = chunk.subarray(passes.length);
    if (fault.how === 'stall' && rest.length > 0) pair.waiting.unshift(() => to.write(rest));
    const befall = (): void => {
      this.happened = true;
      for (const one of pairs) end(one, fault.how);
    };
    if (passes.length === 0) befall();
    else to.write(passes, befall);
  }
}

function end(pair: Pair, how: LineFault['how']): void {
  switch (how) {
    case 'fin':
      for (const socket of [pair.near, pair.far]) socket.end(() => socket.destroy());
      return;
    case 'rst':
      for (const socket of [pair.near, pair.far]) socket.resetAndDestroy();
      return;
    case 'silent':
      // Whoever still sends is not told to wait.
      for (const socket of [pair.near, pair.far]) socket.resume();
      return;
    case 'stall':
  }
}
