import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { ReviewId } from '../../../shared/model/ids.ts';
import type { ReviewRow } from '../../../shared/model/review/review-view.ts';
import { putOnDesk } from '../../app/layout.ts';
import { localMinutes } from '../../app/local-time.ts';
import { useRefusal } from '../../app/may.ts';
import { errorWords } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { useTask } from '../../app/use-task.ts';
import { Button, EmptyState, FailureLine } from '../../ui/index.ts';
import { CasePane } from '../case-pane.tsx';
import { ROLE_WORDS, STATE_WORDS } from '../review-words.ts';
import styles from '../review.module.css';
import { useOpenCase } from '../use-open-case.ts';
import type { AreaProps } from './area.ts';

/** Cases that the person has a part in, and one of them, where it is not read on the desk. */
export function CasesArea({ onClose }: AreaProps) {
  const { link } = useServices();
  const task = useTask();
  const mayDraw = useRefusal('review.draw') === null;
  const [cases, setCases] = useState<readonly ReviewRow[] | null>(null);
  const [looked, setLooked] = useState<ReviewId | null>(null);
  const { start } = task;
  const [load] = useState(() => (): void => start(async () => setCases((await link.call('review.list', {})).cases)));
  useEffect(() => {
    load();
    return link.on('review.changed', load);
  }, [link, load]);
  if (looked !== null) {
    return (
      <CasePane
        reviewId={looked}
        onDone={() => {
          setLooked(null);
          load();
        }}
      />
    );
  }
  return (
    <>
      <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
      {cases === null && task.failure === null ? <p role="status">Looking …</p> : null}
      {cases?.length === 0 ? (
        <EmptyState title="No case waits for you">
          {mayDraw ? 'Draw some under Programmes.' : 'Whoever runs the programme draws them; they appear here.'}
        </EmptyState>
      ) : null}
      {cases === null || cases.length === 0 ? null : <Cases cases={cases} onLook={setLooked} onClose={onClose} />}
    </>
  );
}

function Cases({
  cases,
  onLook,
  onClose,
}: {
  readonly cases: readonly ReviewRow[];
  readonly onLook: (reviewId: ReviewId) => void;
  readonly onClose: () => void;
}) {
  return (
    <ul className={styles['cases']}>
      {cases.map((row) => (
        <li key={row.reviewId} data-state={row.state}>
          <strong>{row.name}</strong>
          <span>{`${row.modality} ${row.region}`}</span>
          <span>{STATE_WORDS[row.state]}</span>
          <span
            className={styles['quiet']}
          >{`${ROLE_WORDS[row.role]}, ${row.programmeName}, ${row.met === null ? 'drawn' : 'met while following up,'} ${localMinutes(row.drawnAt)}`}</span>
          <OpenCase row={row} onLook={onLook} onClose={onClose} />
        </li>
      ))}
    </ul>
  );
}

/** With its pictures on the desk, where they are here and the person reads them; else what there is of it in words. */
function OpenCase({
  row,
  onLook,
  onClose,
}: {
  readonly row: ReviewRow;
  readonly onLook: (reviewId: ReviewId) => void;
  readonly onClose: () => void;
}) {
  const { access, layout, link } = useServices();
  const task = useTask();
  const reader = useStore(access.view, (view) => view.state?.reader?.personId ?? null);
  // One that was met is looked at with its study on the desk: no copy is made for it.
  const readsPictures =
    row.met === null && row.pixels && (row.role === 'reviewer' || row.role === 'second' || row.role === 'third');
  const { phase, failure, open } = useOpenCase(row.reviewId, (studyId) => {
    putOnDesk(layout, reader, studyId);
    onClose();
  });
  const { reviewId } = row;
  // Without a copy to wait for, too, reading begins when the case is opened.
  const begin = (): void =>
    task.start(async () => {
      if (row.role === 'reviewer' && row.state === 'drawn') await link.call('review.open', { reviewId });
      onLook(reviewId);
    });
  return (
    <>
      <Button
        disabled={phase !== 'none' || task.busy}
        aria-label={`Open ${row.name}`}
        onClick={readsPictures ? open : begin}
      >
        Open
      </Button>
      {phase === 'making' ? <p role="status">Making a copy without names … Transfers show how far it is.</p> : null}
      <FailureLine said={failure === null && task.failure === null ? null : errorWords(failure ?? task.failure)} />
    </>
  );
}
