import { z } from 'zod';
import type { ReportId, ReviewId, StudyId } from '../../../../shared/model/ids.ts';
import { BesideSide } from '../../../../shared/model/review/beside.ts';
import type { ReviewBeside } from '../../../../shared/model/review/beside.ts';
import type { ReportSeenMap } from '../../../../shared/model/seen.ts';
import { sightOf } from '../../../../shared/review/sight.ts';
import type { Archive } from '../../archive/archive.ts';
import type { Db } from '../../kernel/sqlite.ts';
import type { Reviews } from '../reviews.ts';
import { sourceById } from '../source-rows.ts';
import { withCopyPlaces } from './copy-places.ts';
import { reportSide } from './report-side.ts';
import { SideFromElsewhere, sideHere } from './sent-side.ts';

export interface BesideRoomParts {
  readonly index: Db;
  readonly journal: Db;
  /** Of peer review; a copy that is zeroed here. */
  readonly key: () => Uint8Array;
  readonly reviews: Pick<Reviews, 'one'>;
  readonly archive: Pick<Archive, 'priors'>;
  /** As frozen with a report; null: none was. */
  readonly seenMap: (reportId: ReportId) => Promise<ReportSeenMap | null>;
}

const Row = z.object({ content: z.string() });

/** What both readers of a case drew and had on the glass, as far as somebody may see it. */
export class BesideRoom {
  readonly #parts: BesideRoomParts;

  constructor(parts: BesideRoomParts) {
    this.#parts = parts;
  }

  /** @throws AppError review/no-such-case; report/tampered where what was frozen with the report is damaged */
  async of(reviewId: ReviewId): Promise<ReviewBeside> {
    const { index, reviews, seenMap } = this.#parts;
    const { review, progress, role } = reviews.one(reviewId);
    const sight = sightOf(review, progress, role);
    const source = sourceById(index, review.sourceReportId);
    const isShown = sight.report && source !== null && source.reportId !== null;
    const map = isShown && source.reportId !== null ? await seenMap(source.reportId) : null;
    return {
      original: isShown
        ? withCopyPlaces(this.#parts, reviewId, (places) => reportSide({ ...this.#parts, places }, source, map))
        : null,
      reviewer: sight.findings ? this.#kept(reviewId, source?.studyId ?? null) : null,
    };
  }

  #kept(reviewId: ReviewId, studyId: StudyId | null): BesideSide | null {
    const { index, archive } = this.#parts;
    const row = index.prepare('SELECT content FROM review_shown WHERE review_id = ?').get(reviewId);
    if (row === undefined) return null;
    const kept = z.union([BesideSide, SideFromElsewhere]).parse(JSON.parse(Row.parse(row).content));
    if (!('sent' in kept)) return kept;
    const priors = studyId === null ? [] : archive.priors(studyId).map((prior) => prior.studyId);
    const studies = studyId === null ? [] : [studyId, ...priors];
    return withCopyPlaces(this.#parts, reviewId, (places) =>
      sideHere({ ...this.#parts, places }, { reviewId, studies }, kept),
    );
  }
}
