import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pictureWords } from '../../../../shared/hanging/picture-words.ts';
import { ONE_MONITOR } from '../../../../shared/hanging/protocol/case-facts.ts';
import { caseOf, stackedSeries } from '../../../../renderer/hanging/index.ts';
import {
  rowsOf,
  seenWords,
  standingIn,
  tileAfter,
  tilesOf,
  whereWords,
} from '../../../../renderer/reading/overview/series-tiles.ts';
import type { Composed } from '../../../../renderer/reading/stores.ts';
import { seriesOf, studyOf, volume } from '../../shared/hanging/studies.ts';

describe('the tiles of a case', () => {
  it('say what a series is, how many pictures it has, and what is missing of it', () => {
    const flair = { ...volume('flair', 'MR', 20), description: 'AX T2 FLAIR FS', number: 4, expected: 24 };
    const sheet = seriesOf('sr', 'SR', [], { number: 9, received: 1, description: null });
    const study = studyOf(1, [flair, sheet]);
    const stacks = { of: stackedSeries };
    const { facts } = caseOf({ current: study, priors: [] }, stacks, { reader: null, monitors: ONE_MONITOR });
    const [first, second] = tilesOf(study, 'current', facts, (series) => stackedSeries(series).stacks.length);
    expect(first).toMatchObject({
      name: '4 AX T2 FLAIR FS',
      pictures: 'axial FLAIR fat suppressed, 2 mm',
      count: '20 images · 4 of 24 not here',
      isPartial: true,
    });
    expect(second).toMatchObject({ name: '9 SR', pictures: '', count: '1 object, no image', isPartial: false });
  });

  it('name phases, sides and views', () => {
    const ct = {
      plane: 'axial',
      laterality: null,
      view: null,
      thickness: 1.25,
      content: ['arterial', 'contrast'],
    } as const;
    expect(pictureWords(ct)).toBe('axial arterial, 1.3 mm');
    expect(pictureWords({ plane: null, laterality: 'R', view: 'MLO', thickness: null, content: [] })).toBe('R MLO');
    expect(pictureWords({ plane: null, laterality: null, view: null, thickness: null, content: [] })).toBe('');
  });

  it('say what was seen and where a series hangs now', () => {
    expect([
      seenWords(30, 0, false),
      seenWords(30, 12, false),
      seenWords(30, 30, false),
      seenWords(30, 0, true),
    ]).toEqual(['unread', '12 of 30 seen', 'seen', 'left unread']);
    const cell = (seriesUid: string) => ({ seriesUid }) as Composed;
    const places = standingIn({ cells: ['a', 'b', 'c'] }, { cells: { a: cell('1'), b: null, c: cell('1') } });
    expect(whereWords(places.get('1') ?? [])).toBe('in viewport 1, 3');
    expect(whereWords(places.get('2') ?? [])).toBe('');
  });
});

describe('the keys of the overview', () => {
  const rows = rowsOf([{ title: 'Current', count: 7 }, { title: 'Prior', count: 2 }], 3); // prettier-ignore

  it('go by tile and by line, over the names of studies', () => {
    expect(rows.map((row) => (row.kind === 'tiles' ? row.tiles : row.title))).toEqual(
      ['Current', [0, 1, 2], [3, 4, 5], [6], 'Prior', [7, 8]], // prettier-ignore
    );
    expect(['ArrowRight', 'ArrowDown', 'ArrowUp', 'End', 'Home'].map((key) => tileAfter(rows, 4, key))).toEqual(
      [5, 6, 1, 8, 0], // prettier-ignore
    );
    expect(tileAfter(rows, 6, 'ArrowDown')).toBe(7);
    expect(tileAfter(rows, 8, 'ArrowRight')).toBe(8);
    expect(tileAfter(rows, 4, 'q')).toBe(4);
  });

  it('reach every tile and never leave them, however many there are', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 4 });
    const keys = fc.constantFrom(
      'ArrowLeft',
      'ArrowRight',
      'ArrowUp',
      'ArrowDown',
      'PageUp',
      'PageDown',
      'Home',
      'End',
    );
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 9 }), fc.array(keys, { maxLength: 30 }), (of, columns, pressed) => {
        const total = of.reduce((sum, count) => sum + count, 0);
        fc.pre(total > 0);
        const all = rowsOf(
          of.map((count) => ({ title: '', count })),
          columns,
        );
        const at = pressed.reduce((now, key) => tileAfter(all, now, key), 0);
        expect(at >= 0 && at < total).toBe(true);
        let walked = 0;
        for (let step = 0; step < total; step += 1) walked = tileAfter(all, walked, 'ArrowRight');
        expect(walked).toBe(total - 1);
      }),
    );
  });
});
