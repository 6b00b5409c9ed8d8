import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import { DrawId, ProgrammeId, ReaderPseudonym, ReviewId, SourceReportId } from '../../../shared/model/ids.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { PersonRole } from '../../../shared/model/person.ts';
import type { BesideSide } from '../../../shared/model/review/beside.ts';
import { BlindRead } from '../../../shared/model/review/finding.ts';
import { MetBy, Review, ReviewEvent } from '../../../shared/model/review/review.ts';
import type { ReviewMove, ReviewMoveKind, ReviewRole } from '../../../shared/model/review/review.ts';
import { canonicalJson } from '../../../shared/report/canonical.ts';
import { movesNow, nextProgress, progressOf } from '../../../shared/review/states.ts';
import type { ReviewProgress } from '../../../shared/review/states.ts';
import type { Commands } from '../kernel/command.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';
import type { Programmes } from './programmes.ts';

export interface ReviewsParts {
  readonly index: Db;
  readonly journal: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly roles: () => readonly PersonRole[];
  /** Null: the person has no part in any case. */
  readonly own: () => ReaderPseudonym | null;
  readonly programmes: Programmes;
  /** What the reviewer drew and had on the glass of the copy until now; null: there is no copy. */
  readonly shown: (reviewId: ReviewId) => BesideSide | null;
  /** A move of it is kept. */
  readonly onChanged: (reviewId: ReviewId) => void;
}

/** A case, where it stands, and what the person at work is to it. */
export interface OwnReview {
  readonly review: Review;
  readonly progress: ReviewProgress;
  readonly role: ReviewRole;
  readonly reader: ReaderPseudonym;
  /** It came in a package: what else becomes of it happens at the station that sent it. */
  readonly isTaken: boolean;
}

/** What a reviewer committed to, with when. */
export interface LockedRead {
  readonly read: BlindRead;
  readonly lockedAt: string;
}

const Row = z.object({
  review_id: ReviewId,
  programme_id: ProgrammeId,
  version: z.number(),
  draw_id: DrawId.nullable(),
  source_report_id: SourceReportId,
  reviewer: ReaderPseudonym,
  author: ReaderPseudonym,
  drawn_at: z.string(),
  taken_as: z.enum(['reviewer', 'second', 'third']).nullable(),
  taken_by: ReaderPseudonym.nullable(),
  met: MetBy.nullable(),
});
const Content = z.object({ content: z.string() });
const Draft = z.object({ value: z.string() });
const Locked = z.object({ content: z.string(), locked_at: z.string() });
/** The end of reading blind. */
const COMMITS: ReadonlySet<string> = new Set<ReviewMove['kind']>(['lock', 'unblind']);
/** With what a case that came in a package is here for, and for whom; and how one was met that nobody drew. */
const CASES = `SELECT review.*, review_taken.role AS taken_as, review_taken.reader AS taken_by, review_met.way AS met
  FROM review LEFT JOIN review_taken USING (review_id) LEFT JOIN review_met USING (review_id)`;
/** What a case that came in a package is moved by here. Whose report it is may not be seen before its findings are there. */
const TAKEN_MOVES: ReadonlySet<ReviewMoveKind> = new Set(['begin', 'skip', 'lock', 'reveal', 'score', 'opine']);
/** Cases looked at for one list. */
const MOST = 2000;

/** Cases of second reading: each the fold of its events, and every move through the one table of shared/review/states.ts. */
export class Reviews {
  readonly #parts: ReviewsParts;

  constructor(parts: ReviewsParts) {
    this.#parts = parts;
  }

