import { useState } from 'react';
import type { ReviewId } from '../../../shared/model/ids.ts';
import type { SentOrder } from '../../../shared/model/review/package.ts';
import { errorWords } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { useFirst } from '../../app/use-first.ts';
import { useTask } from '../../app/use-task.ts';
import { FailureLine } from '../../ui/index.ts';

/** What the order of a case said that came from another station, its names taken out. */
export function CaseOrder({ reviewId }: { readonly reviewId: ReviewId }) {
  const { link } = useServices();
  const task = useTask();
  const [order, setOrder] = useState<SentOrder | null>(null);
  useFirst(() => task.start(async () => setOrder((await link.call('review.order', { reviewId })).order)));
  const said = [order?.procedure, order?.question].filter((text) => text !== undefined && text !== '');
  return (
    <>
      {said.length === 0 ? null : <p aria-label="Order">{`Order: ${said.join('. ')}`}</p>}
      <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
    </>
  );
}
