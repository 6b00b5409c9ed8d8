import { expect, it } from 'vitest';
import { as, drawn, practice, READ } from './practice.ts';
import { answer } from '../../faults/store/station-fixture.ts';

it('a conference list is not shown to who reads one of its studies blind, and is again after the lock', async () => {
  const { station, studyId, people } = await practice();
  await as(station, people.cora);
  const words = { question: 'A cavity?', learningPoint: '', presenterNotes: '', minutes: 5 };
  const save = { conferenceId: null, revision: 0, title: 'Rounds', cases: [{ ...words, studyId, reviewId: null }] };
  await answer(station, 'review.saveConference', save);
  const { reviewId } = await drawn(station);
  expect(station.rooms.teaching.conferences()).toHaveLength(1);
  await as(station, people.ben);
  expect(station.rooms.teaching.conferences()).toEqual([]);
  await answer(station, 'review.open', { reviewId });
  await answer(station, 'review.saveRead', { reviewId, read: READ });
  await answer(station, 'review.lock', { reviewId });
  expect(station.rooms.teaching.conferences()).toHaveLength(1);
});
