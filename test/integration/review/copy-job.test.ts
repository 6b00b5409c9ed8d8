import { describe, expect, it } from 'vitest';
import { Readers } from '../../../electron/station/review/readers.ts';
import { reviewKey } from '../../../electron/station/review/review-key.ts';
import { systemClock } from '../../../electron/station/kernel/clock.ts';
import type { Station } from '../../../electron/station/station.ts';
import type { ReviewId } from '../../../shared/model/ids.ts';
import type { ReviewView } from '../../../shared/model/review/review-view.ts';
import { answer } from '../../faults/store/station-fixture.ts';
import { as, drawn, opened, practice } from './practice.ts';

const copyJobs = (station: Station): number =>
  station.access
    .requireStore()
    .index.prepare<[], number>("SELECT count(*) FROM job WHERE kind = 'review-copy'")
    .pluck()
    .get() ?? 0;

/** The next failure of a copy that a window is told of. */
function failure(
  station: Station,
): Promise<{ readonly reviewId: ReviewId; readonly error: { readonly code: string } }> {
  return new Promise((resolve) => {
    station.events.on((event) => {
      if (event.name === 'review.copyFailed') resolve(event.payload);
    });
  });
}

describe('the copy of a case', () => {
  it('is begun once, however often the case is opened before it is whole', async () => {
    const { station, people } = await practice();
    await as(station, people.cora);
    const { reviewId } = await drawn(station);
    await as(station, people.ben);
    await Promise.all([1, 2, 3].map(() => answer<ReviewView>(station, 'review.open', { reviewId })));
    await opened(station, reviewId);
    expect(copyJobs(station)).toBe(1);
  });

  it('tells the window that it failed, and is tried again when the case is opened again', async () => {
    const { station, studyId, people } = await practice();
    await as(station, people.cora);
    const { reviewId } = await drawn(station);
    await as(station, people.ben);
    const { index } = station.access.requireStore();
    const uid = index.prepare<[string], string>('SELECT study_uid FROM study WHERE study_id = ?').pluck().get(studyId);
    const setUid = index.prepare('UPDATE study SET study_uid = ? WHERE study_id = ?');
    setUid.run(null, studyId);
    const told = failure(station);
    await answer(station, 'review.open', { reviewId });
    expect(await told).toMatchObject({ reviewId, error: { code: 'review/no-copy' } });
    setUid.run(uid, studyId);
    expect(await opened(station, reviewId)).toBeTruthy();
    expect(copyJobs(station)).toBe(2);
  });
});

describe('the own pseudonym', () => {
  it('is worked out once, not at every call; and known as soon as there is one', async () => {
    const { station, people } = await practice();
    await as(station, people.cora);
    await drawn(station);
    const { index, ring, commands, personId } = station.access.requireStore();
    const counted = { keys: 0 };
    const readers = new Readers({
      ...{ index, commands, personId },
      key: () => {
        counted.keys += 1;
        return reviewKey({ index, ring, commands, clock: systemClock, personId });
      },
    });
    const first = readers.ofPerson(people.ben);
    expect(first).not.toBeNull();
    for (let call = 0; call < 5; call += 1) expect(readers.ofPerson(people.ben)).toBe(first);
    expect(counted.keys).toBe(1);
    const stranger = 'a'.repeat(personId.length) as typeof personId;
    expect([readers.ofPerson(stranger), readers.ofPerson(stranger)]).toEqual([null, null]);
    expect(counted.keys).toBe(2);
    const [made] = readers.of([{ kind: 'person', personId: stranger }]);
    expect(readers.ofPerson(stranger)).toBe(made);
  });
});
