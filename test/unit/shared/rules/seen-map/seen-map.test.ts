import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Point2 } from '../../../../../shared/model/measurement.ts';
import type { SeenLook } from '../../../../../shared/model/seen.ts';
import { ObjectId } from '../../../../../shared/model/ids.ts';
import { LONGEST_LOOK, LookTally } from '../../../../../shared/rules/seen-map/look-tally.ts';
import { ALL_PARTS, joinParts, NO_PARTS, partsInside, shareOf } from '../../../../../shared/rules/seen-map/parts.ts';
import {
  dwellText,
  neverShownWords,
  SEEN_KINDS,
  seenColumns,
  seenCounts,
  seenKind,
} from '../../../../../shared/rules/seen-map/seen-kinds.ts';
import { joinSpans, latestSpans, newTime, spanTime } from '../../../../../shared/rules/seen-map/spans.ts';
import type { Span } from '../../../../../shared/rules/seen-map/spans.ts';
import { newId } from '../../../../../electron/station/kernel/ids.ts';

const size = { columns: 512, rows: 256 };
const rectangle = (left: number, top: number, right: number, bottom: number): readonly Point2[] =>
  [[left, top], [right, top], [right, bottom], [left, bottom]]; // prettier-ignore
const objectId = ObjectId.parse(newId());
const at = (frame: number, parts: SeenLook['parts'] | null = ALL_PARTS) => ({ objectId, frame, parts });

describe('parts of a picture inside a viewport', () => {
  it.each([
    ['all of a picture that fits', rectangle(-0.5, -0.5, 511.5, 255.5), 1],
    ['all of it in a larger viewport', rectangle(-100, -100, 700, 700), 1],
    ['the left half', rectangle(-0.5, -0.5, 255.5, 255.5), 0.5],
    ['a quarter in the middle', rectangle(127.5, 63.5, 383.5, 191.5), 0.25],
    ['nothing beside it', rectangle(600, 0, 900, 255), 0],
    ['no part that is cut', rectangle(10, 10, 60, 40), 0],
  ])('%s', (_name, corners, share) => {
    expect(shareOf(partsInside(size, corners))).toBe(share);
    // Mirrored, the corners come the other way round.
    expect(shareOf(partsInside(size, corners.toReversed()))).toBe(share);
  });

  it('a turned viewport shows the parts inside the diamond', () => {
    const diamond: readonly Point2[] = [[255.5, -128], [512, 127.5], [255.5, 384], [-1, 127.5]]; // prettier-ignore
    const [upper, lower] = partsInside(size, diamond);
    expect([upper & 1, (upper >>> 3) & 1, (lower >>> 28) & 1]).toEqual([0, 1, 1]);
  });

  it('joined, halves are the whole, and a part is never lost', () => {
    const [left, right] = [rectangle(-0.5, -0.5, 255.5, 255.5), rectangle(255.5, -0.5, 511.5, 255.5)];
    expect(joinParts(partsInside(size, left), partsInside(size, right))).toEqual(ALL_PARTS);
    const word = fc.integer({ min: 0, max: 0xffffffff });
    fc.assert(
      fc.property(word, word, word, word, (a, b, c, d) => {
        const joined = joinParts([a, b], [c, d]);
        return joined.every((one) => one >= 0 && one <= 0xffffffff) && shareOf(joined) >= shareOf([a, b]);
      }),
    );
  });
});

describe('the tally of looks', () => {
  it('counts each picture by viewport, and full zoom apart', () => {
    const tally = new LookTally();
    tally.see('v1', at(1), 0);
    tally.see('v2', at(2, null), 0);
    tally.see('v1', at(3), 400);
    expect(tally.take(1000)).toEqual([
      { objectId, frame: 1, glass: [[0, 400]], full: [[0, 400]], parts: ALL_PARTS },
      { objectId, frame: 3, glass: [[400, 1000]], full: [[400, 1000]], parts: ALL_PARTS },
      { objectId, frame: 2, glass: [[0, 1000]], full: [], parts: NO_PARTS },
    ]);
    expect(tally.take(1000)).toEqual([]);
  });

  it('stops after a minute without a change, and while the window is hidden', () => {
    const tally = new LookTally();
    tally.see('v1', at(1), 0);
    tally.pause(true, 1000);
    tally.pause(false, 50_000);
    expect(tally.isCounting).toBe(true);
    expect(spanTime(tally.take(10 * LONGEST_LOOK)[0]?.glass ?? [])).toBe(LONGEST_LOOK);
    expect(tally.isCounting).toBe(false);
    // The same picture said again is no new look; another place of it is.
    tally.see('v1', at(1), 10 * LONGEST_LOOK);
    expect(tally.isCounting).toBe(false);
    tally.see('v1', at(1, null), 10 * LONGEST_LOOK);
    expect(spanTime(tally.take(10 * LONGEST_LOOK + 5)[0]?.glass ?? [])).toBe(5);
  });

  it('however often it is asked, it says the same sum', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ min: 0, max: 900, noNaN: true }), { maxLength: 30 }), (steps) => {
        const tally = new LookTally();
        tally.see('v1', at(1), 0);
        let [now, sum] = [0, 0];
        for (const step of steps) {
          now += step;
          sum += spanTime(tally.take(now)[0]?.glass ?? []);
        }
        return Math.abs(sum - Math.min(LONGEST_LOOK, now)) < 1e-6;
      }),
    );
  });
});

