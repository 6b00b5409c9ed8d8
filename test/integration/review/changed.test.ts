import { expect, it } from 'vitest';
import type { Station } from '../../../electron/station/station.ts';
import { answer } from '../../faults/store/station-fixture.ts';
import { as, drawn, practice, READ, refusal } from './practice.ts';

/** Moves that windows were told of since they were looked at last. */
function told(station: Station): () => readonly string[] {
  let seen: string[] = [];
  station.events.on((event) => {
    if (event.name === 'review.changed') seen.push(event.payload.reviewId);
  });
  return () => {
    const all = seen;
    seen = [];
    return all;
  };
}

it('a case that is moved, by whatever way, is told to every window once, and one that a move was refused of is not', async () => {
  const { station, people } = await practice();
  const since = told(station);
  await as(station, people.cora);
  const { reviewId } = await drawn(station);
  await as(station, people.ben);
  since();
  // Not by a call of the window: as a job or a command line does it.
  const { review: reviews } = station.rooms;
  reviews.open(reviewId);
  await expect.poll(since, { timeout: 30_000 }).toContain(reviewId);
  const { jobs } = station.access.requireStore();
  for (const { jobId } of jobs.list()) await jobs.wait(jobId);
  since();
  reviews.saveRead({ reviewId, read: READ });
  expect(since()).toEqual([]);
  reviews.lock(reviewId);
  expect(since()).toEqual([reviewId]);
  reviews.move({ reviewId, move: { kind: 'reveal' } });
  expect(since()).toEqual([reviewId]);
  expect(await refusal(station, 'review.move', { reviewId, move: { kind: 'reveal' } })).toBe('review/wrong-state');
  expect(since()).toEqual([]);
  const scoring = {
    ...{ score: '2a', legacy4: false, comment: 'Seen late.', errorClass: 'perception', factors: [] },
    ...{ learningPoint: '', greatCall: false, patientAffected: true },
  };
  await answer(station, 'review.move', { reviewId, move: { kind: 'score', scoring } });
  expect(since()).toEqual([reviewId]);
  await as(station, people.cora);
  const finding = 'A cavitating nodule';
  await answer(station, 'review.tell', { reviewId, category: 1, finding });
  expect(since()).toEqual([reviewId]);
  await answer(station, 'review.move', { reviewId, move: { kind: 'agree' } });
  expect(since()).toEqual([reviewId]);
}, 60_000);
