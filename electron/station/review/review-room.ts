import type { ParsedRequest, Response } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { DrawId, PersonId, ReaderPseudonym, ReviewId, StudyId } from '../../../shared/model/ids.ts';
import type { ReviewFigures } from '../../../shared/model/review/figures.ts';
import type { Programme } from '../../../shared/model/review/programme.ts';
import type { ReviewReader } from '../../../shared/model/review/reader.ts';
import type { ReviewPerson, ReviewRow, ReviewView } from '../../../shared/model/review/review-view.ts';
import type { ReviewMoveKind } from '../../../shared/model/review/review.ts';
import type { Lexicon } from '../../../shared/report/language/lexicon.ts';
import { comparedFindings } from '../../../shared/review/align/compared.ts';
import { shownDraw } from '../../../shared/review/draw/shown-draw.ts';
import { sightOf } from '../../../shared/review/sight.ts';
import type { Db } from '../kernel/sqlite.ts';
import type { AffectedPatients } from './affected/affected.ts';
import type { BlindCopies } from './blind-copies.ts';
import { caseName } from './case-name.ts';
import { caseText } from './case-text.ts';
import { drawnCases } from './drawn-cases.ts';
import type { Draws } from './draws.ts';
import type { Programmes } from './programmes.ts';
import type { Readers } from './readers.ts';
import type { OwnReview, Reviews } from './reviews.ts';
import { programmeFigures } from './programme-figures.ts';
import { sourceById } from './source-rows.ts';
import type { SourcePool } from './sources/source-pool.ts';

export interface ReviewRoomParts {
  readonly index: Db;
  readonly programmes: Programmes;
  readonly readers: Readers;
  readonly draws: Draws;
  readonly pool: Pick<SourcePool, 'noteAll' | 'linkStudies'>;
  readonly reviews: Reviews;
  readonly affected: AffectedPatients;
  readonly copies: Pick<BlindCopies, 'of' | 'begin' | 'caseOf'>;
  /** Pseudonym of the person at work; null: they have no part in any case. */
  readonly own: () => ReaderPseudonym | null;
  readonly lexicon: () => Lexicon;
  /** Active people of this station who may read. */
  readonly people: () => readonly { readonly personId: PersonId; readonly name: string }[];
  /** People of other stations to whom cases may be sent. */
  readonly elsewhere: () => readonly { readonly reader: ReviewReader; readonly name: string }[];
}

/** Moves that have a call of their own: they do more than the move. */
const OWN_CALL: ReadonlySet<ReviewMoveKind> = new Set(['begin', 'lock']);

/** Peer review on this station, over an open store. */
export class ReviewRoom {
  readonly #parts: ReviewRoomParts;

  constructor(parts: ReviewRoomParts) {
    this.#parts = parts;
  }

  programmes(): Programme[] {
    return this.#parts.programmes.list();
  }

  saveProgramme(request: ParsedRequest<'review.saveProgramme'>): Programme {
    return this.#parts.programmes.save(request);
  }

  /** Everybody by name: who may read here or for this station, and the authors of reports that were brought in. */
  people(): ReviewPerson[] {
    const { people, elsewhere, readers, index } = this.#parts;
    const here = [
      ...people().map(({ personId, name }) => ({ reader: { kind: 'person', personId } as const, name })),
      ...elsewhere(),
    ];
    const own = readers.of(here.map(({ reader }) => reader));
    const authors = index
      .prepare<[], ReaderPseudonym>('SELECT DISTINCT author FROM review_source')
      .pluck()
      .all()
      .filter((author) => !own.includes(author));
    const others = readers.names(authors);
    return [
      ...here.map(({ name }, at) => ({ reader: own[at], name, isOfStation: true })),
      ...[...others].map(([reader, who]) => ({
        reader,
        name: who.kind === 'other' ? `${who.name}, ${who.site}` : 'Former person',
        isOfStation: false,
      })),
    ].flatMap(({ reader, ...one }) => (reader === undefined ? [] : [{ reader, ...one }]));
  }

