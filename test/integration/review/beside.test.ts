import { describe, expect, it } from 'vitest';
import type { Station } from '../../../electron/station/station.ts';
import type { Response } from '../../../shared/contract/index.ts';
import type { ReviewId } from '../../../shared/model/ids.ts';
import type { ReviewView } from '../../../shared/model/review/review-view.ts';
import { compareSeen } from '../../../shared/review/beside/compare-seen.ts';
import { answer } from '../../faults/store/station-fixture.ts';
import { look, measure, objectsOf } from './at-the-desk.ts';
import { as, drawn, HIDDEN, opened, practice, READ, UIDS } from './practice.ts';

type Beside = Response<'review.beside'>;

const move = (station: Station, reviewId: ReviewId, moved: object): Promise<ReviewView> =>
  answer<ReviewView>(station, 'review.move', { reviewId, move: moved });

describe('both readers beside each other', () => {
  it('shows what each drew and had on the glass on the copy, after the reveal and as it was at the lock', async () => {
    const { station, people } = await practice(async (own, studyId) => {
      const [first, second] = await objectsOf(own, studyId);
      if (first === undefined || second === undefined) throw new Error('there are two pictures');
      await measure(own, studyId, first, 'VANTERPOOL');
      await look(own, first, 400);
      const mark = { studyId, frame: 1, title: 'of-interest', marked: true };
      await answer(own, 'reading.markImage', { ...mark, objectId: second, note: 'Shown to Mrs Vanterpool' });
    });
    await as(station, people.cora);
    const { reviewId } = await drawn(station);
    await as(station, people.ben);
    const copyId = await opened(station, reviewId);
    const [one, two] = await objectsOf(station, copyId);
    if (one === undefined || two === undefined) throw new Error('the copy is not whole');
    expect(await answer<Beside>(station, 'review.beside', { reviewId })).toEqual({ original: null, reviewer: null });

    await measure(station, copyId, two);
    await look(station, two, 5000);
    await answer(station, 'review.saveRead', { reviewId, read: READ });
    await answer(station, 'review.lock', { reviewId });
    expect((await answer<Beside>(station, 'review.beside', { reviewId })).original).toBeNull();
    // What is seen after the lock is seen with more known.
    await look(station, one, 9000);
    await measure(station, copyId, one);

    await move(station, reviewId, { kind: 'reveal' });
    const beside = await answer<Beside>(station, 'review.beside', { reviewId });
    const [drawing, key] = beside.original?.marks ?? [];
    expect(drawing).toMatchObject({
      kind: 'measurement',
      label: 'M1',
      words: '12.3 mm',
      at: { objectId: one, frame: 1 },
    });
    expect(drawing?.drawn?.points).toEqual([[1, 2], [11, 2]]); // prettier-ignore
    expect(key).toMatchObject({ kind: 'key-image', words: 'Shown to Mrs [name]', at: { objectId: two, frame: 1 } });
    expect(beside.reviewer?.marks).toMatchObject([{ label: 'M1', at: { objectId: two, frame: 1 } }]);
    const [series] = compareSeen(beside.original?.seen ?? [], beside.reviewer?.seen ?? []);
    expect(series?.pictures.map(({ original, reviewer }) => [original?.glassMs, reviewer?.glassMs])).toEqual([
      [400, undefined],
      [undefined, 5000],
    ]);
    const told = JSON.stringify(beside);
    for (const hidden of [...HIDDEN, ...UIDS, people.ada, people.ben]) expect(told).not.toContain(hidden);
  });
});
