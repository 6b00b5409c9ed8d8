import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import type { ReceiverEvents, ReceiveSink } from '../receiver-sink.ts';
import { sourceClock } from '../source-clock.ts';
import type { SourceClock } from '../source-clock.ts';
import type { DimseLink, JobListener } from './dimse-link.ts';
import type { ListenSettings } from './dimse-messages.ts';
import type { MoveExpectations } from './move-expectations.ts';

/** A site that may push to us: both its address and its AE title have to fit. */
export interface ReceiverPeer {
  readonly name: string;
  /** IP address. An AE title alone is no proof of anything. */
  readonly address: string;
  readonly aeTitle: string;
  readonly maxAssociations?: number;
}

export interface ReceiverSettings {
  /** Address of the interface that is listened on. */
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly aeTitle: string;
  readonly peers: readonly ReceiverPeer[];
  /** Our certificate and key, PEM; with `authorities` peers have to show one of theirs. Null: plain. */
  readonly tls?: {
    readonly certificate: string;
    readonly privateKey: string;
    readonly authorities: string | null;
  } | null;
  /** Milliseconds: for the first PDU, between two pieces, and of a whole association. */
  readonly requestMs?: number;
  readonly idleMs?: number;
  readonly lifeMs?: number;
  readonly maxConnections?: number;
  readonly maxObjectBytes?: number;
}

export interface ReceiverPorts {
  /** A process of its own, not that of the sources: what a peer does to it must not end a retrieve. */
  readonly link: DimseLink;
  readonly sink: ReceiveSink;
  /** Shared with the sources whose C-MOVEs come here. */
  readonly moves: MoveExpectations;
  readonly events?: ReceiverEvents;
  readonly clock?: SourceClock;
}

/** Ports are asked for again after so long, milliseconds: the longer the more often it failed. */
const AGAIN_MS = [500, 2000, 10_000, 30_000];

const OUT_OF_RESOURCES = 0xa700;
const NOT_WHAT_IT_SAYS = 0xa900;
const CANNOT_UNDERSTAND = 0xc000;
const FAILED = 0x0110;
/** It is something else than what it says, or than what is taken here. */
const NOT_SAID: ReadonlySet<string> = new Set(['source/other-patient', 'source/wrong-answer', 'package/not-a-study']);

/** The station's own Storage SCP: listens for listed peers, and for what our own C-MOVEs bring. */
export class Receiver {
  readonly #settings: ListenSettings;
  readonly #ports: ReceiverPorts;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #port: number | null = null;
  readonly #first: Promise<number>;

  private constructor(settings: ReceiverSettings, ports: ReceiverPorts) {
    this.#settings = listenSettings(settings);
    this.#ports = ports;
    let heard: (port: number) => void = () => undefined;
    let refused: (error: AppError) => void = () => undefined;
    this.#first = new Promise((resolve, reject) => {
      heard = resolve;
      refused = reject;
    });
    this.#running = this.#run(heard, refused);
  }

  /** @throws AppError source/refused when the port cannot be had now; nothing is left running then */
  static async open(settings: ReceiverSettings, ports: ReceiverPorts): Promise<Receiver> {
    const receiver = new Receiver(settings, ports);
    try {
      await receiver.#first;
    } catch (error) {
      await receiver.close();
      throw error;
    }
    return receiver;
  }

  /** Where it listens now; null while the port is asked for again. */
  get port(): number | null {
    return this.#port;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run(heard: (port: number) => void, refused: (error: AppError) => void): Promise<void> {
    const { signal } = this.#closing;
    const { link, events, clock = sourceClock } = this.#ports;
    let failures = 0;
    while (!signal.aborted) {
      try {
        const listener = this.#listener((port) => {
          failures = 0;
          this.#port = port;
          heard(port);
          events?.trouble?.(null);
        });
        // A port that was given stays: peers know it.
        await link.run(
          { kind: 'listen', settings: { ...this.#settings, port: this.#port ?? this.#settings.port } },
          listener,
          signal,
        );
      } catch (error) {
        if (signal.aborted) return;
        const known = asAppError(error);
        refused(known);
        events?.trouble?.(known);
        const wait = AGAIN_MS[Math.min(failures, AGAIN_MS.length - 1)] ?? 0;
        failures += 1;
        await clock.wait(wait, signal).catch(() => undefined);
      }
    }
  }

  #listener(listening: (port: number) => void): JobListener {
    const { sink, moves, events } = this.#ports;
    return {
      listening,
      begin: async (sopUid, sender) => {
        if (sender === null) throw new AppError('internal/bug', 'an object came from nobody');
        const expected = moves.match(sender.originator, sender.originatorId);
        if (expected !== null) return expected.begin(sopUid);
        if (moves.isOurs(sender.originator)) throw new AppError('request/cancelled', 'this move was stopped');
        const { peer, address, callingAe } = sender;
        return sink.begin({ sopUid, expectedBytes: null }, { peer, address, callingAe });
      },
      statusOf: statusOf,
      commitment: (commitment, { address, peer }) => events?.commitment?.({ ...commitment, address, peer }),
      turnedAway: ({ address, callingAe, why }) => events?.turnedAway?.({ address, callingAe, why }),
    };
  }
}

/** What a peer is answered with (Part 4, table B.2-1; Part 7, 9.1.1.1.9). */
function statusOf(error: AppError): number {
  if (error.code === 'source/quota' || error.code === 'disk/full') return OUT_OF_RESOURCES;
  if (NOT_SAID.has(error.code)) return NOT_WHAT_IT_SAYS;
  return error.code.startsWith('dicom/') ? CANNOT_UNDERSTAND : FAILED;
}

function listenSettings(settings: ReceiverSettings): ListenSettings {
  return {
    host: settings.host,
    port: settings.port,
    aeTitle: settings.aeTitle,
    tls: settings.tls ?? null,
    peers: settings.peers.map(({ name, address, aeTitle, maxAssociations = 8 }) => ({
      name,
      address,
      aeTitle,
      maxAssociations,
    })),
    maxConnections: settings.maxConnections ?? 64,
    requestMs: settings.requestMs ?? 10_000,
    idleMs: settings.idleMs ?? 60_000,
    lifeMs: settings.lifeMs ?? 24 * 3_600_000,
    maxObjectBytes: settings.maxObjectBytes ?? 4 * 1024 * 1024 * 1024,
  };
}
