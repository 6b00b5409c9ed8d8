import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import type { Commands } from '../../kernel/command.ts';
import { newId } from '../../kernel/ids.ts';
import type { Clock } from '../../kernel/ports.ts';
import { sha256Hex } from '../../kernel/sha256.ts';
import type { Db } from '../../kernel/sqlite.ts';
import type { SyslogPeer } from './syslog-sender.ts';

const Row = z.object({
  destination_id: z.string(),
  host: z.string(),
  port: z.number().int(),
  ca: z.string().nullable(),
  certificate: z.string().nullable(),
  private_key: z.string().nullable(),
  sent_seq: z.number().int(),
  failures: z.number().int(),
  last_error: z.string().nullable(),
  last_error_at: z.string().nullable(),
});

export interface Destination {
  readonly destinationId: string;
  readonly peer: SyslogPeer;
  /** The last record it has. */
  readonly sentSeq: number;
  /** In a row. */
  readonly failures: number;
  readonly lastError: string | null;
  readonly lastErrorAt: string | null;
}

export interface DestinationsOptions {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
}

/** Where the records go: at most one receiver today. Which one is a setting; the site's profile may set it. */
export class Destinations {
  readonly #options: DestinationsOptions;

  constructor(options: DestinationsOptions) {
    this.#options = options;
  }

  current(): Destination | null {
    const found = this.#options.index.prepare('SELECT * FROM audit_destination ORDER BY created_at DESC LIMIT 1').get();
    if (found === undefined) return null;
    const row = Row.parse(found);
    return {
      destinationId: row.destination_id,
      peer: {
        ...{ host: row.host, port: row.port, ca: row.ca },
        ...{ certificate: row.certificate, privateKey: row.private_key },
      },
      sentSeq: row.sent_seq,
      failures: row.failures,
      lastError: row.last_error,
      lastErrorAt: row.last_error_at,
    };
  }

  /** Takes the place of the receiver so far. A new one gets the whole trail, from its first record. @throws AppError request/bad */
  set(peer: SyslogPeer): Destination {
    if (!Number.isInteger(peer.port) || peer.port < 1 || peer.port > 65535 || peer.host.trim() === '') {
      throw new AppError('request/bad', 'a receiver is a host and a port');
    }
    if ((peer.certificate === null) !== (peer.privateKey === null)) {
      throw new AppError('request/bad', 'a certificate needs its key');
    }
    const before = this.current();
    // The same receiver with other certificates goes on where it was.
    const isSame = before?.peer.host === peer.host && before.peer.port === peer.port;
    const destinationId = isSame ? before.destinationId : newId();
    const { clock } = this.#options;
    const detail = { act: 'set', host: peer.host, port: peer.port, ca: peer.ca === null ? null : sha256Hex(peer.ca) };
    this.#run(destinationId, detail, (db) => {
      db.prepare('DELETE FROM audit_destination').run();
      db.prepare(
        `INSERT INTO audit_destination (destination_id, host, port, ca, certificate, private_key, sent_seq, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(
        ...[destinationId, peer.host, peer.port, peer.ca, peer.certificate, peer.privateKey],
        ...[isSame ? before.sentSeq : 0, clock.nowIso()],
      );
    });
    return {
      destinationId,
      peer,
      sentSeq: isSame ? before.sentSeq : 0,
      failures: 0,
      lastError: null,
      lastErrorAt: null,
    };
  }

  remove(): void {
    const before = this.current();
    if (before === null) return;
    this.#run(before.destinationId, { act: 'remove' }, (db) => void db.prepare('DELETE FROM audit_destination').run());
  }

  /**
   * The receiver has the records up to `last`. No command: it changes nothing but how far a copy has come, and a record of it
   * would have to be sent in turn.
   */
  took(destinationId: string, first: number, last: number): void {
    const { index, clock } = this.#options;
    const note = index.transaction(() => {
      const moved = index
        .prepare(
          `UPDATE audit_destination SET sent_seq = ?, failures = 0, last_error = NULL, last_error_at = NULL
           WHERE destination_id = ?`,
        )
        .run(last, destinationId);
      if (moved.changes === 0) return;
      index
        .prepare('INSERT OR REPLACE INTO audit_sent (destination_id, first_seq, last_seq, sent_at) VALUES (?, ?, ?, ?)')
        .run(destinationId, first, last, clock.nowIso());
    });
    note.immediate();
  }

  failed(destinationId: string, reason: string): void {
    const { index, clock } = this.#options;
    index
      .prepare(
        `UPDATE audit_destination SET failures = failures + 1, last_error = ?, last_error_at = ? WHERE destination_id = ?`,
      )
      .run(reason, clock.nowIso(), destinationId);
  }

  #run(subject: string, detail: Readonly<Record<string, string | number | null>>, work: (db: Db) => void): void {
    const { commands, personId } = this.#options;
    commands.run({ name: 'audit.destination', personId, subject, detail }, work);
  }
}
