import { useRef, useState } from 'react';
import type { ConferenceId } from '../../../shared/model/ids.ts';
import type { Conference, ConferenceCase, TeachableCase } from '../../../shared/model/review/conference.ts';
import { useServices } from '../../app/services.tsx';
import { useFirst } from '../../app/use-first.ts';
import type { Task } from '../../app/use-task.ts';
import { useInTurn } from './use-in-turn.ts';

export interface Conferences {
  readonly task: Task;
  /** Null until the station has answered. */
  readonly lists: readonly Conference[] | null;
  readonly teachable: readonly TeachableCase[];
  /** Null: a new list. */
  readonly chosen: Conference | null;
  readonly choose: (conferenceId: ConferenceId | null) => void;
  /** Begins a list, which is chosen then. */
  readonly begin: (title: string) => void;
  /** Changes the cases of the chosen list, one change after the other: each finds what the one before has left. */
  readonly change: (next: (cases: readonly ConferenceCase[]) => readonly ConferenceCase[]) => void;
}

/** Conference lists and the cases that may stand on them, as the station has them. */
export function useConferences(): Conferences {
  const { link } = useServices();
  const task = useInTurn();
  const [lists, setLists] = useState<readonly Conference[] | null>(null);
  const [teachable, setTeachable] = useState<readonly TeachableCase[]>([]);
  const [chosenId, setChosenId] = useState<ConferenceId | null>(null);
  /** As the station has answered last. */
  const kept = useRef(new Map<ConferenceId, Conference>());
  const { start } = task;
  useFirst(() =>
    start(async () => {
      const { conferences } = await link.call('review.conferences', {});
      setTeachable((await link.call('review.teachable', {})).cases);
      kept.current = new Map(conferences.map((one) => [one.conferenceId, one]));
      setLists(conferences);
      setChosenId(conferences[0]?.conferenceId ?? null);
    }),
  );
  const chosen = lists?.find(({ conferenceId }) => conferenceId === chosenId) ?? null;
  const save = async (before: Conference | null, title: string, cases: readonly ConferenceCase[]): Promise<void> => {
    const saved = await link.call('review.saveConference', {
      ...{ conferenceId: before?.conferenceId ?? null, revision: before?.revision ?? 0, title },
      cases: cases.map(({ studyId, reviewId, question, learningPoint, presenterNotes, minutes }) => ({
        ...{ studyId, reviewId, question, learningPoint, presenterNotes, minutes },
      })),
    });
    kept.current.set(saved.conferenceId, saved);
    setLists([...kept.current.values()]);
    setChosenId(saved.conferenceId);
  };
  const change: Conferences['change'] = (next) => {
    if (chosenId === null) return;
    start(async () => {
      const before = kept.current.get(chosenId);
      if (before !== undefined) await save(before, before.title, next(before.cases));
    });
  };
  return {
    ...{ task, lists, teachable, chosen, choose: setChosenId, change },
    begin: (title) => start(() => save(null, title, [])),
  };
}