  /** @throws AppError review/no-such-programme */
  async draw({ programmeId, seed, count }: ParsedRequest<'review.draw'>): Promise<Response<'review.draw'>> {
    await this.#parts.pool.noteAll();
    const { draw, reviewIds } = this.#parts.draws.draw(programmeId, seed, count);
    return { draw: shownDraw(draw, this.#readBlind()), reviewIds };
  }

  drawn(): Response<'review.draws'> {
    const hidden = this.#readBlind();
    return { draws: this.#parts.draws.list().map((draw) => shownDraw(draw, hidden)) };
  }

  /** @throws AppError review/no-such-draw */
  drawnCases(drawId: DrawId): Response<'review.drawnCases'> {
    return drawnCases(this.#parts, drawId);
  }

  redraw(drawId: DrawId): Response<'review.redraw'> {
    return { isSame: this.#parts.draws.isReproducible(drawId) };
  }

  /** @throws AppError review/no-such-programme */
  figures({ programmeId, event }: ParsedRequest<'review.figures'>): ReviewFigures {
    return programmeFigures(this.#parts, programmeId, event);
  }

  list(): ReviewRow[] {
    return this.#parts.reviews.list().map((one) => this.#row(one));
  }

  /** @throws AppError review/no-such-case */
  see(reviewId: ReviewId): ReviewView {
    return this.#view(this.#parts.reviews.one(reviewId));
  }

  /** @throws AppError review/no-such-case, review/wrong-state */
  open(reviewId: ReviewId): ReviewView {
    const { reviews, copies, pool } = this.#parts;
    const own = reviews.one(reviewId);
    if (this.#source(own).studyId === null) pool.linkStudies();
    const source = this.#source(own);
    const reads = own.role === 'reviewer' || own.role === 'second' || own.role === 'third';
    if (reads && source.studyId !== null && source.pixels) copies.begin(reviewId, source.studyId);
    const isNew = own.role === 'reviewer' && own.progress.state === 'drawn';
    return this.#view(isNew ? reviews.move(reviewId, { kind: 'begin' }) : own);
  }

  /** The case of the person whose copy this is; null: it is no copy, or not of a case of theirs. */
  ofStudy(studyId: StudyId): ReviewId | null {
    const { copies, reviews } = this.#parts;
    const reviewId = copies.caseOf(studyId);
    return reviewId !== null && reviews.list().some(({ review }) => review.reviewId === reviewId) ? reviewId : null;
  }

  saveRead({ reviewId, read }: ParsedRequest<'review.saveRead'>): Response<'review.saveRead'> {
    this.#parts.reviews.saveDraft(reviewId, read);
    return {};
  }

  lock(reviewId: ReviewId): ReviewView {
    return this.#view(this.#parts.reviews.lock(reviewId));
  }

  move({ reviewId, move }: ParsedRequest<'review.move'>): ReviewView {
    if (OWN_CALL.has(move.kind)) throw new AppError('request/bad', `${move.kind} has a call of its own`);
    return this.#view(this.#parts.reviews.move(reviewId, move));
  }

  /** @throws AppError as `AffectedPatients.tell` */
  tell(request: ParsedRequest<'review.tell'>): ReviewView {
    this.#parts.affected.tell(request);
    return this.see(request.reviewId);
  }

  /** Reports of cases that the person has not locked. */
  #readBlind(): ReadonlySet<string> {
    return new Set(this.#parts.reviews.unlocked().map(({ sourceReportId }) => sourceReportId));
  }

  #source({ review }: OwnReview) {
    const source = sourceById(this.#parts.index, review.sourceReportId);
    if (source === null) throw new AppError('review/no-such-case', 'its report is not here any more');
    return source;
  }

  #row(own: OwnReview): ReviewRow {
    const { review, progress, role } = own;
    const { modality, region, pixels } = this.#source(own);
    const programme = this.#parts.programmes.version(review.programmeId, review.programmeVersion);
    return {
      reviewId: review.reviewId,
      name: caseName(review.reviewId),
      programmeId: review.programmeId,
      programmeName: programme.name,
      kind: review.kind,
      ...{ role, state: progress.state, modality, region, drawnAt: review.drawnAt },
      met: role === 'reviewer' || role === 'coordinator' ? (review.met ?? null) : null,
      moves: this.#parts.reviews.movesOf(own),
      pixels: pixels || this.#parts.copies.of(review.reviewId) !== null,
    };
  }

  #view(own: OwnReview): ReviewView {
    const { review, progress, role } = own;
    const { index, reviews, copies, affected } = this.#parts;
    const sight = sightOf(review, progress, role);
    const locked = reviews.locked(review.reviewId);
    const draft = role === 'reviewer' ? reviews.draft(review.reviewId) : null;
    const text = sight.report ? caseText(index, this.#source(own)) : null;
    return {
      row: this.#row(own),
      blind: progress.blind,
      copy: copies.of(review.reviewId),
      report: text === null ? null : { sections: text },
      compared:
        text === null || locked === null || !sight.findings
          ? null
          : comparedFindings(text, locked.read, this.#parts.lexicon()),
      read: sight.findings ? (locked?.read ?? draft) : null,
      lockedHash: progress.lockedHash,
      lockedAt: locked?.lockedAt ?? null,
      unblindReason: progress.unblindReason,
      scoring: sight.scoring ? progress.scoring : null,
      opinions: progress.opinions
        .filter(({ reader }) => sight.opinions || reader === own.reader)
        .map(({ role: as, opinion }) => ({ role: as, opinion })),
      score: sight.scoring ? progress.score : null,
      outcome: sight.scoring ? progress.outcome : 'none',
      reply: sight.reply ? progress.reply : null,
      disputed: progress.disputed,
      skipped: progress.skipped,
      told: affected.isTold(review.reviewId),
    };
  }
}
