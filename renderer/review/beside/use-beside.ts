import { useEffect, useState } from 'react';
import type { ReviewId } from '../../../shared/model/ids.ts';
import type { ReviewBeside } from '../../../shared/model/review/beside.ts';
import type { ReviewState } from '../../../shared/model/review/review.ts';
import { useServices } from '../../app/services.tsx';
import { useTask } from '../../app/use-task.ts';
import type { Task } from '../../app/use-task.ts';

/** What both readers drew and had on the glass; asked again whenever the case has moved. Null until the station has answered. */
export function useBeside(
  reviewId: ReviewId,
  state: ReviewState,
): { readonly beside: ReviewBeside | null; readonly task: Task } {
  const { link } = useServices();
  const task = useTask();
  const [beside, setBeside] = useState<ReviewBeside | null>(null);
  const { start } = task;
  useEffect(() => {
    start(async () => setBeside(await link.call('review.beside', { reviewId })));
  }, [link, reviewId, start, state]);
  return { beside, task };
}
