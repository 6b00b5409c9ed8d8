import { useEffect, useState } from 'react';
import type { Rect } from '../../../shared/deidentify/text/blacken.ts';
import type { JobProgress } from '../../../shared/model/job.ts';
import type { ConferenceId, JobId } from '../../../shared/model/ids.ts';
import type { TeachingFile } from '../../../shared/model/review/teaching-file.ts';
import { useServices } from '../../app/services.tsx';
import { useTask } from '../../app/use-task.ts';

export interface TeachingFileWork {
  /** It is asked for, or being written. */
  readonly busy: boolean;
  /** Null: none is written. */
  readonly job: JobId | null;
  readonly progress: JobProgress | null;
  /** What was written last; null: nothing yet. */
  readonly taught: TeachingFile | null;
  readonly failure: unknown;
  readonly write: (wish: { readonly masks: readonly Rect[]; readonly looked: boolean }) => void;
  readonly cancel: () => void;
}

/** Writes the pictures of a list to a file that is chosen, and says how far that is and what it came to. */
export function useTeachingFile(conferenceId: ConferenceId): TeachingFileWork {
  const { link } = useServices();
  const task = useTask();
  const [job, setJob] = useState<JobId | null>(null);
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const [taught, setTaught] = useState<TeachingFile | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  useEffect(() => {
    if (job === null) return undefined;
    const look = (): void =>
      void link.call('review.taught', { jobId: job }).then(
        ({ taught: found }) => {
          if (found === null) return;
          setTaught(found);
          setJob(null);
        },
        (error: unknown) => {
          setFailed(error);
          setJob(null);
        },
      );
    look();
    return link.on('jobs.progress', (one) => {
      if (one.jobId !== job) return;
      setProgress(one);
      if (one.state === 'done' || one.state === 'failed' || one.state === 'cancelled') look();
    });
  }, [job, link]);
  return {
    ...{ busy: task.busy || job !== null, job, progress, taught, failure: task.failure ?? failed },
    write: (wish) =>
      task.start(async () => {
        setTaught(null);
        setProgress(null);
        setFailed(null);
        const { token } = await link.call('app.chooseExport', { suggestedName: 'teaching-file.zip' });
        if (token === null) return;
        const wanted = { conferenceId, masks: [...wish.masks], looked: wish.looked, token };
        setJob((await link.call('review.teach', wanted)).jobId);
      }),
    cancel: () => task.start(async () => void (job === null ? null : await link.call('jobs.cancel', { jobId: job }))),
  };
}
