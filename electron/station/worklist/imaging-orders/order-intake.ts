import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import { Emitter } from '../../../../shared/lib/emitter.ts';
import type { OrderFeeds, FhirFeed, OrderPeer } from '../../../../shared/model/order-feeds.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import type { Commands } from '../../kernel/command.ts';
import type { Clock, Log } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { sha256Hex } from '../../kernel/sha256.ts';
import { HttpClient } from '../../sources/http/http-client.ts';
import { sourceClock } from '../../sources/source-clock.ts';
import { orderFeeds, setOrderFeeds, setTakenUntil, takenUntil } from './feed-settings.ts';
import { ordersSince } from './fhir-orders.ts';
import { reportsSince } from '../prior-reports/fhir-reports.ts';
import type { PriorReports, TakenReports } from '../prior-reports/prior-reports.ts';
import type { ImagingOrders, Taken } from './imaging-orders.ts';
import { MllpListener } from './mllp-listener.ts';
import type { ListenerPorts } from './mllp-listener.ts';
import { receiveMessage, tooLongAnswer } from './receive-message.ts';
import type { HearingTerms, Received } from './receive-message.ts';

/** Refusals of one sender are put on record once in this time, milliseconds, with how many there were. */
const RECORD_EVERY_MS = 10_000;
/** A server that does not answer is asked again later and later: milliseconds at most. */
const MOST_REST_MS = 15 * 60_000;

export interface OrderIntakeOptions {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run' | 'runInBackground'>;
  readonly personId: PersonId;
  readonly clock: Clock;
  readonly log: Log;
  readonly orders: ImagingOrders;
  readonly priors: Pick<PriorReports, 'take'>;
  /** IANA name of the clock of a site; null: its profile names none. */
  readonly zoneOf: (site: string) => string | null;
  readonly limits?: ListenerPorts['limits'];
}

/** How a feed stands. `error` is a code. */
export interface FeedState {
  readonly name: string;
  readonly kind: 'hl7' | 'fhir';
  readonly state: 'off' | 'listening' | 'asking' | 'failed';
  readonly port: number | null;
  readonly error: string | null;
}

interface Asked {
  taken: number;
  refused: number;
}