describe('spans of two windows', () => {
  it.each<[string, Span[], Span[], number]>([
    ['nothing known', [], [[0, 10]], 10],
    ['the same again', [[0, 10]], [[0, 10]], 0],
    ['half at once', [[0, 10]], [[5, 15]], 5],
    ['around what is known', [[4, 6]], [[0, 10]], 8],
    ['twice in one batch', [], [[0, 10], [5, 12]], 12], // prettier-ignore
  ])('%s', (_name, known, more, added) => {
    expect(newTime(known, more)).toBe(added);
  });

  it('whatever the order and however often, a moment counts once', () => {
    const moment = fc.tuple(fc.nat(300), fc.nat(40)).map(([from, long]): Span => [from, from + long]);
    const batch = fc.array(moment, { maxLength: 8 });
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 8 }), (batches) => {
        let known: readonly Span[] = [];
        let sum = 0;
        for (const more of [...batches, ...batches.toReversed()]) {
          sum += newTime(known, more);
          known = latestSpans([...known, ...more], 1000);
        }
        const shown = new Set(
          batches.flat().flatMap(([from, to]) => Array.from({ length: to - from }, (_unused, at) => from + at)),
        );
        return (
          sum === shown.size && joinSpans(known).every(([from], at) => at === 0 || from > (known[at - 1]?.[1] ?? 0))
        );
      }),
    );
  });

  it('one picture in two viewports of a window stands there once', () => {
    const tally = new LookTally();
    tally.see('v1', at(1), 0);
    tally.see('v2', at(1, null), 500);
    expect(tally.take(1000)).toEqual([{ objectId, frame: 1, glass: [[0, 1000]], full: [[0, 1000]], parts: ALL_PARTS }]);
  });
});

describe('how a picture was shown', () => {
  const look = (glassMs: number, fullMs: number, parts: SeenLook['parts'] = ALL_PARTS): SeenLook => ({
    ...{ objectId, frame: 1, glassMs, fullMs, parts },
  });
  it.each([
    [undefined, false, 'never'],
    // Kept by a journal that knew no times.
    [undefined, true, 'glanced'],
    [look(249, 249), true, 'glanced'],
    [look(250, 249), true, 'shown'],
    [look(250, 250), true, 'full'],
    [look(9000, 9000, [0xffffffff, 0]), true, 'shown'],
  ] as const)('%o, there: %s, is %s', (one, wasThere, kind) => {
    expect(seenKind(one, wasThere)).toBe(kind);
  });

  it('a column is as its least shown picture, and no picture is left out', () => {
    const picture = fc.record({ kind: fc.constantFrom(...SEEN_KINDS), dwell: fc.nat(5000) });
    fc.assert(
      fc.property(fc.array(picture, { maxLength: 700 }), fc.integer({ min: 1, max: 256 }), (pictures, most) => {
        const columns = seenColumns(pictures, most);
        expect(columns.length).toBe(Math.min(pictures.length, most));
        expect(columns.reduce((sum, { count }) => sum + count, 0)).toBe(pictures.length);
        const never = pictures.findIndex(({ kind }) => kind === 'never');
        const holding = columns.find(({ from, count }) => never >= from && never < from + count);
        expect(holding?.kind).toBe(never < 0 ? undefined : 'never');
      }),
    );
  });

  it('says what was never shown', () => {
    const pictures = [...Array<null>(12).fill(null), ...Array<null>(300).fill(null)].map((_one, place) => ({
      ...{ kind: place < 12 ? ('never' as const) : ('full' as const), dwell: 0 },
    }));
    expect(neverShownWords(seenCounts(pictures), 312)).toBe('12 of 312 images never shown');
    expect([dwellText(4240), dwellText(200_400)]).toEqual(['4.2 s', '3 min 20 s']);
  });
});
