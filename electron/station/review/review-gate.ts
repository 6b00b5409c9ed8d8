import { z } from 'zod';
import type { CallName } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { JobId, PersonId } from '../../../shared/model/ids.ts';
import type { ReaderPseudonym, ReportId, StudyId } from '../../../shared/model/ids.ts';
import { ImportReport } from '../../../shared/model/job.ts';
import type { Db } from '../kernel/sqlite.ts';
import { blindStudies } from './blind-studies.ts';
import { studiesToTellOf } from './own-findings.ts';
import { hasReviewKey } from './review-key.ts';
import { studyOfRequest } from './study-of-request.ts';
import { withoutStudies } from './without-studies.ts';

export interface ReviewGateParts {
  readonly index: Db;
  readonly personId: PersonId;
  /** Null: the person has no part in any case. */
  readonly own: () => ReaderPseudonym | null;
  readonly studyOfReport: (reportId: ReportId) => StudyId | null;
  /** Null: somebody without a part in any case. */
  readonly pseudonymOf: (personId: PersonId) => ReaderPseudonym | null;
}

/** A copy is read and measured like a study, and the desk asks of it what it asks of any. It is never reported, sent, claimed or told of. */
const ON_COPIES =
  /^(?:study\.(?:open|ahead|doubt|rejections|samePerson|standing)|hold\.ofStudy|siteOrders\.ofStudy|reading\.|objects\.read|hanging\.|store\.studyChecked|review\.ofStudy)/;

/** Whether a copy is of a case that somebody reads. Its author has the study itself; one that is not whole yet is nobody's. */
const OF_COPY = `
  SELECT NOT EXISTS (SELECT 1 FROM review_copy AS part WHERE part.review_id = review_copy.review_id AND part.left_out IS NULL)
  AND (coalesce(review.reviewer = @reader, 0) OR EXISTS (
    SELECT 1 FROM review_taken WHERE review_taken.review_id = review.review_id AND reader = @reader) OR EXISTS (
    SELECT 1 FROM review_event WHERE review_event.review_id = review.review_id
      AND json_extract(review_event.content, '$.move.reader') = @reader))
  FROM review_copy JOIN study USING (study_uid) LEFT JOIN review USING (review_id) WHERE study.study_id = @studyId`;

const HandedOver = z.object({ act: z.object({ kind: z.literal('handed-over'), to: PersonId }) });

/** In place of the name of a file. */
export const NAME_KEPT_BACK = '(name kept back while you read a case blind)';

/** What peer review keeps from people, on every screen. */
export class ReviewGate {
  readonly #parts: ReviewGateParts;

  constructor(parts: ReviewGateParts) {
    this.#parts = parts;
  }

  /**
   * Studies of cases that the person reads blind now: on no list of theirs. But for a study of which they have to tell somebody: a patient
   * comes before a programme, and they know it.
   */
  blindStudies(): ReadonlySet<string> {
    const { index, personId, own } = this.#parts;
    const reader = own();
    const blind = reader === null ? new Set<string>() : blindStudies(index, reader);
    if (blind.size === 0) return blind;
    const known = studiesToTellOf(index, personId, blind);
    return known.size === 0 ? blind : new Set([...blind].filter((studyId) => !known.has(studyId)));
  }

  /** The reply of a call as the person may have it: nothing of what they read blind. Peer review itself knows what to keep back. */
  without(name: string, request: unknown, reply: unknown): unknown {
    if (name.startsWith('review.')) return reply;
    const blind = this.blindStudies();
    if (blind.size > 0 && name === 'archive.importReport') return this.#withoutFileNames(request, reply);
    return withoutStudies(reply, blind);
  }

  /** Files of an import that somebody else began: their names and folders may name the patient, also of what came with the study. */
  #withoutFileNames(request: unknown, reply: unknown): unknown {
    const report = ImportReport.nullable().parse(reply);
    const jobId = JobId.safeParse(
      typeof request === 'object' && request !== null ? Reflect.get(request, 'jobId') : null,
    );
    const { index, personId } = this.#parts;
    const by = index.prepare<[string], string>('SELECT created_by FROM job WHERE job_id = ?').pluck();
    if (report === null || (jobId.success && by.get(jobId.data) === personId)) return report;
    return {
      ...report,
      conflicts: report.conflicts.map((one) => ({ ...one, path: NAME_KEPT_BACK })),
      refused: report.refused.map((one) => ({ ...one, path: NAME_KEPT_BACK, message: one.code })),
    };
  }

  /** @throws AppError review/blind, review/copy, communication/not-now */
  require(name: CallName, request: unknown): void {
    if (typeof request !== 'object' || request === null || !hasReviewKey(this.#parts.index)) return;
    const studyId = studyOfRequest(this.#parts.index, request, this.#parts.studyOfReport);
    if (studyId === null) return;
    this.#requireCopy(name, studyId);
    if (this.blindStudies().has(studyId)) {
      throw new AppError('review/blind', 'the person reads this study blind');
    }
    if (name === 'communication.add') this.#requireSees(HandedOver.safeParse(request), studyId);
  }

  /** A finding is handed to nobody from whom it would be hidden: nobody would tell of it. */
  #requireSees(handed: z.ZodSafeParseResult<z.infer<typeof HandedOver>>, studyId: StudyId): void {
    if (!handed.success) return;
    const reader = this.#parts.pseudonymOf(handed.data.act.to);
    if (reader !== null && blindStudies(this.#parts.index, reader).has(studyId)) {
      throw new AppError('communication/not-now', 'whom it is handed to cannot take it now');
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