/** Where orders and reports of others come in while a store is open: our own port for HL7, and the FHIR servers that are asked. */
export class OrderIntake {
  /** Orders changed; `stat` are those that became STAT. */
  readonly onTaken = new Emitter<Pick<Taken, 'orderIds' | 'stat' | 'merged'>>();
  /** Reports of others came. */
  readonly onReports = new Emitter<TakenReports>();
  readonly #options: OrderIntakeOptions;
  readonly #refusals = new Map<string, { at: number; count: number }>();
  readonly #states = new Map<string, FeedState>();
  #listener: MllpListener | null = null;
  #polls: AbortController | null = null;
  #polling: Promise<unknown> = Promise.resolve();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: OrderIntakeOptions) {
    this.#options = options;
  }

  /** Begins to listen and to ask as the settings say. What cannot be begun is said in `states`, and throws nothing. */
  start(): Promise<void> {
    return this.#inTurn(() => this.#begin(orderFeeds(this.#options.index)));
  }

  feeds(): OrderFeeds {
    return orderFeeds(this.#options.index);
  }

  /** New settings, at once. */
  set(wanted: OrderFeeds): Promise<readonly FeedState[]> {
    return this.#inTurn(async () => {
      const feeds = setOrderFeeds(this.#options, wanted);
      await this.#end();
      await this.#begin(feeds);
      return this.states();
    });
  }

  states(): readonly FeedState[] {
    return [...this.#states.values()];
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#end());
  }

  /** One message, whoever brought it. */
  async receive(bytes: Uint8Array, terms: HearingTerms): Promise<Received> {
    const received = await receiveMessage(bytes, terms, this.#options);
    if (received.refused !== null) this.#refused(terms.name, received.refused);
    else this.#tell(received.taken);
    if (received.reports !== null && received.reports.outcome !== 'already') this.onReports.emit(received.reports);
    return received;
  }

  terms(peer: Pick<OrderPeer, 'name' | 'site' | 'trusted' | 'charset' | 'zone'>): HearingTerms {
    const { name, site, trusted, charset, zone } = peer;
    return { ...{ name, site, trusted, charset }, zone: zone ?? this.#zoneOf(site) };
  }

  #zoneOf(site: string): string {
    return this.#options.zoneOf(site) ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  }

  #tell(taken: Taken | null): void {
    if (taken !== null && taken.outcome !== 'already') this.onTaken.emit(taken);
  }

  async #begin({ listener, fhir }: OrderFeeds): Promise<void> {
    this.#states.clear();
    if (listener.on) await this.#listen(listener);
    const polls = new AbortController();
    this.#polls = polls;
    this.#polling = Promise.all(fhir.map((feed) => this.#poll(feed, polls.signal)));
  }

  async #listen(settings: OrderFeeds['listener']): Promise<void> {
    const { clock, log, limits } = this.#options;
    const state = { name: 'HL7', kind: 'hl7', port: null, error: null } as const;
    try {
      const own = new MllpListener({
        ...{ settings, log },
        ...(limits === undefined ? {} : { limits }),
        receive: async (bytes, peer) => {
          const { answer, refused } = await this.receive(bytes, this.terms(peer));
          return { answer, ok: refused === null };
        },
        tooLong: (head, peer) => {
          this.#refused(peer.name, new AppError('hl7/bad-message', 'a message over the cap'));
          return tooLongAnswer(head, clock);
        },
      });
      this.#states.set('HL7', { ...state, state: 'listening', port: await own.open() });
      this.#listener = own;
    } catch (cause) {
      const { code } = asAppError(cause);
      log.warn('orders-not-listening', { code });
      this.#states.set('HL7', { ...state, state: 'failed', error: code });
    }
  }

  async #end(): Promise<void> {
    this.#polls?.abort();
    await this.#listener?.close();
    await this.#polling;
    this.#listener = null;
    this.#polls = null;
    this.#states.clear();
  }

  async #poll(feed: FhirFeed, signal: AbortSignal): Promise<void> {
    const { log } = this.#options;
    const { name } = feed.server;
    const asking = { name, kind: 'fhir', state: 'asking', port: null, error: null } as const;
    this.#states.set(name, asking);
    const pause = feed.everySeconds * 1000;
    let rest = pause;
    while (!signal.aborted) {
      try {
        await this.ask(feed, signal);
        this.#states.set(name, asking);
        rest = pause;
      } catch (cause) {
        if (signal.aborted) return;
        const { code } = asAppError(cause);
        if (this.#states.get(name)?.error !== code) log.warn('orders-not-asked', { code });
        this.#states.set(name, { name, kind: 'fhir', state: 'failed', port: null, error: code });
        rest = Math.min(MOST_REST_MS, Math.max(pause, rest * 2));
      }
      await sourceClock.wait(rest, signal).catch(() => undefined);
    }
  }

  /** Asks one FHIR server for what changed since it was last asked. @throws AppError source/… */
  async ask(feed: FhirFeed, signal: AbortSignal): Promise<{ readonly taken: number; readonly refused: number }> {
    const http = new HttpClient(feed.server, { secrets: feed.secrets, clock: sourceClock, tokens: null });
    const counts = { taken: 0, refused: 0 };
    try {
      if (feed.gives.orders) await this.#askOrders(http, feed, signal, counts);
      if (feed.gives.reports && !signal.aborted) await this.#askReports(http, feed, signal, counts);
      return counts;
    } finally {
      await http.close();
    }
  }

  async #askOrders(http: HttpClient, feed: FhirFeed, signal: AbortSignal, counts: Asked): Promise<void> {
    const { index, orders } = this.#options;
    const { name, site } = feed.server;
    const terms = { site, zone: feed.zone ?? this.#zoneOf(site) };
    const answer = await ordersSince(http, feed, terms, takenUntil(index, 'orders', name), signal);
    for (const { controlId, sentAt, act, order } of answer.orders) {
      if (signal.aborted) break;
      const hash = sha256Hex(Buffer.from(JSON.stringify(order), 'utf8'));
      const message = { kind: 'orders', controlId, sentAt, orders: [{ act, order }] } as const;
      const taken = await orders.take(message, { name, site, trusted: false }, hash);
      if (taken.outcome === 'taken') counts.taken += 1;
      this.#tell(taken);
    }
    this.#asked('orders', name, answer, signal, counts);
  }

  async #askReports(http: HttpClient, feed: FhirFeed, signal: AbortSignal, counts: Asked): Promise<void> {
    const { index, priors } = this.#options;
    const { name, site } = feed.server;
    const answer = await reportsSince(http, feed, takenUntil(index, 'reports', name), signal);
    for (const { controlId, sentAt, report, pdf } of answer.reports) {
      if (signal.aborted) break;
      const hash = sha256Hex(Buffer.from(JSON.stringify([report, pdf]), 'utf8'));
      const message = { controlId, sentAt, reports: [{ report, pdf }] };
      const taken = await priors.take(message, { name, site, trusted: false }, hash);
      if (taken.outcome === 'taken') counts.taken += 1;
      if (taken.outcome !== 'already') this.onReports.emit(taken);
    }
    this.#asked('reports', name, answer, signal, counts);
  }

  #asked(
    what: 'orders' | 'reports',
    name: string,
    answer: { readonly refused: readonly AppError[]; readonly newest: string | null },
    signal: AbortSignal,
    counts: Asked,
  ): void {
    for (const error of answer.refused) this.#refused(name, error);
    counts.refused += answer.refused.length;
    if (answer.newest !== null && !signal.aborted) setTakenUntil(this.#options.index, what, name, answer.newest);
  }

  /** Nobody floods the trail by sending what is refused. */
  #refused(feed: string, error: AppError): void {
    const { commands, personId, log } = this.#options;
    const key = `${feed} ${error.code}`;
    const last = this.#refusals.get(key) ?? { at: -Infinity, count: 0 };
    const now = performance.now();
    if (now - last.at < RECORD_EVERY_MS) {
      this.#refusals.set(key, { ...last, count: last.count + 1 });
      return;
    }
    this.#refusals.set(key, { at: now, count: 0 });
    log.warn('order-refused', { code: error.code });
    const detail = { feed, code: error.code, before: last.count };
    try {
      commands.run({ name: 'imagingOrder.refused', personId, subject: feed, detail }, () => undefined);
    } catch (cause) {
      // The sender hears why its message was refused; that a record of it could not be written is for the log.
      log.error('order-refusal-not-recorded', { code: asAppError(cause).code });
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(work, work);
    this.#turn = next.catch(() => undefined);
    return next;
  }
}
