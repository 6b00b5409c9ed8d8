import { useEffect, useState } from 'react';
import type { AddendumTask } from '../../shared/model/addendum-task.ts';
import type { StudyId } from '../../shared/model/ids.ts';
import { localMinutes } from '../app/local-time.ts';
import { useRefusal } from '../app/may.ts';
import { errorWords } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';
import { useTask } from '../app/use-task.ts';
import { Banner, FailureLine, ReasonForm } from '../ui/index.ts';

/** That something has to be added to a report of this study, until it was signed or somebody said that it is not needed. */
export function AddendumWanted({ studyId }: { readonly studyId: StudyId }) {
  const { link } = useServices();
  const task = useTask();
  const mayEnd = useRefusal('addendum.end') === null;
  const [tasks, setTasks] = useState<readonly AddendumTask[]>([]);
  const { start } = task;
  const [load] = useState(
    () => (): void => start(async () => setTasks((await link.call('addendum.ofStudy', { studyId })).tasks)),
  );
  useEffect(() => {
    load();
    const stops = [
      link.on('communication.changed', (changed) => {
        if (changed.studyId === studyId) load();
      }),
      link.on('report.changed', load),
    ];
    return () => stops.forEach((stop) => stop());
  }, [link, load, studyId]);
  return (
    <>
      <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
      {tasks.map(({ communicationId, finding, askedAt }) => (
        <Banner
          key={communicationId}
          tone="warning"
          actions={
            mayEnd ? (
              <ReasonForm
                title="Not needed"
                label="Why nothing is to be added"
                busy={task.busy}
                act={{
                  words: 'End it',
                  do: (reason) =>
                    start(async () => {
                      await link.call('addendum.end', { communicationId, reason });
                      setTasks((await link.call('addendum.ofStudy', { studyId })).tasks);
                    }),
                }}
              />
            ) : null
          }
        >
          {`An addendum is asked for since ${localMinutes(askedAt)}: `}
          <bdi>{finding}</bdi>
        </Banner>
      ))}
    </>
  );
}
