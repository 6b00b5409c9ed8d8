import { expect, it } from 'vitest';
import type { Response } from '../../../shared/contract/index.ts';
import { ReviewId } from '../../../shared/model/ids.ts';
import type { ReviewView } from '../../../shared/model/review/review-view.ts';
import { answer, newStation, PASSPHRASE, stationOn } from '../../faults/store/station-fixture.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { BEN, followedUp, PRIOR_UID } from './followed-up.ts';
import { as, opened, programmeFor, sign } from './practice.ts';

const NOT_COPIED = { what: '1 × prior CT', why: 'review/no-copy' };

/** A case whose one prior has no Study Instance UID, drawn for a reader. */
async function drawnFor(reader: string) {
  const station = newStation(await tempDir());
  const { followUp, people } = await followedUp(station);
  await sign(station, followUp, 'A nodule of 8 mm in the right upper lobe.');
  const index = () => station.access.requireStore().index;
  index().prepare('UPDATE study SET study_uid = NULL WHERE study_uid = ?').run(PRIOR_UID);
  await as(station, people.cora);
  return {
    ...{ station, people, index },
    draw: async (): Promise<ReviewId> => {
      const programmeId = await programmeFor(station, reader, { strata: [], windowDays: 365 });
      const drawn = { programmeId, seed: null, count: 2 };
      const { reviewIds } = await answer<Response<'review.draw'>>(station, 'review.draw', drawn);
      const caseOf = index().prepare<[string], string>(
        'SELECT review_id FROM review JOIN review_source USING (source_report_id) WHERE study_id = ?',
      );
      expect(reviewIds).toHaveLength(2);
      return ReviewId.parse(caseOf.pluck().get(followUp));
    },
  };
}

it('a prior without a Study Instance UID is left out of a blind copy and named, and the case is read', async () => {
  const { station, people, index, draw } = await drawnFor(BEN ?? '');
  const reviewId = await draw();
  await as(station, people.ben);
  await opened(station, reviewId);
  const { copy } = await answer<ReviewView>(station, 'review.see', { reviewId });
  expect(copy?.leftOut).toContainEqual(NOT_COPIED);
  expect(index().prepare('SELECT count(*) FROM review_copy').pluck().get()).toBe(1);
});

it('nor does it keep a package back: the case goes without it', async () => {
  const { station, draw } = await drawnFor('Elsa, South');
  const there = stationOn(await tempDir());
  await there.create('Elsa South', PASSPHRASE);
  there.access.confirmRecovery();
  for (const [one, other, name, site] of [
    [station, there, 'Elsa', 'South'],
    [there, station, 'Cora', 'North'],
  ] as const) {
    const { card, fingerprint } = await answer<Response<'review.card'>>(other, 'review.card', {});
    await answer(one, 'review.enrol', { name, site, card, fingerprint, days: 30 });
  }
  const reviewId = await draw();
  const folder = await tempDir();
  const wanted = { peer: 'Elsa', kind: 'cases', programmeId: null, folder, days: 30 } as const;
  const made = await station.access.requireStore().jobs.wait(await station.rooms.packages.send(wanted));
  const { file } = made as { readonly file: string };
  await there.access.requireStore().jobs.wait(there.rooms.packages.take(file));
  // Of a thorax that may hold a head no picture goes out: what was left out is what its rows say.
  const { index } = there.access.requireStore();
  const leftOut = index.prepare<[string], string>('SELECT left_out FROM review_copy WHERE review_id = ?').pluck();
  expect(leftOut.all(reviewId).map((text): unknown => JSON.parse(text))).toEqual([
    expect.arrayContaining([NOT_COPIED]),
  ]);
  expect(index.prepare('SELECT count(*) FROM review_taken').pluck().get()).toBe(2);
});
