import { useEffect, useState } from 'react';
import type { ReviewId } from '../../shared/model/ids.ts';
import type { ReviewView } from '../../shared/model/review/review-view.ts';
import { useServices } from '../app/services.tsx';
import { useTask } from '../app/use-task.ts';
import type { Task } from '../app/use-task.ts';

export interface CaseInHand {
  /** Null until the station has answered. */
  readonly view: ReviewView | null;
  readonly task: Task;
  /** Does something with the case that answers with how it stands then. */
  readonly act: (work: () => Promise<ReviewView>) => void;
}

/** One case as the person at work may see it, kept up to date. */
export function useCase(reviewId: ReviewId): CaseInHand {
  const { link } = useServices();
  const task = useTask();
  const [view, setView] = useState<ReviewView | null>(null);
  const { start } = task;
  const [see] = useState(() => (): void => start(async () => setView(await link.call('review.see', { reviewId }))));
  useEffect(() => {
    see();
    return link.on('review.changed', (changed) => {
      if (changed.reviewId === reviewId) see();
    });
  }, [link, reviewId, see]);
  return { view, task, act: (work) => start(async () => setView(await work())) };
}
