import { createHash } from 'node:crypto';
import { AppError, asAppError, fromWire, toWire } from '../../../../shared/errors/app-error.ts';
import type { WireError } from '../../../../shared/errors/app-error.ts';
import type { PersonId, ReaderPseudonym, ReviewId } from '../../../../shared/model/ids.ts';
import { SentSide } from '../../../../shared/model/review/beside.ts';
import { SentAnswers } from '../../../../shared/model/review/package.ts';
import type { ElsewhereRole, SentAnswer, TakenPackage } from '../../../../shared/model/review/package.ts';
import { ReviewEvent } from '../../../../shared/model/review/review.ts';
import type { Review, ReviewMoveKind } from '../../../../shared/model/review/review.ts';
import { canonicalJson } from '../../../../shared/report/canonical.ts';
import { sideEntry } from '../../../../shared/review/package/entries.ts';
import { nextProgress } from '../../../../shared/review/states.ts';
import type { ReviewProgress } from '../../../../shared/review/states.ts';
import type { Commands } from '../../kernel/command.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { caseName } from '../case-name.ts';
import type { SideFromElsewhere } from '../beside/sent-side.ts';
import type { OpenedPackage } from '../package/read-package.ts';
import type { Reviews } from '../reviews.ts';
import { damaged, readDocument } from './documents.ts';
import type { Peer } from './peers.ts';
import { putTaken } from './put-taken.ts';
import { roleOf } from './waiting.ts';

export interface TakeAnswersParts {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly reviews: Pick<Reviews, 'whole'>;
  /** Null: the person at work does not run programmes. */
  readonly pseudonymOf: (peer: Peer) => ReaderPseudonym | null;
}

/** What each may do at their own station. */
const MAY: Readonly<Record<ElsewhereRole, ReadonlySet<ReviewMoveKind>>> = {
  reviewer: new Set<ReviewMoveKind>(['begin', 'skip', 'lock', 'reveal', 'score']),
  second: new Set<ReviewMoveKind>(['opine']),
  third: new Set<ReviewMoveKind>(['opine']),
};

/** Moves of one answer that are news here. */
interface News {
  readonly answer: SentAnswer;
  readonly review: Review;
  readonly events: readonly ReviewEvent[];
  /** Null: it did not come, or nothing was kept. */
  readonly side: SentSide | null;
}

/** Takes what readers elsewhere did: all that can be followed from what is here, in the order in which it was done. */
export async function takeAnswers(
  parts: TakeAnswersParts,
  opened: OpenedPackage,
  peer: Peer,
): Promise<Pick<TakenPackage, 'taken' | 'known' | 'late' | 'refused'> & { readonly changed: readonly ReviewId[] }> {
  const reader = parts.pseudonymOf(peer);
  if (reader === null) throw new AppError('access/not-allowed', 'answers are for whoever runs the programme');
  const documents = new Map<string, Uint8Array>();
  for await (const { name, bytes } of opened.entries()) documents.set(name, bytes);
  const { answers } = readDocument(SentAnswers, documents.get('answers.json'));
  if (new Set(answers.map(({ caseId }) => caseId)).size !== answers.length) throw damaged('a case stands twice');
  const counts = { taken: 0, known: 0, late: 0 };
  const news: News[] = [];
  const refused: { readonly name: string; readonly error: WireError }[] = [];
  for (const [at, answer] of answers.entries()) {
    const drawn = documents.get(sideEntry(at + 1));
    const side = drawn === undefined ? null : readDocument(SentSide, drawn);
    const one = newsOrRefusal(parts, { answer, side }, reader, opened.header.programmeId);
    if (one instanceof AppError) refused.push({ name: caseName(answer.caseId), error: toWire(one) });
    else if (one === 'late') counts.late += 1;
    else if (one.events.length === 0) counts.known += 1;
    else news.push(one);
  }
  const [first] = refused;
  // Nothing of it fits: it is said as of a package.
  if (first !== undefined && refused.length === answers.length) throw fromWire(first.error);
  counts.taken = news.length;
  const { commands, personId, clock } = parts;
  const detail = { kind: 'answers', cases: news.length, late: counts.late, refused: refused.length, peer: peer.peerId };
  commands.run({ name: 'review.takePackage', personId, subject: opened.header.packageId, detail }, (db) => {
    for (const one of news) putNews(db, one);
    // What did not fit may fit later: cases are of nobody but themselves, and what was taken is known the next time.
    if (refused.length === 0) putTaken(db, opened.header, { peer, personId, at: clock.nowIso(), cases: news.length });
  });
  return { ...counts, refused, changed: news.map(({ review }) => review.reviewId) };
}