  /** Those that the person has a part in, the oldest first. Whoever runs programmes has a part in all that are not of their own reports. */
  list(): OwnReview[] {
    const reader = this.#parts.own();
    if (reader === null) return [];
    const all = this.#runs()
      ? this.#parts.index.prepare(`${CASES} ORDER BY drawn_at, review_id LIMIT ${MOST}`).all()
      : this.#parts.index
          .prepare(
            `${CASES} WHERE reviewer = @reader OR author = @reader OR review_taken.reader = @reader OR review_id IN (
               SELECT review_id FROM review_event WHERE json_extract(content, '$.move.reader') = @reader)
             ORDER BY drawn_at, review_id LIMIT ${MOST}`,
          )
          .all({ reader });
    return all
      .flatMap((row) => this.#ownOf(Row.parse(row), reader) ?? [])
      .filter(({ role, progress }) => role !== 'original' || isTold(progress));
  }

  /** Every case of a programme, whoever has a part in it: for figures, which name nobody. */
  ofProgramme(programmeId: ProgrammeId): { readonly review: Review; readonly progress: ReviewProgress }[] {
    return this.#parts.index
      .prepare(`${CASES} WHERE review.programme_id = ? ORDER BY drawn_at, review_id`)
      .all(programmeId)
      .map((row) => {
        const review = this.#review(Row.parse(row));
        return { review, progress: progressOf(review) };
      });
  }

  /** @throws AppError review/no-such-case: there is none, or it is not theirs */
  one(reviewId: ReviewId): OwnReview {
    const row = this.#parts.index.prepare(`${CASES} WHERE review_id = ?`).get(reviewId);
    const reader = this.#parts.own();
    const own = row === undefined || reader === null ? null : this.#ownOf(Row.parse(row), reader);
    if (own === null) throw new AppError('review/no-such-case', 'no such case for this person');
    return own;
  }

  /**
   * Makes a move as what the person is to the case.
   * @throws AppError as `one` and `nextProgress`
   */
  move(reviewId: ReviewId, move: ReviewMove): OwnReview {
    const own = this.one(reviewId);
    this.#add(own, move);
    return this.one(reviewId);
  }

  /** What the reviewer has written and not locked; null: nothing. */
  draft(reviewId: ReviewId): BlindRead | null {
    const { journal, personId } = this.#parts;
    const row = journal
      .prepare('SELECT value FROM review_draft WHERE review_id = ? AND person_id = ?')
      .get(reviewId, personId);
    return row === undefined ? null : BlindRead.parse(JSON.parse(Draft.parse(row).value));
  }

  /** @throws AppError review/no-such-case, review/wrong-role, review/wrong-state */
  saveDraft(reviewId: ReviewId, read: BlindRead): void {
    const { journal, personId, clock } = this.#parts;
    const { role, progress } = this.one(reviewId);
    if (role !== 'reviewer') throw new AppError('review/wrong-role', 'only the reviewer writes here');
    if (progress.state !== 'reading') {
      throw new AppError('review/wrong-state', 'what is locked stays', { context: { state: progress.state } });
    }
    // One statement: it is there whole or not at all, wherever the program dies.
    journal
      .prepare('INSERT OR REPLACE INTO review_draft VALUES (?, ?, ?, ?)')
      .run(reviewId, personId, JSON.stringify(read), clock.nowIso());
  }

  /**
   * Fixes what was saved last, with its hash and the time.
   * @throws AppError review/nothing-read, and as `move`
   */
  lock(reviewId: ReviewId): OwnReview {
    const { clock } = this.#parts;
    const own = this.one(reviewId);
    const read = this.draft(reviewId);
    if (read === null || (read.findings.length === 0 && read.text.trim() === '')) {
      throw new AppError('review/nothing-read', 'nothing was written yet');
    }
    const text = canonicalJson(read);
    const hash = createHash('sha256').update(text, 'utf8').digest('hex');
    this.#add(own, { kind: 'lock', hash }, (db) => {
      db.prepare('INSERT INTO review_read (review_id, content, locked_at) VALUES (?, ?, ?)').run(
        ...[reviewId, text, clock.nowIso()],
      );
    });
    return this.one(reviewId);
  }

  locked(reviewId: ReviewId): LockedRead | null {
    const row = this.#parts.index
      .prepare('SELECT content, locked_at FROM review_read WHERE review_id = ?')
      .get(reviewId);
    if (row === undefined) return null;
    const { content, locked_at: lockedAt } = Locked.parse(row);
    return { read: BlindRead.parse(JSON.parse(content)), lockedAt };
  }

  /** Cases that the person reads and has not locked: what would tell them more is kept from them. */
  unlocked(): readonly Review[] {
    const all = this.list();
    return all
      .filter(
        ({ role, progress }) => role === 'reviewer' && (progress.state === 'drawn' || progress.state === 'reading'),
      )
      .map(({ review }) => review);
  }

  #add(own: OwnReview, move: ReviewMove, also?: (db: Db) => void): void {
    const { commands, clock, personId, shown, onChanged } = this.#parts;
    const { review, progress, role, reader, isTaken } = own;
    if (isTaken) this.#requireHere(own, move.kind);
    const event = ReviewEvent.parse({ at: clock.nowIso(), by: reader, role, move });
    nextProgress(review, progress, event);
    const { reviewId, events } = review;
    const detail = { move: move.kind, role };
    // What is seen of the copy from now on is seen with the report known.
    const kept = COMMITS.has(move.kind) && role === 'reviewer' ? shown(reviewId) : null;
    commands.run({ name: 'review.move', personId, subject: reviewId, detail }, (db) => {
      // A second window that moved it meanwhile has taken this number: the table of moves is asked again.
      const { changes } = db
        .prepare('INSERT OR IGNORE INTO review_event (review_id, seq, content) VALUES (?, ?, ?)')
        .run(reviewId, events.length + 1, JSON.stringify(event));
      if (changes === 0) throw new AppError('review/wrong-state', 'it was moved meanwhile', { context: {} });
      if (kept !== null) {
        const keep = db.prepare('INSERT INTO review_shown (review_id, content, kept_at) VALUES (?, ?, ?)');
        keep.run(reviewId, JSON.stringify(kept), event.at);
      }
      also?.(db);
    });
    onChanged(reviewId);
  }

  /** @throws AppError review/elsewhere, review/not-revealed-yet */
  #requireHere({ review, progress }: OwnReview, kind: ReviewMoveKind): void {
    if (!TAKEN_MOVES.has(kind)) throw new AppError('review/elsewhere', `no ${kind} of a case of another station`);
    if (kind !== 'reveal' || progress.state !== 'locked' || this.hasText(review)) return;
    throw new AppError('review/not-revealed-yet', 'the report comes when the findings were received');
  }

  /** Its report is here, in this store or brought in. */
  hasText({ sourceReportId }: Pick<Review, 'sourceReportId'>): boolean {
    const sql = `SELECT report_id IS NOT NULL OR EXISTS (SELECT 1 FROM review_source_text AS text
      WHERE text.source_report_id = review_source.source_report_id) FROM review_source WHERE source_report_id = ?`;
    return this.#parts.index.prepare<[string], number>(sql).pluck().get(sourceReportId) === 1;
  }

  /** Moves that may be tried now. */
  movesOf({ review, progress, role, isTaken }: OwnReview): ReviewMoveKind[] {
    const all = movesNow(progress, role);
    if (!isTaken) return all;
    return all.filter((kind) => TAKEN_MOVES.has(kind) && (kind !== 'reveal' || this.hasText(review)));
  }

  /** Whoever has a part in it. @throws AppError review/no-such-case */
  whole(reviewId: ReviewId): { readonly review: Review; readonly progress: ReviewProgress } {
    const row = this.#parts.index.prepare(`${CASES} WHERE review_id = ?`).get(reviewId);
    if (row === undefined) throw new AppError('review/no-such-case', 'no such case');
    const review = this.#review(Row.parse(row));
    return { review, progress: progressOf(review) };
  }

  #ownOf(row: z.infer<typeof Row>, reader: ReaderPseudonym): OwnReview | null {
    const review = this.#review(row);
    const progress = progressOf(review);
    const isTaken = row.taken_as !== null;
    const role = isTaken ? (row.taken_by === reader ? row.taken_as : null) : this.#roleOf(review, progress, reader);
    return role === null ? null : { review, progress, role, reader, isTaken };
  }

  #review(row: z.infer<typeof Row>): Review {
    const { index, programmes } = this.#parts;
    const events = index
      .prepare('SELECT content FROM review_event WHERE review_id = ? ORDER BY seq')
      .all(row.review_id)
      .map((one) => ReviewEvent.parse(JSON.parse(Content.parse(one).content)));
    return Review.parse({
      reviewId: row.review_id,
      programmeId: row.programme_id,
      programmeVersion: row.version,
      kind: programmes.version(row.programme_id, row.version).kind,
      drawId: row.draw_id,
      sourceReportId: row.source_report_id,
      reviewer: row.reviewer,
      author: row.author,
      drawnAt: row.drawn_at,
      events,
      ...(row.met === null ? {} : { met: row.met }),
      ...(row.taken_as === null || row.taken_as === 'reviewer'
        ? {}
        : { asked: { role: row.taken_as, reader: row.taken_by } }),
    });
  }

  /** Who wrote or reads it comes before running it: nobody coordinates a case that they have another part in. */
  #roleOf({ reviewer, author }: Review, { opinions }: ReviewProgress, reader: ReaderPseudonym): ReviewRole | null {
    if (reader === author) return 'original';
    if (reader === reviewer) return 'reviewer';
    const asked = opinions.find((one) => one.reader === reader);
    if (asked !== undefined) return asked.role;
    return this.#runs() ? 'coordinator' : null;
  }

  #runs(): boolean {
    return this.#parts.roles().includes('coordinator');
  }
}

/** Whoever wrote the report learns that it was read again when that has come to something. */
function isTold({ state, disputed }: ReviewProgress): boolean {
  return state === 'agreed' || state === 'closed' || disputed !== null;
}
