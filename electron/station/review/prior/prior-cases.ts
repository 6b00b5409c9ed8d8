import type { ParsedRequest } from '../../../../shared/contract/index.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { ErrorCode } from '../../../../shared/errors/codes.ts';
import { ReviewId } from '../../../../shared/model/ids.ts';
import type { PersonId, ReaderPseudonym } from '../../../../shared/model/ids.ts';
import type { PriorReportText } from '../../../../shared/model/prior-report.ts';
import type { Programme } from '../../../../shared/model/review/programme.ts';
import { ReviewEvent } from '../../../../shared/model/review/review.ts';
import type { SourceReport } from '../../../../shared/model/review/source-report.ts';
import { whyNotMet } from '../../../../shared/review/prior/why-not-met.ts';
import type { WhyNotMet } from '../../../../shared/review/prior/why-not-met.ts';
import { firstProgress, nextProgress } from '../../../../shared/review/states.ts';
import type { Commands } from '../../kernel/command.ts';
import { newId } from '../../kernel/ids.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import type { Programmes } from '../programmes.ts';
import type { Reviews } from '../reviews.ts';
import { sourceById } from '../source-rows.ts';
import type { SourcePool } from '../sources/source-pool.ts';
import { sourceOfPrior } from './prior-source.ts';

export interface PriorCasesParts {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly programmes: Programmes;
  readonly reviews: Pick<Reviews, 'ofProgramme'>;
  readonly pool: Pick<SourcePool, 'noteAll'>;
  /** Null: the person has no part in any case. */
  readonly own: () => ReaderPseudonym | null;
  /** Of these nobody tells them anything. */
  readonly blindStudies: () => ReadonlySet<string>;
  readonly onChanged: (reviewId: ReviewId) => void;
}

const REFUSALS: Readonly<Record<WhyNotMet, ErrorCode>> = {
  'own-case': 'review/own-case',
  'outside-window': 'review/outside-window',
  'quota-full': 'review/quota-full',
  'not-given': 'review/prior-not-given',
};

/** Cases that are met, not drawn: a reader has a prior report in sight while reading its follow-up, and says something of it. */
export class PriorCases {
  readonly #parts: PriorCasesParts;

  constructor(parts: PriorCasesParts) {
    this.#parts = parts;
  }

  /** Those for which the person may do so, by name. */
  programmes(): Programme[] {
    const { programmes, own } = this.#parts;
    const reader = own();
    if (reader === null) return [];
    return programmes
      .list()
      .filter(
        ({ kind, reviewers }) => kind === 'prior-while-reading' && reviewers.some((one) => one.reader === reader),
      );
  }

  /**
   * A case of the first programme that gives it, or the one that they began before. The report is in sight, and nothing is read blind.
   * @param priors what was reported of the patient before, as the person is shown it
   * @throws AppError as the call says
   */
  async meet(
    { studyId, priorReportId }: ParsedRequest<'review.meetPrior'>,
    priors: readonly PriorReportText[],
  ): Promise<ReviewId> {
    const { index, pool, own, blindStudies } = this.#parts;
    const reader = own();
    if (reader === null || this.programmes().length === 0) {
      throw new AppError('review/no-prior-programme', 'no programme of theirs scores prior reports');
    }
    const prior = priors.find((one) => one.priorReportId === priorReportId);
    if (prior === undefined || (prior.studyId !== null && blindStudies().has(prior.studyId))) {
      throw new AppError('review/no-such-prior', 'not one of the prior reports of this study');
    }
    await pool.noteAll();
    const sourceReportId = sourceOfPrior(index, prior, studyId);
    const report = sourceReportId === null ? null : sourceById(index, sourceReportId);
    if (report === null) throw new AppError('review/prior-not-known', 'nobody knows whose report it is');
    return this.#caseOf(reader, report);
  }

  #caseOf(reader: ReaderPseudonym, report: SourceReport): ReviewId {
    const refusals: ErrorCode[] = [];
    for (const programme of this.programmes()) {
      const cases = this.#parts.reviews.ofProgramme(programme.programmeId);
      const own = cases.find(
        ({ review }) => review.reviewer === reader && review.sourceReportId === report.sourceReportId,
      );
      if (own?.progress.state === 'revealed') return own.review.reviewId;
      const why = own === undefined ? this.#whyNot(programme, reader, report) : 'review/already-scored';
      if (why === null) return this.#put(programme, reader, report);
      refusals.push(why);
    }
    throw new AppError(refusals[0] ?? 'review/no-prior-programme', 'no programme gives them this report');
  }

  #whyNot(programme: Programme, reader: ReaderPseudonym, report: SourceReport): ErrorCode | null {
    const { index, clock, reviews } = this.#parts;
    const cases = reviews.ofProgramme(programme.programmeId).map(({ review }) => review);
    const met = cases.flatMap((one) => {
      const of = one.met === undefined ? null : sourceById(index, one.sourceReportId);
      return of === null ? [] : [{ reviewer: one.reviewer, at: one.drawnAt, report: of }];
    });
    const why = whyNotMet({ programme, earlier: cases, met, asOf: clock.nowIso() }, reader, report);
    return why === null ? null : REFUSALS[why];
  }

  /** The case with how it was met and its first move, all in one: a case that is only half there would wait to be read blind. */
  #put(programme: Programme, reviewer: ReaderPseudonym, { sourceReportId, author }: SourceReport): ReviewId {
    const { commands, clock, personId, onChanged } = this.#parts;
    const { programmeId, version, kind } = programme;
    const reviewId = ReviewId.parse(newId());
    const at = clock.nowIso();
    const begun = ReviewEvent.parse({ at, by: reviewer, role: 'reviewer', move: { kind: 'begin' } });
    const facts = { kind, reviewer, author };
    nextProgress(facts, firstProgress(facts), begun);
    const detail = { programme: programmeId, version, met: 'following-up' };
    commands.run({ name: 'review.meetPrior', personId, subject: reviewId, detail }, (db) => {
      db.prepare(
        `INSERT INTO review (review_id, programme_id, version, draw_id, source_report_id, reviewer, author, drawn_at)
         VALUES (?, ?, ?, NULL, ?, ?, ?, ?)`,
      ).run(reviewId, programmeId, version, sourceReportId, reviewer, author, at);
      db.prepare('INSERT INTO review_met (review_id, way) VALUES (?, ?)').run(reviewId, 'following-up');
      db.prepare('INSERT INTO review_event (review_id, seq, content) VALUES (?, 1, ?)').run(
        ...[reviewId, JSON.stringify(begun)],
      );
    });
    onChanged(reviewId);
    return reviewId;
  }
}
