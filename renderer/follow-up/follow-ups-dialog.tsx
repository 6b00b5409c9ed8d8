import { useState } from 'react';
import type { Response } from '../../shared/contract/index.ts';
import { errorWords } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';
import { useFirst } from '../app/use-first.ts';
import { useTask } from '../app/use-task.ts';
import { Button, Dialog, EmptyState, FailureLine, ReasonForm } from '../ui/index.ts';
import { dueWords, recommendationWords, standWords } from './follow-up-words.ts';
import styles from './follow-up.module.css';
import { ToConfirm } from './to-confirm.tsx';

type Listed = Response<'followUp.list'>;

/** What reports recommend to be done later: what waits to be confirmed, then the list, overdue first. */
export function FollowUpsDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return open ? <OpenFollowUps onClose={onClose} /> : null;
}

function OpenFollowUps({ onClose }: { readonly onClose: () => void }) {
  const { link } = useServices();
  const task = useTask();
  const [listed, setListed] = useState<Listed | null>(null);
  const { start } = task;
  const load = async (): Promise<void> => setListed(await link.call('followUp.list', {}));
  useFirst(() => start(load));
  const act = (work: () => Promise<unknown>): void =>
    start(async () => {
      await work();
      await load();
    });
  const failure = task.failure === null ? null : errorWords(task.failure);
  return (
    <Dialog
      title="Follow-up recommendations"
      open
      width="wide"
      onClose={onClose}
      actions={
        <Button data-autofocus onClick={onClose}>
          Close
        </Button>
      }
    >
      <FailureLine said={failure} />
      {listed === null ? <p role="status">{failure === null ? 'Looking through reports …' : ''}</p> : null}
      {listed === null ? null : <Found {...{ listed, act }} busy={task.busy} />}
    </Dialog>
  );
}

function Found({
  listed: { rows, toConfirm, today },
  busy,
  act,
}: {
  readonly listed: Listed;
  readonly busy: boolean;
  readonly act: (work: () => Promise<unknown>) => void;
}) {
  const { link } = useServices();
  const end = (followUpId: Listed['rows'][number]['followUpId'], how: 'done' | 'dropped', reason: string): void =>
    act(() => link.call('followUp.end', { followUpId, how, reason }));
  if (rows.length === 0 && toConfirm.length === 0) {
    return (
      <EmptyState title="Nothing is to be followed up">
        Where the impression of a signed report recommends an examination, it waits here to be confirmed.
      </EmptyState>
    );
  }
  return (
    <>
      {toConfirm.length === 0 ? null : (
        <section aria-label="To be confirmed">
          <h3 className={styles['title']}>{`To be confirmed: ${toConfirm.length}`}</h3>
          <ul className={styles['list']}>
            {toConfirm.map((one) => (
              <ToConfirm
                key={`${one.reportId}${JSON.stringify(one.recommendation)}`}
                {...{ one, busy }}
                onConfirm={(days) =>
                  act(() =>
                    link.call('followUp.confirm', {
                      ...{ reportId: one.reportId, recommendation: one.recommendation, ...days },
                    }),
                  )
                }
                onRefuse={() =>
                  act(async () => {
                    const { reportId, recommendation, dueFrom, dueTo } = one;
                    const kept = await link.call('followUp.confirm', { reportId, recommendation, dueFrom, dueTo });
                    const { followUpId } = kept.followUp;
                    const reason = 'The reader says that the text does not recommend it.';
                    await link.call('followUp.end', { followUpId, how: 'dropped', reason });
                  })
                }
              />
            ))}
          </ul>
        </section>
      )}
      <section aria-label="Followed up">
        <h3 className={styles['title']}>{`Followed up, as of ${today}: ${rows.length}`}</h3>
        <ul className={styles['list']}>
          {rows.map((row) => (
            <li key={row.followUpId} className={styles['item']} data-state={row.state}>
              <p className={styles['head']}>
                <bdi>{row.patientName}</bdi>
                {` · ${recommendationWords(row.recommendation)} · ${dueWords(row)}`}
              </p>
              <span className={styles['state']}>{standWords(row)}</span>
              <p className={styles['words']}>
                <bdi>{row.recommendation.words}</bdi>
                {` (${row.description ?? 'study'}, ${row.studyDate ?? 'no date'}, ${row.site})`}
              </p>
              {row.state === 'open' || row.state === 'overdue' ? (
                <div className={styles['end']}>
                  <ReasonForm
                    title="End it"
                    label="Where it was done, or why it is not needed"
                    busy={busy}
                    act={{ words: 'Done', do: (reason) => end(row.followUpId, 'done', reason) }}
                    other={{ words: 'Not needed', do: (reason) => end(row.followUpId, 'dropped', reason) }}
                  />
                </div>
              ) : null}
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
