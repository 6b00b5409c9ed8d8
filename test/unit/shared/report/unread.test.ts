import { describe, expect, it } from 'vitest';
import { unreadChecks } from '../../../../shared/report/unread.ts';
import type { SeriesReading } from '../../../../shared/report/unread.ts';

const series = (number: number, more: Partial<SeriesReading> = {}): SeriesReading => ({
  number,
  description: 'AX T2',
  modality: 'MR',
  pictures: 30,
  seen: 30,
  isScout: false,
  isAside: false,
  ...more,
});

describe('what was never on the glass', () => {
  it('is nothing where every picture was seen, or there is none to see', () => {
    expect(unreadChecks([series(1), series(2, { pictures: 0, seen: 0 })], false)).toEqual([]);
  });

  it('names series that were never opened and series that were read in part, each to be accepted', () => {
    const found = unreadChecks([series(3, { seen: 0, pictures: 1 }), series(4, { seen: 12 })], false);
    expect(found).toEqual([
      {
        code: 'check/unread-series',
        tier: 'acknowledge',
        message: 'Never on screen: series 3, AX T2 (1 image).',
        sectionId: null,
      },
      {
        code: 'check/unseen-images',
        tier: 'acknowledge',
        message: 'Read in part: series 4, AX T2: 12 of 30 images seen.',
        sectionId: null,
      },
    ]);
  });

  it('only names scouts and series that the reader put aside', () => {
    const found = unreadChecks([series(1, { seen: 0, isScout: true }), series(5, { seen: 2, isAside: true })], false);
    expect(found).toMatchObject([{ code: 'check/left-unread', tier: 'note' }]);
    expect(found[0]?.message).toBe(
      'Left unread: series 1, AX T2: 0 of 30 images seen, a scout; series 5, AX T2: 2 of 30 images seen, put aside.',
    );
  });

  it('asks nothing before an addendum, but tells', () => {
    expect(unreadChecks([series(1, { seen: 0 })], true)).toMatchObject([{ code: 'check/unread-series', tier: 'note' }]);
  });

  it('names eight series at most and counts the rest, and calls a nameless one by its modality', () => {
    const many = Array.from({ length: 11 }, (_, at) => series(at + 1, { seen: 0, description: null }));
    const [found] = unreadChecks(many, false);
    expect(found?.message).toContain('series 8, MR (30 images); and 3 more series.');
    expect(unreadChecks([series(0, { number: null, seen: 0 })], false)[0]?.message).toContain(
      'a series without a number',
    );
  });
});
