import type { PersonId } from '../../../../shared/model/ids.ts';
import type { PackageHeader } from '../../../../shared/review/package/header.ts';
import type { Db } from '../../kernel/sqlite.ts';
import type { Peer } from './peers.ts';

interface Taken {
  readonly peer: Peer;
  readonly personId: PersonId;
  readonly at: string;
  readonly cases: number;
}

/** Within the command that keeps what is in it: from here on it is known. */
export function putTaken(db: Db, header: PackageHeader, { peer, personId, at, cases }: Taken): void {
  db.prepare("INSERT INTO review_package VALUES (?, 'in', ?, ?, ?, ?, ?, ?, ?)").run(
    ...[header.packageId, header.kind, peer.peerId, personId, header.programmeId, at, header.expiresAt, cases],
  );
}
