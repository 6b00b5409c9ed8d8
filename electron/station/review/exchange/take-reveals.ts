import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { PersonId, ReviewId } from '../../../../shared/model/ids.ts';
import { SentReveals } from '../../../../shared/model/review/package.ts';
import type { TakenPackage } from '../../../../shared/model/review/package.ts';
import type { Commands } from '../../kernel/command.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import type { OpenedPackage } from '../package/read-package.ts';
import type { Reviews } from '../reviews.ts';
import { damaged, readDocument } from './documents.ts';
import type { Peer, Peers } from './peers.ts';
import { putTaken } from './put-taken.ts';

export interface TakeRevealsParts {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly peers: Peers;
  readonly reviews: Pick<Reviews, 'whole' | 'hasText'>;
}

const Taken = z.object({ peer_id: z.string(), role: z.string() });

/**
 * Takes the reports of cases whose findings the sender has received: a report is kept for what was locked here alone.
 * @throws AppError package/other-case, package/out-of-order
 */
export async function takeReveals(
  { index, commands, clock, personId, peers, reviews }: TakeRevealsParts,
  opened: OpenedPackage,
  peer: Peer,
): Promise<Pick<TakenPackage, 'taken' | 'known'> & { readonly changed: readonly ReviewId[] }> {
  const documents = new Map<string, Uint8Array>();
  for await (const { name, bytes } of opened.entries()) documents.set(name, bytes);
  const { reveals } = readDocument(SentReveals, documents.get('reveals.json'));
  if (new Set(reveals.map(({ caseId }) => caseId)).size !== reveals.length) throw damaged('a case stands twice');
  const fresh = reveals.flatMap(({ caseId, lockedHash, sections }) => {
    const row = index.prepare('SELECT peer_id, role FROM review_taken WHERE review_id = ?').get(caseId);
    const taken = row === undefined ? null : Taken.parse(row);
    const { review, progress } = taken === null ? { review: null, progress: null } : reviews.whole(caseId);
    const isTheirs = taken !== null && peers.idsOf(peer).has(taken.peer_id) && taken.role === 'reviewer';
    if (!isTheirs || review === null || review.programmeId !== opened.header.programmeId)
      throw new AppError('package/other-case', 'no such case came from them');
    if (progress.lockedHash !== lockedHash)
      throw new AppError('package/out-of-order', 'other findings, or none, were locked here');
    return reviews.hasText(review) ? [] : [{ caseId, sourceId: review.sourceReportId, sections }];
  });
  const detail = { kind: 'reveals', cases: fresh.length, peer: peer.peerId };
  commands.run({ name: 'review.takePackage', personId, subject: opened.header.packageId, detail }, (db) => {
    const put = db.prepare('INSERT INTO review_source_text (source_report_id, content) VALUES (?, ?)');
    for (const { sourceId, sections } of fresh) put.run(sourceId, JSON.stringify(sections));
    putTaken(db, opened.header, { peer, personId, at: clock.nowIso(), cases: fresh.length });
  });
  const changed = fresh.map(({ caseId }) => caseId);
  return { taken: fresh.length, known: reveals.length - fresh.length, changed };
}
