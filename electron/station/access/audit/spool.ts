import { setTimeout as sleep } from 'node:timers/promises';
import { asAppError } from '../../../../shared/errors/app-error.ts';
import { isPeerReview } from '../../../../shared/audit/event-map.ts';
import { AuditRow } from '../../kernel/audit.ts';
import { Breather } from '../../kernel/breather.ts';
import type { Log } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { dicomMessage } from './dicom-message.ts';
import type { Destination, Destinations } from './destination.ts';
import { FactsReader } from './facts.ts';
import type { AuditSource } from './facts.ts';
import { octetCounted, syslogMessage } from './syslog-message.ts';
import { sendSyslog } from './syslog-sender.ts';

/** Records a connection. */
const BATCH = 100;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 5 * 60_000;
/** How often an idle spool looks for new records. */
const LOOK_MS = 5000;

export interface SpoolOptions {
  readonly index: Db;
  readonly destinations: Destinations;
  readonly source: () => AuditSource;
  readonly processId: string;
  readonly log: Log | undefined;
  /** For tests: how long to wait, milliseconds, instead of what the back-off says. */
  readonly waitFor?: (ms: number) => number;
}

/**
 * Sends the trail to its receiver in order, at least once: the trail itself is the spool, and a batch counts when the receiver
 * has closed in order. Nothing waits for it; it goes on where it stopped after a restart.
 */
export class Spool {
  readonly #options: SpoolOptions;
  #stop: AbortController | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(options: SpoolOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#stop !== null) return;
    const stop = new AbortController();
    this.#stop = stop;
    this.#running = this.#run(stop.signal);
  }

  /** Waits for nothing but the end of the step under way. */
  async close(): Promise<void> {
    this.#stop?.abort();
    this.#stop = null;
    await this.#running;
  }

  waiting(): number {
    const destination = this.#options.destinations.current();
    if (destination === null) return 0;
    return this.#lastSeq() - destination.sentSeq;
  }

  /** One batch now. False when there was nothing to send. @throws AppError audit/not-sent */
  async sendBatch(signal: AbortSignal): Promise<boolean> {
    const { destinations } = this.#options;
    const destination = destinations.current();
    if (destination === null) return false;
    const rows = this.#rowsAfter(destination.sentSeq);
    const [first, last] = [rows[0], rows.at(-1)];
    if (first === undefined || last === undefined) return false;
    try {
      await sendSyslog(destination.peer, await this.#frames(rows), signal);
    } catch (error) {
      const { context } = asAppError(error);
      if (!signal.aborted) destinations.failed(destination.destinationId, String(context['reason'] ?? 'unknown'));
      throw error;
    }
    if (!signal.aborted) destinations.took(destination.destinationId, first.seq, last.seq);
    return true;
  }

  async #run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      let wait = LOOK_MS;
      try {
        if (await this.sendBatch(signal)) wait = 0;
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
        this.#options.log?.warn('audit.not-sent', { code: asAppError(error).code, failures, wait });
      }
      await this.#pause(this.#options.waitFor?.(wait) ?? wait, signal);
    }
  }

  async #pause(ms: number, signal: AbortSignal): Promise<void> {
    try {
      await sleep(ms, undefined, { signal, ref: false });
    } catch (error) {
      // The end of the wait by the signal is what was asked for.
      if (!signal.aborted) throw error;
    }
  }

  async #frames(rows: readonly AuditRow[]): Promise<readonly Buffer[]> {
    const facts = new FactsReader(this.#options.index);
    const source = this.#options.source();
    const breather = new Breather();
    const frames: Buffer[] = [];
    for (const row of rows) {
      // Peer review is told to nobody outside the store.
      if (isPeerReview(row.command)) continue;
      const known = facts.factsOf(row);
      const { host } = source;
      const header = {
        at: row.at,
        outcome: known.kind.outcome,
        host,
        processId: this.#options.processId,
        seq: row.seq,
      };
      frames.push(octetCounted(syslogMessage(header, dicomMessage(known, source, 'named'))));
      await breather.breathe();
    }
    return frames;
  }

  #rowsAfter(seq: Destination['sentSeq']): readonly AuditRow[] {
    return this.#options.index
      .prepare('SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?')
      .all(seq, BATCH)
      .map((row) => AuditRow.parse(row));
  }

  #lastSeq(): number {
    return this.#options.index.prepare<[], number | null>('SELECT max(seq) FROM audit').pluck().get() ?? 0;
  }
}
