import type { ParsedRequest } from '../../../../shared/contract/index.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { ReviewId } from '../../../../shared/model/ids.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { askAddendum } from '../../reporting/addendum-tasks.ts';
import type { CommunicationBook } from '../../reporting/communications.ts';
import type { Reviews } from '../reviews.ts';
import { sourceById } from '../source-rows.ts';

export interface AffectedParts {
  readonly index: Db;
  readonly reviews: Pick<Reviews, 'one'>;
  readonly communications: Pick<CommunicationBook, 'open'>;
  readonly onChanged: (reviewId: ReviewId) => void;
}

/**
 * Cases whose patient is affected. Whoever says so opens a finding to be told, with its clock, and an addendum, both on the study itself and
 * as anybody who finds something would: they know nothing of peer review, and only a row of its own tells that the case is in hand.
 */
export class AffectedPatients {
  readonly #parts: AffectedParts;

  constructor(parts: AffectedParts) {
    this.#parts = parts;
  }

  isTold(reviewId: ReviewId): boolean {
    return this.#parts.index.prepare('SELECT 1 FROM review_told WHERE review_id = ?').get(reviewId) !== undefined;
  }

  /** @throws AppError review/no-such-case, review/wrong-role, review/wrong-state, archive/unknown-study */
  tell({ reviewId, category, finding }: ParsedRequest<'review.tell'>): void {
    const { index, reviews, communications, onChanged } = this.#parts;
    const { review, progress, role } = reviews.one(reviewId);
    if (role !== 'reviewer' && role !== 'coordinator') {
      throw new AppError('review/wrong-role', `${role} does not say that the patient is affected`);
    }
    if (progress.scoring?.patientAffected !== true || this.isTold(reviewId)) {
      throw new AppError('review/wrong-state', 'nobody is affected, or it is in hand', {
        context: { state: progress.state },
      });
    }
    const source = sourceById(index, review.sourceReportId);
    const { studyId = null, reportId = null } = source ?? {};
    if (studyId === null) throw new AppError('archive/unknown-study', 'the study is not in this store');
    communications.open({ studyId, reportId, category, finding }, (db, communication) => {
      if (reportId !== null) askAddendum(db, communication, reportId);
      db.prepare('INSERT INTO review_told (review_id, communication_id) VALUES (?, ?)').run(
        ...[reviewId, communication.communicationId],
      );
    });
    onChanged(reviewId);
  }
}
