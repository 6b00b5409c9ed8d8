import { z } from 'zod';
import { ReviewId } from '../../../../shared/model/ids.ts';
import type { ProgrammeId, ReaderPseudonym } from '../../../../shared/model/ids.ts';
import type { ElsewhereRole, PackageKind } from '../../../../shared/model/review/package.ts';
import type { Review, ReviewMoveKind } from '../../../../shared/model/review/review.ts';
import type { ReviewProgress } from '../../../../shared/review/states.ts';
import type { Db } from '../../kernel/sqlite.ts';
import type { Reviews } from '../reviews.ts';
import type { Peer, Peers } from './peers.ts';

export interface WaitingParts {
  readonly index: Db;
  readonly reviews: Pick<Reviews, 'whole'>;
  readonly peers: Peers;
  /** Null: the person at work does not run programmes. */
  readonly pseudonymOf: (peer: Peer) => ReaderPseudonym | null;
}

/** One case that may go to somebody now, and what they are to it. */
export interface Due {
  readonly review: Review;
  readonly role: ElsewhereRole;
}

/** What may go in one package: of one version of one programme. */
export interface DueGroup {
  readonly peer: Peer;
  readonly kind: PackageKind;
  readonly programmeId: ProgrammeId;
  readonly due: readonly Due[];
}

/** Moves after which the other station has something to learn. */
const ANSWERS: ReadonlySet<ReviewMoveKind> = new Set(['lock', 'skip', 'score', 'opine']);
const Sent = z.object({ role: z.string(), step: z.string() });
const Taken = z.object({
  review_id: ReviewId,
  role: z.enum(['reviewer', 'second', 'third']),
  peer_id: z.string(),
  answered: z.number(),
});

/** What waits to be sent, to each who is trusted now, by kind and programme. */
export function waitingGroups(parts: WaitingParts): DueGroup[] {
  return parts.peers
    .active()
    .flatMap((peer) => [
      ...grouped(peer, 'cases', fromHere(parts, peer, 'case')),
      ...grouped(peer, 'reveals', fromHere(parts, peer, 'reveal')),
      ...grouped(peer, 'answers', answersTo(parts, peer)),
    ]);
}

function grouped(peer: Peer, kind: PackageKind, due: readonly Due[]): DueGroup[] {
  const groups = new Map<string, Due[]>();
  for (const one of due) {
    const { programmeId, programmeVersion } = one.review;
    const id = `${programmeId} ${programmeVersion}`;
    groups.set(id, [...(groups.get(id) ?? []), one]);
  }
  return [...groups.values()].flatMap((of) =>
    of[0] === undefined ? [] : [{ peer, kind, programmeId: of[0].review.programmeId, due: of }],
  );
}

/** Cases of this station that were drawn for them, or that their opinion was asked for. */
function fromHere({ index, reviews, pseudonymOf }: WaitingParts, peer: Peer, step: 'case' | 'reveal'): Due[] {
  const reader = pseudonymOf(peer);
  if (reader === null) return [];
  const sent = index.prepare('SELECT role, step FROM review_sent WHERE review_id = ?');
  return index
    .prepare<[{ readonly reader: string }], string>(
      `SELECT review_id FROM review WHERE review_id NOT IN (SELECT review_id FROM review_taken)
         AND (reviewer = @reader OR review_id IN (
           SELECT review_id FROM review_event WHERE json_extract(content, '$.move.reader') = @reader))
       ORDER BY drawn_at, review_id`,
    )
    .pluck()
    .all({ reader })
    .flatMap((id) => {
      const { review, progress } = reviews.whole(ReviewId.parse(id));
      const role = roleOf(review, progress, reader);
      const went = sent.all(id).map((row) => Sent.parse(row));
      if (role === null || went.some((one) => one.role === role && one.step === step)) return [];
      const isDue = step === 'case' ? isOpen(progress, role) : role === 'reviewer' && progress.state === 'locked';
      return isDue ? [{ review, role }] : [];
    });
}

export function roleOf(review: Review, { opinions }: ReviewProgress, reader: ReaderPseudonym): ElsewhereRole | null {
  if (review.reviewer === reader) return 'reviewer';
  return opinions.find((one) => one.reader === reader)?.role ?? null;
}

function isOpen({ state, opinions }: ReviewProgress, role: ElsewhereRole): boolean {
  if (role === 'reviewer') return state === 'drawn';
  return state === 'arbitration' && opinions.some((one) => one.role === role && one.opinion === null);
}

/** Cases of theirs in which the person at work has come to something that they have not been told. */
function answersTo({ index, reviews, peers }: WaitingParts, peer: Peer): Due[] {
  const ids = peers.idsOf(peer);
  return index
    .prepare('SELECT review_id, role, peer_id, answered FROM review_taken ORDER BY taken_at, review_id')
    .all()
    .map((row) => Taken.parse(row))
    .filter(({ peer_id: peerId }) => ids.has(peerId))
    .flatMap(({ review_id: reviewId, role, answered }) => {
      const { review } = reviews.whole(reviewId);
      const isNews = review.events.slice(answered).some(({ move }) => ANSWERS.has(move.kind));
      return isNews ? [{ review, role }] : [];
    });
}
