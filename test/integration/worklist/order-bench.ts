import net from 'node:net';
import type { Socket } from 'node:net';
import path from 'node:path';
import { systemClock } from '../../../electron/station/kernel/clock.ts';
import { Commands } from '../../../electron/station/kernel/command.ts';
import type { Command } from '../../../electron/station/kernel/command.ts';
import { newId } from '../../../electron/station/kernel/ids.ts';
import { indexMigrations } from '../../../electron/station/kernel/migrations/index.ts';
import { openDatabase } from '../../../electron/station/kernel/sqlite.ts';
import type { Db } from '../../../electron/station/kernel/sqlite.ts';
import { PriorReports } from '../../../electron/station/worklist/prior-reports/prior-reports.ts';
import { ImagingOrders } from '../../../electron/station/worklist/imaging-orders/imaging-orders.ts';
import { OrderIntake } from '../../../electron/station/worklist/imaging-orders/order-intake.ts';
import type { OrderIntakeOptions } from '../../../electron/station/worklist/imaging-orders/order-intake.ts';
import { readAck } from '../../../shared/hl7/ack.ts';
import type { ReadAck } from '../../../shared/hl7/ack.ts';
import { MllpFramer } from '../../../shared/hl7/framing.ts';
import { PersonId } from '../../../shared/model/ids.ts';
import { OrderFeeds } from '../../../shared/model/order-feeds.ts';

/** The index of a store in a folder: a real one, without the rest of the store. */
export function openIndex(dir: string): Db {
  const db = openDatabase(path.join(dir, 'index.db'), new Uint8Array(32));
  const isNew = db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'imaging_order'").get() === undefined;
  if (isNew) for (const { sql } of indexMigrations) db.exec(sql);
  return db;
}

/** An intake over an index. @param around what a test puts around each command */
export function intakeOver(
  db: Db,
  limits: OrderIntakeOptions['limits'] = {},
  around: <T>(command: Command, work: () => Promise<T>) => Promise<T> = (_, work) => work(),
): OrderIntake {
  const own = new Commands(db, systemClock);
  const commands: OrderIntakeOptions['commands'] = {
    run: (command, work) => own.run(command, work),
    runInBackground: (command, work) => around(command, () => own.runInBackground(command, work)),
  };
  const shared = { index: db, commands, clock: systemClock, personId: PersonId.parse(newId()) };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  return new OrderIntake({
    ...shared,
    log,
    limits,
    zoneOf: () => 'Europe/Berlin',
    orders: new ImagingOrders(shared),
    priors: new PriorReports(shared),
  });
}

/** Settings of a listener on a free port of this machine, which hears this machine. */
export function listening(more: Record<string, unknown> = {}): OrderFeeds {
  return OrderFeeds.parse({
    listener: { ...{ on: true, port: 0, peers: [{ name: 'ris', address: '127.0.0.1', site: 'St. Anna' }] }, ...more },
  });
}

/** A sender that speaks byte by byte as a test says. */
export interface Sender {
  readonly socket: Socket;
  send(...parts: readonly Uint8Array[]): void;
  /** The next answers; fails when the connection ends before. */
  answers(count: number): Promise<ReadAck[]>;
  closed(): Promise<unknown>;
}

export async function senderTo(
  port: number,
  socket: Socket = net.connect({ port, host: '127.0.0.1' }),
): Promise<Sender> {
  socket.on('error', () => undefined);
  // Not by `once` of events: it fails with the socket's error, which a cut line has too.
  const ended = new Promise<void>((resolve) => void socket.once('close', () => resolve()));
  if (socket.connecting) {
    await Promise.race([new Promise<void>((resolve) => void socket.once('connect', () => resolve())), ended]);
  }
  const framer = new MllpFramer();
  const waiting: ReadAck[] = [];
  let heard: () => void = () => undefined;
  let isOver = false;
  socket.on('close', () => {
    isOver = true;
    heard();
  });
  socket.on('data', (chunk: Buffer) => {
    for (const event of framer.push(chunk)) {
      if (event.kind === 'message') waiting.push(readAck(new TextDecoder().decode(event.bytes)));
    }
    heard();
  });
  return {
    socket,
    send: (...parts) => {
      for (const part of parts) socket.write(part);
    },
    answers: async (count) => {
      while (waiting.length < count) {
        if (isOver) throw new Error('the connection ended before the answer');
        await new Promise<void>((resolve) => (heard = resolve));
      }
      return waiting.splice(0, count);
    },
    closed: () => ended,
  };
}
