import { useState } from 'react';
import type { ConferenceId } from '../../../shared/model/ids.ts';
import type { Conference, ConferenceCase, TeachableCase } from '../../../shared/model/review/conference.ts';
import { useServices } from '../../app/services.tsx';
import { useFirst } from '../../app/use-first.ts';
import { useTask } from '../../app/use-task.ts';
import type { Task } from '../../app/use-task.ts';

export interface Conferences {
  readonly task: Task;
  /** Null until the station has answered. */
  readonly lists: readonly Conference[] | null;
  readonly teachable: readonly TeachableCase[];
  /** Null: a new list. */
  readonly chosen: Conference | null;
  readonly choose: (conferenceId: ConferenceId | null) => void;
  /** The next state of the chosen list, or a new one, which is chosen then. */
  readonly save: (title: string, cases: readonly ConferenceCase[]) => void;
}

/** Conference lists and the cases that may stand on them, as the station has them. */
export function useConferences(): Conferences {
  const { link } = useServices();
  const task = useTask();
  const [lists, setLists] = useState<readonly Conference[] | null>(null);
  const [teachable, setTeachable] = useState<readonly TeachableCase[]>([]);
  const [chosenId, setChosenId] = useState<ConferenceId | null>(null);
  const { start } = task;
  useFirst(() =>
    start(async () => {
      const { conferences } = await link.call('review.conferences', {});
      setTeachable((await link.call('review.teachable', {})).cases);
      setLists(conferences);
      setChosenId(conferences[0]?.conferenceId ?? null);
    }),
  );
  const chosen = lists?.find(({ conferenceId }) => conferenceId === chosenId) ?? null;
  const save = (title: string, cases: readonly ConferenceCase[]): void =>
    start(async () => {
      const saved = await link.call('review.saveConference', {
        ...{ conferenceId: chosen?.conferenceId ?? null, revision: chosen?.revision ?? 0, title },
        cases: cases.map(({ studyId, reviewId, question, learningPoint, presenterNotes, minutes }) => ({
          ...{ studyId, reviewId, question, learningPoint, presenterNotes, minutes },
        })),
      });
      setLists((before) => [
        ...(before ?? []).filter(({ conferenceId }) => conferenceId !== saved.conferenceId),
        saved,
      ]);
      setChosenId(saved.conferenceId);
    });
  return { task, lists, teachable, chosen, choose: setChosenId, save };
}
