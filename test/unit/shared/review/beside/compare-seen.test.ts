import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ObjectId } from '../../../../../shared/model/ids.ts';
import type { BesideSeries } from '../../../../../shared/model/review/beside.ts';
import { compareSeen, glanceKind } from '../../../../../shared/review/beside/compare-seen.ts';
import type { Glance } from '../../../../../shared/review/beside/compare-seen.ts';
import { glanceWords } from '../../../../../shared/review/beside/glance-words.ts';
import { ALL_PARTS, NO_PARTS } from '../../../../../shared/rules/seen-map/parts.ts';

const full = (ms: number): Glance => ({ glassMs: ms, fullMs: ms, parts: ALL_PARTS });
const small = (ms: number): Glance => ({ glassMs: ms, fullMs: 0, parts: NO_PARTS });

/** A series of pictures of one frame, 1.1 and on. */
function series(glances: readonly (Glance | null)[], seriesUid = '1', first = 1): BesideSeries {
  return {
    ...{ seriesUid, number: 2, description: 'Chest', modality: 'CT', aside: false },
    objects: glances.map((glance, at) => ({
      ...{ objectId: `o${first + at}` as ObjectId, sopUid: `${seriesUid}.${first + at}`, frames: 1 },
      shown: glance === null ? [] : [{ frame: 1, ...glance }],
    })),
  };
}

describe('what two readers had on the glass', () => {
  it('is held together picture by picture, with the runs that only one of them saw', () => {
    const [one] = compareSeen(
      [series([null, null, full(500), full(400), full(300)])],
      [series([full(1000), small(400), null, full(100), null])],
    );
    expect(one?.pictures.map(({ original, reviewer }) => [original?.glassMs ?? 0, reviewer?.glassMs ?? 0])).toEqual([
      [0, 1000],
      [0, 400],
      [500, 0],
      [400, 100],
      [300, 0],
    ]);
    expect(one?.runs).toEqual([
      { from: 0, to: 1, by: 'reviewer', dwell: 1400 },
      { from: 2, to: 2, by: 'original', dwell: 500 },
      { from: 4, to: 4, by: 'original', dwell: 300 },
    ]);
  });

  it('keeps series and pictures that are only with one of them', () => {
    const found = compareSeen([series([full(1)], '9'), series([full(2), full(3)])], [series([null])]);
    expect(found.map(({ seriesUid, pictures }) => [seriesUid, pictures.length])).toEqual([
      ['1', 2],
      ['9', 1],
    ]);
    expect(found[0]?.pictures[1]).toMatchObject({ original: full(3), reviewer: null });
  });

  it('is itself turned round when the readers change places', () => {
    const glances = fc.array(fc.option(fc.integer({ min: 0, max: 5000 }).map(full)), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(glances, glances, (a, b) => {
        const turn = { original: 'reviewer', reviewer: 'original' } as const;
        const [one] = compareSeen([series(a)], [series(b)]);
        const [other] = compareSeen([series(b)], [series(a)]);
        expect(other?.runs.map((run) => ({ ...run, by: turn[run.by] }))).toEqual(one?.runs);
        const only = one?.pictures.filter(({ original, reviewer }) => (original === null) !== (reviewer === null));
        expect(one?.runs.reduce((sum, { from, to }) => sum + to - from + 1, 0)).toBe(only?.length);
      }),
    );
  });
});

describe('words for what was shown', () => {
  it('say for how long and how large', () => {
    expect(glanceWords(null)).toBe('never shown');
    expect(glanceWords(small(400))).toBe('shown 0.4 s, smaller than full size');
    expect(glanceWords(full(4200))).toBe('shown 4.2 s, at full size');
    expect(glanceWords({ glassMs: 4200, fullMs: 3100, parts: [0xffffffff, 0] })).toBe(
      'shown 4.2 s, of these 3.1 s at full size (50 % of it)',
    );
    expect(glanceWords({ glassMs: 0, fullMs: 0, parts: NO_PARTS })).toBe('shown, nobody knows for how long');
  });

  it('are of the same kinds as the seen map', () => {
    expect([null, small(100), small(400), full(400)].map(glanceKind)).toEqual(['never', 'glanced', 'shown', 'full']);
  });
});
