import type { CallName } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { ReportId, StudyId } from '../../../shared/model/ids.ts';
import type { ReaderPseudonym } from '../../../shared/model/ids.ts';
import type { Db } from '../kernel/sqlite.ts';
import { hasReviewKey } from './review-key.ts';
import { withoutStudies } from './without-studies.ts';

export interface ReviewGateParts {
  readonly index: Db;
  /** Null: the person has no part in any case. */
  readonly own: () => ReaderPseudonym | null;
  readonly studyOfReport: (reportId: ReportId) => StudyId | null;
}

/** A copy is read and measured like a study, and the desk asks of it what it asks of any. It is never reported, sent, claimed or told of. */
const ON_COPIES =
  /^(?:study\.(?:open|ahead|doubt|rejections|samePerson|standing)|hold\.ofStudy|siteOrders\.ofStudy|reading\.|objects\.read|hanging\.|store\.studyChecked|review\.ofStudy)/;

/**
 * Studies that the person reads blind and has not locked: nobody tells them of these, by whatever way they ask. With the moves that end
 * the blindness; a programme that scores priors is not blind.
 */
const BLIND = `
  SELECT DISTINCT review_source.study_id FROM review JOIN review_source USING (source_report_id)
  JOIN review_programme USING (programme_id, version)
  WHERE reviewer = ? AND review_source.study_id IS NOT NULL
    AND json_extract(review_programme.content, '$.kind') <> 'prior-while-reading'
    AND NOT EXISTS (SELECT 1 FROM review_event WHERE review_event.review_id = review.review_id
      AND json_extract(review_event.content, '$.move.kind') IN ('lock', 'unblind', 'skip'))`;

/** Whether a copy is of a case that somebody reads. Its author has the study itself; one that is still being taken is nobody's. */
const OF_COPY = `
  SELECT coalesce(review.reviewer = @reader, 0) OR EXISTS (
    SELECT 1 FROM review_taken WHERE review_taken.review_id = review.review_id AND reader = @reader) OR EXISTS (
    SELECT 1 FROM review_event WHERE review_event.review_id = review.review_id
      AND json_extract(review_event.content, '$.move.reader') = @reader)
  FROM review_copy JOIN study USING (study_uid) LEFT JOIN review USING (review_id) WHERE study.study_id = @studyId`;

/** What peer review keeps from people, on every screen. */
export class ReviewGate {
  readonly #parts: ReviewGateParts;

  constructor(parts: ReviewGateParts) {
    this.#parts = parts;
  }

  /** Studies of cases that the person reads blind now: on no list of theirs. */
  blindStudies(): ReadonlySet<string> {
    const reader = this.#parts.own();
    return new Set(reader === null ? [] : this.#parts.index.prepare<[string], string>(BLIND).pluck().all(reader));
  }

  /** The reply of a call as the person may have it: nothing of what they read blind. Peer review itself knows what to keep back. */
  without(name: string, reply: unknown): unknown {
    return name.startsWith('review.') ? reply : withoutStudies(reply, this.blindStudies());
  }

  /** @throws AppError review/blind, review/copy */
  require(name: CallName, request: unknown): void {
    if (typeof request !== 'object' || request === null || !hasReviewKey(this.#parts.index)) return;
    const named = 'studyId' in request ? StudyId.safeParse(request.studyId).data : undefined;
    const report = 'reportId' in request ? ReportId.safeParse(request.reportId).data : undefined;
    const studyId = named ?? (report === undefined ? null : this.#parts.studyOfReport(report));
    if (studyId === null) return;
    this.#requireCopy(name, studyId);
    if (this.blindStudies().has(studyId)) {
      throw new AppError('review/blind', 'the person reads this study blind');
    }
  }

  #requireCopy(name: CallName, studyId: StudyId): void {
    const { index, own } = this.#parts;
    const isOwn = index
      .prepare<[{ readonly reader: string; readonly studyId: string }], number>(OF_COPY)
      .pluck()
      .get({ reader: own() ?? '', studyId });
    if (isOwn === undefined) return;
    if (isOwn !== 1 || !ON_COPIES.test(name)) {
      throw new AppError('review/copy', `${name} is not for the copy of a case`);
    }
  }
}
