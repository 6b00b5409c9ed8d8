import { useState } from 'react';
import type { ReviewId, StudyId } from '../../../shared/model/ids.ts';
import type { Scoring } from '../../../shared/model/review/score.ts';
import { useServices } from '../../app/services.tsx';
import { useTask } from '../../app/use-task.ts';
import { useReply } from '../figures/use-reply.ts';

/** An opinion on a prior report, given while its follow-up is read. */
export interface PriorOpinion {
  /** A programme of the reader asks for that. */
  readonly offered: boolean;
  /** Nobody could say whether one does. */
  readonly unknown: unknown;
  readonly busy: boolean;
  /** Why there is no case of the report that was asked for last. */
  readonly refused: { readonly priorReportId: string; readonly failure: unknown } | null;
  /** The case that stands open; null: none. */
  readonly reviewId: ReviewId | null;
  /** What was said in the form and not given yet: a dialog that is closed loses nothing of it. */
  readonly said: Scoring | null;
  readonly say: (scoring: Scoring) => void;
  /** Makes a case of the report, or finds the one that was begun. */
  readonly begin: (priorReportId: string) => void;
  readonly close: () => void;
}

export function usePriorOpinion(studyId: StudyId): PriorOpinion {
  const { link } = useServices();
  const { value, failure } = useReply('review.priorProgrammes', {});
  const task = useTask();
  const [asked, setAsked] = useState<string | null>(null);
  const [reviewId, setReviewId] = useState<ReviewId | null>(null);
  const [said, setSaid] = useState<{ readonly of: ReviewId; readonly scoring: Scoring } | null>(null);
  return {
    offered: value !== null && value.programmes.length > 0,
    unknown: failure,
    busy: task.busy,
    refused: task.failure === null || asked === null ? null : { priorReportId: asked, failure: task.failure },
    reviewId,
    said: said?.of === reviewId ? said.scoring : null,
    say: (scoring) => {
      if (reviewId !== null) setSaid({ of: reviewId, scoring });
    },
    begin: (priorReportId) => {
      setAsked(priorReportId);
      task.start(async () =>
        setReviewId((await link.call('review.meetPrior', { studyId, priorReportId })).row.reviewId),
      );
    },
    close: () => setReviewId(null),
  };
}