/** Each answer is about a case of its own: one that does not fit keeps no other back. */
function newsOrRefusal(...asked: Parameters<typeof newsOf>): News | 'late' | AppError {
  try {
    return newsOf(...asked);
  } catch (error) {
    const known = asAppError(error);
    if (known.family === 'bug') throw known;
    return known;
  }
}

/** @throws AppError package/other-case, package/other-answers, package/out-of-order, and of a move that nobody may make */
function newsOf(
  parts: TakeAnswersParts,
  { answer, side }: Pick<News, 'answer' | 'side'>,
  reader: ReaderPseudonym,
  programmeId: string,
): News | 'late' {
  const { index, reviews } = parts;
  const { caseId, role, moves } = answer;
  if (stepsSent(index, answer).size === 0) throw new AppError('package/other-case', 'no such case was sent');
  const { review, progress } = reviews.whole(caseId);
  if (roleOf(review, progress, reader) !== role || review.programmeId !== programmeId)
    throw new AppError('package/other-case', 'the case was sent to somebody else');
  const known = review.events.filter((event) => event.role === role && event.by === reader);
  const isSame = known.every(({ at, move }, place) => canonicalJson({ at, move }) === canonicalJson(moves[place]));
  if (!isSame) throw new AppError('package/other-answers', 'what was received before is another story');
  const fresh = moves.slice(known.length).map(({ at, move }) => ReviewEvent.parse({ at, by: reader, role, move }));
  for (const event of fresh) requireOrder(parts, answer, event);
  try {
    let now: ReviewProgress = progress;
    for (const event of fresh) now = nextProgress(review, now, event);
  } catch (error) {
    // The coordinator has moved it on meanwhile: it was given to somebody else, or settled.
    const known = asAppError(error);
    if (known.code === 'review/wrong-state' && progress.state === 'skipped') return 'late';
    throw known;
  }
  return { answer, review, events: fresh, side };
}

/** @throws AppError package/other-answers, package/out-of-order */
function requireOrder({ index }: TakeAnswersParts, answer: SentAnswer, { move }: ReviewEvent): void {
  if (!MAY[answer.role].has(move.kind)) throw new AppError('package/other-answers', `nobody is asked to ${move.kind}`);
  if (move.kind === 'lock' && (answer.read === null || hashOf(answer.read.read) !== move.hash))
    throw new AppError('package/other-answers', 'the findings are not those that were locked');
  if (move.kind === 'reveal' && !stepsSent(index, answer).has('reveal'))
    throw new AppError('package/out-of-order', 'the report was not sent yet');
}

function stepsSent(index: Db, { caseId, role }: SentAnswer): ReadonlySet<string> {
  const steps = index
    .prepare<[string, string], string>('SELECT step FROM review_sent WHERE review_id = ? AND role = ?')
    .pluck()
    .all(caseId, role);
  return new Set(steps);
}

function putNews(db: Db, { answer, review, events, side }: News): void {
  const put = db.prepare('INSERT INTO review_event (review_id, seq, content) VALUES (?, ?, ?)');
  for (const [place, event] of events.entries()) {
    put.run(review.reviewId, review.events.length + place + 1, JSON.stringify(event));
    if (event.move.kind !== 'lock' || answer.read === null) continue;
    db.prepare('INSERT INTO review_read (review_id, content, locked_at) VALUES (?, ?, ?)').run(
      ...[review.reviewId, canonicalJson(answer.read.read), answer.read.lockedAt],
    );
    if (side === null) continue;
    const kept: SideFromElsewhere = { role: 'reviewer', sent: side };
    db.prepare('INSERT INTO review_shown (review_id, content, kept_at) VALUES (?, ?, ?)').run(
      ...[review.reviewId, JSON.stringify(kept), answer.read.lockedAt],
    );
  }
}

function hashOf(read: unknown): string {
  return createHash('sha256').update(canonicalJson(read), 'utf8').digest('hex');
}
