import { z } from 'zod';
import type { ParsedRequest, Response } from '../../../../shared/contract/index.ts';
import type { JobId, ReaderPseudonym, ReviewId } from '../../../../shared/model/ids.ts';
import { PackageRow, SentOrder } from '../../../../shared/model/review/package.ts';
import type { ReviewPeer, TakenPackage } from '../../../../shared/model/review/package.ts';
import { cardText } from '../../../../shared/review/package/card.ts';
import type { Db } from '../../kernel/sqlite.ts';
import type { Intake } from './intake.ts';
import type { Outgoing, WantedPackage } from './outgoing.ts';
import { fingerprint } from './own-keys.ts';
import type { OwnKeys } from './own-keys.ts';
import type { Peer, Peers } from './peers.ts';

export interface PackageRoomParts {
  readonly index: Db;
  readonly keys: OwnKeys;
  readonly peers: Peers;
  readonly outgoing: Outgoing;
  readonly intake: Intake;
  /** Null: the person at work does not run programmes. */
  readonly pseudonymOf: (peer: Peer) => ReaderPseudonym | null;
}

const Row = z.object({
  ...{ package_id: z.string(), way: z.string(), kind: z.string(), name: z.string().nullable(), at: z.string() },
  ...{ expires_at: z.string(), cases: z.number() },
});
/** Packages of one list. */
const LISTED = 200;

/** Second readings between stations: own key, people there, and what goes to and fro. */
export class PackageRoom {
  readonly #parts: PackageRoomParts;

  constructor(parts: PackageRoomParts) {
    this.#parts = parts;
  }

  /** @throws AppError access/proof-needed */
  card(): Response<'review.card'> {
    const card = this.#parts.keys.card();
    return { card: cardText(card), fingerprint: fingerprint(card) };
  }

  peers(): ReviewPeer[] {
    return this.#parts.peers.list().map((peer) => this.#shown(peer));
  }

  /** @throws AppError package/bad-card, package/other-fingerprint, package/known-peer */
  enrol(request: ParsedRequest<'review.enrol'>): ReviewPeer {
    const { peers, keys } = this.#parts;
    return this.#shown(peers.enrol(request, keys.known()));
  }

  /** @throws AppError package/no-such-peer */
  revoke(peer: string): void {
    this.#parts.peers.revoke(peer);
  }

  /** By id or name. @throws AppError package/no-such-peer */
  peer(said: string): ReviewPeer {
    return this.#shown(this.#parts.peers.one(said));
  }

  /** The newest first. */
  packages(): Response<'review.packages'> {
    const { index, outgoing } = this.#parts;
    const rows = index
      .prepare(
        `SELECT package_id, way, kind, name, at, review_package.expires_at, cases
         FROM review_package LEFT JOIN review_peer USING (peer_id) ORDER BY at DESC, package_id LIMIT ${LISTED}`,
      )
      .all()
      .map((found) => {
        const { package_id: packageId, name, expires_at: expiresAt, ...row } = Row.parse(found);
        return PackageRow.parse({ ...row, packageId, expiresAt, peerName: name ?? '' });
      });
    return { packages: rows, waiting: outgoing.waiting() };
  }

  send(wanted: WantedPackage): Promise<JobId> {
    return this.#parts.outgoing.send(wanted);
  }

  again(packageId: string): void {
    this.#parts.outgoing.again(packageId);
  }

  take(file: string): JobId {
    return this.#parts.intake.begin(file);
  }

  /** @throws AppError what it failed with */
  taken(jobId: JobId): TakenPackage | null {
    return this.#parts.intake.result(jobId);
  }

  /** What the order of a case said that came in a package; null: nobody said, or it is of this station. */
  order(reviewId: ReviewId): SentOrder | null {
    const text = this.#parts.index
      .prepare<[string], string>('SELECT order_facts FROM review_taken WHERE review_id = ?')
      .pluck()
      .get(reviewId);
    return text === undefined ? null : SentOrder.nullable().parse(JSON.parse(text));
  }

  #shown(peer: Peer): ReviewPeer {
    const { peerId, name, site, expiresAt, revokedAt, state } = peer;
    return {
      ...{ peerId, name, site, expiresAt, revokedAt, state },
      fingerprint: fingerprint(peer),
      reader: state === 'active' ? this.#parts.pseudonymOf(peer) : null,
    };
  }
}
