import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import type { ReviewReader } from '../../../../shared/model/review/reader.ts';
import { isFingerprint, readCard } from '../../../../shared/review/package/card.ts';
import type { ReviewCard } from '../../../../shared/review/package/card.ts';
import type { Commands } from '../../kernel/command.ts';
import { newId } from '../../kernel/ids.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { fingerprint } from './own-keys.ts';

export interface PeersParts {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
}

export interface Peer extends ReviewCard {
  readonly peerId: string;
  readonly name: string;
  readonly site: string;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
  readonly state: 'active' | 'expired' | 'revoked';
}

export interface NewPeer {
  readonly name: string;
  readonly site: string;
  readonly card: string;
  /** As it was heard over the telephone. */
  readonly fingerprint: string;
  readonly days: number;
}

const Row = z.object({
  peer_id: z.string(),
  name: z.string(),
  site: z.string(),
  exchange_key: z.string(),
  signing_key: z.string(),
  expires_at: z.string(),
  revoked_at: z.string().nullable(),
});
const DAY_MS = 86_400_000;

/** People at other stations whom the person at work trusts with packages, until a day and until that is taken back. */
export class Peers {
  readonly #parts: PeersParts;

  constructor(parts: PeersParts) {
    this.#parts = parts;
  }

  /** By name. */
  list(): Peer[] {
    const { index, personId, clock } = this.#parts;
    const now = clock.nowIso();
    return index
      .prepare('SELECT * FROM review_peer WHERE person_id = ? ORDER BY name, site, enrolled_at')
      .all(personId)
      .map((found) => {
        const row = Row.parse(found);
        const isOver = Date.parse(row.expires_at) <= Date.parse(now);
        return {
          ...{ peerId: row.peer_id, name: row.name, site: row.site, expiresAt: row.expires_at },
          ...{ exchangeKey: row.exchange_key, signingKey: row.signing_key, revokedAt: row.revoked_at },
          state: row.revoked_at !== null ? 'revoked' : isOver ? 'expired' : 'active',
        };
      });
  }

  active(): Peer[] {
    return this.list().filter(({ state }) => state === 'active');
  }

  /** By id, or by a name that only one of them has. @throws AppError package/no-such-peer */
  one(said: string): Peer {
    const all = this.active();
    const found = all.filter(({ peerId, name }) => peerId === said || name === said);
    const [peer] = found;
    if (peer === undefined || found.length > 1) throw new AppError('package/no-such-peer', 'nobody, or not one alone');
    return peer;
  }

  /** Every enrolment of the same person: another key is another one. */
  idsOf({ name, site }: Pick<Peer, 'name' | 'site'>): ReadonlySet<string> {
    return new Set(this.list().flatMap((peer) => (isSamePerson(peer, { name, site }) ? [peer.peerId] : [])));
  }

  /** Whose signing key it is; null: nobody's who is trusted now. */
  ofKey(signingKey: string): Peer | null {
    return this.active().find((peer) => peer.signingKey === signingKey) ?? null;
  }

  /**
   * The same name and place again is the same person with another key: their former one is no longer trusted.
   * @throws AppError package/bad-card, package/other-fingerprint, package/known-peer
   */
  enrol(wanted: NewPeer, own: ReviewCard | null): Peer {
    const { commands, clock, personId } = this.#parts;
    const card = readCard(wanted.card);
    if (!isFingerprint(wanted.fingerprint, fingerprint(card)))
      throw new AppError('package/other-fingerprint', 'the fingerprint is of another card');
    const isOwn = own !== null && isSameKey(own, card);
    if (isOwn || this.active().some((peer) => isSameKey(peer, card) && !isSamePerson(peer, wanted)))
      throw new AppError('package/known-peer', 'the card is of somebody else who is known');
    const now = clock.nowIso();
    const expiresAt = new Date(Date.parse(now) + wanted.days * DAY_MS).toISOString();
    const peerId = newId();
    const former = this.active().filter((peer) => isSamePerson(peer, wanted));
    commands.run({ name: 'review.enrol', personId, subject: peerId, detail: { days: wanted.days } }, (db) => {
      const end = db.prepare('UPDATE review_peer SET revoked_at = ? WHERE peer_id = ?');
      for (const peer of former) end.run(now, peer.peerId);
      db.prepare('INSERT INTO review_peer VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)').run(
        ...[peerId, personId, wanted.name, wanted.site, card.exchangeKey, card.signingKey, now, expiresAt],
      );
    });
    return this.one(peerId);
  }

  /** @throws AppError package/no-such-peer */
  revoke(said: string): void {
    const { commands, clock, personId } = this.#parts;
    const { peerId } = this.one(said);
    commands.run({ name: 'review.revokePeer', personId, subject: peerId, detail: {} }, (db) => {
      db.prepare('UPDATE review_peer SET revoked_at = ? WHERE peer_id = ?').run(clock.nowIso(), peerId);
    });
  }
}

/** As cases are drawn for them. */
export function readerOf({ name, site }: Pick<Peer, 'name' | 'site'>): ReviewReader {
  return { kind: 'other', site, name };
}

function isSameKey(a: ReviewCard, b: ReviewCard): boolean {
  return a.exchangeKey === b.exchangeKey || a.signingKey === b.signingKey;
}

function isSamePerson(a: Pick<Peer, 'name' | 'site'>, b: Pick<Peer, 'name' | 'site'>): boolean {
  return a.name === b.name && a.site === b.site;
}
