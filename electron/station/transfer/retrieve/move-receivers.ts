import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { asAppError } from '../../../../shared/errors/app-error.ts';
import { isLoopback } from '../../../../shared/model/source-settings.ts';
import type { DimseSettings } from '../../../../shared/model/source-settings.ts';
import type { Log, ProcessHost } from '../../kernel/ports.ts';
import { DimseLink } from '../../sources/dimse/dimse-link.ts';
import { MoveExpectations } from '../../sources/dimse/move-expectations.ts';
import { Receiver } from '../../sources/dimse/receiver.ts';
import type { ReceiverPeer } from '../../sources/dimse/receiver.ts';
import type { ReceiverEvents, ReceiveSink } from '../../sources/receiver-sink.ts';
import type { StoredSource } from '../source-list/source-list.ts';

export interface MoveReceiversOptions {
  readonly host: ProcessHost;
  readonly sink: ReceiveSink;
  readonly sources: () => readonly StoredSource[];
  readonly log: Log;
  /** Hears of whoever was not let in. */
  readonly turnedAway: NonNullable<ReceiverEvents['turnedAway']>;
  /** Hears what archives say of keeping what they were sent. */
  readonly commitment: NonNullable<ReceiverEvents['commitment']>;
}

type Here = NonNullable<DimseSettings['receiver']>;

interface Wanted {
  readonly here: Here;
  readonly peers: readonly ReceiverPeer[];
  /** Nobody knows now what one of the names stands for. */
  readonly unknown: boolean;
  readonly of: string;
}

interface Open {
  readonly receiver: Receiver;
  /** What it was opened for: another list of peers is another receiver. */
  readonly of: string;
}

/** What could not be had is asked for again after so long, milliseconds: the longer the more often. */
const AGAIN_MS = [1000, 5000, 30_000];

/**
 * Our own receiver wherever a source names one: what a C-MOVE brings comes in there, and what that source pushes. Nobody else is let
 * in, and without such a source nothing listens.
 */
export class MoveReceivers {
  readonly moves = new MoveExpectations();
  readonly #options: MoveReceiversOptions;
  readonly #open = new Map<string, Open>();
  #link: DimseLink | null = null;
  #turn: Promise<void> = Promise.resolve();
  #again: NodeJS.Timeout | null = null;
  #failures = 0;
  #closed = false;

  constructor(options: MoveReceiversOptions) {
    this.#options = options;
  }

  /**
   * Listens where the sources of now say so. What cannot be had is said in the log, and asked for again by itself: the port may be held by
   * what is left of a station that was killed, and nobody knows the name of a site while there is no line.
   */
  ready(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#sync());
    return this.#turn;
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#again !== null) clearTimeout(this.#again);
    await this.#turn;
    await Promise.all([...this.#open.values()].map(({ receiver }) => receiver.close()));
    this.#open.clear();
    await this.#link?.close();
  }

  async #sync(): Promise<void> {
    if (this.#closed) return;
    const wanted = await this.#wanted();
    for (const [place, { receiver, of }] of this.#open) {
      if (wanted.get(place)?.of === of) continue;
      this.#open.delete(place);
      await receiver.close();
    }
    for (const [place, { here, peers, of }] of wanted) {
      if (this.#open.has(place)) continue;
      try {
        this.#link ??= new DimseLink(this.#options.host);
        const settings = { host: interfaceOf(here.host), port: here.port, aeTitle: here.ae, peers };
        const { sink, turnedAway, commitment } = this.#options;
        const ports = { link: this.#link, sink, moves: this.moves, events: { turnedAway, commitment } };
        this.#open.set(place, { receiver: await Receiver.open(settings, ports), of });
      } catch (error) {
        this.#options.log.warn('receiver.not-open', { port: here.port, code: asAppError(error).code });
      }
    }
    this.#lookAgain([...wanted].every(([place, { unknown }]) => !unknown && this.#open.has(place)));
  }

  #lookAgain(isWhole: boolean): void {
    if (this.#again !== null) clearTimeout(this.#again);
    this.#again = null;
    this.#failures = isWhole ? 0 : this.#failures + 1;
    if (isWhole || this.#closed) return;
    const wait = AGAIN_MS[Math.min(this.#failures, AGAIN_MS.length) - 1] ?? 0;
    this.#again = setTimeout(() => void this.ready(), wait);
    this.#again.unref();
  }

  async #wanted(): Promise<ReadonlyMap<string, Wanted>> {
    const found = new Map<string, { readonly here: Here; readonly peers: ReceiverPeer[]; unknown: boolean }>();
    for (const { settings } of this.#options.sources()) {
      if (settings.kind !== 'dimse' || settings.receiver === null) continue;
      const here = settings.receiver;
      const place = `${here.host} ${here.port} ${here.ae}`;
      const known = found.get(place) ?? { here, peers: [], unknown: false };
      found.set(place, known);
      const addresses = await addressesOf(settings.host);
      if (addresses.length === 0) known.unknown = true;
      for (const address of addresses) known.peers.push({ name: settings.name, address, aeTitle: settings.calledAe });
    }
    return new Map([...found].map(([place, one]) => [place, { ...one, of: JSON.stringify(one.peers) }]));
  }
}

/** A name may stand for several machines; one that nobody knows now lets nobody in. */
async function addressesOf(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true }).catch(() => []);
  return found.map(({ address }) => address);
}

/** The interface that has the address by which the site knows us; behind a router none has, and all are listened on. */
function interfaceOf(host: string): string {
  if (isLoopback(host)) return '127.0.0.1';
  const own = Object.values(networkInterfaces()).flatMap((one) => one?.map(({ address }) => address) ?? []);
  return own.includes(host) ? host : '0.0.0.0';
}
