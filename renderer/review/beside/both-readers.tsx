import { useState } from 'react';
import type { ReviewId } from '../../../shared/model/ids.ts';
import type { ReviewState } from '../../../shared/model/review/review.ts';
import { errorWords } from '../../app/notices/index.ts';
import type { FrameRef } from '../../viewer/index.ts';
import { CheckField, FailureLine } from '../../ui/index.ts';
import styles from './beside.module.css';
import type { CaseDesk } from './case-desk.ts';
import { MarksBeside } from './marks-beside.tsx';
import { SeenBeside } from './seen-beside.tsx';
import { useBeside } from './use-beside.ts';
import { useReportLayer } from './use-report-layer.ts';

/** After the reveal: what both drew, on the images where they are here, and what each had on the glass. */
export function BothReaders({
  reviewId,
  state,
  desk,
}: {
  readonly reviewId: ReviewId;
  readonly state: ReviewState;
  /** Null: the copy is not on the desk. */
  readonly desk: CaseDesk | null;
}) {
  const { beside, task } = useBeside(reviewId, state);
  const [isDrawn, setDrawn] = useState(true);
  const marks = beside?.original?.marks ?? null;
  useReportLayer(desk, isDrawn ? marks : null);
  if (beside === null) {
    return task.failure === null ? <p role="status">Looking …</p> : <FailureLine said={errorWords(task.failure)} />;
  }
  const onShow = desk === null ? null : (ref: FrameRef): void => void desk.showFrame(ref);
  return (
    <div className={styles['both']}>
      <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
      <MarksBeside beside={beside} onShow={onShow} />
      {desk === null || marks === null || marks.every(({ drawn }) => drawn === null) ? null : (
        <CheckField label="Drawings of the report on the images, dashed" checked={isDrawn} onChange={setDrawn} />
      )}
      <SeenBeside beside={beside} onShow={onShow} />
    </div>
  );
}
