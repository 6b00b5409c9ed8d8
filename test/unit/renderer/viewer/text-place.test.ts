import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundsOf, placeText, standsStill } from '../../../../renderer/viewer/tools/text-place.ts';
import type { Box } from '../../../../renderer/viewer/tools/text-place.ts';
import { fitLines, textSize } from '../../../../renderer/viewer/tools/text-size.ts';
import { runsOf } from '../../../../renderer/viewer/slice-bar-drawing.ts';

const area = { width: 600, height: 500 };
const size = { width: 120, height: 36 };
const free = { size, area, texts: [], drawings: [] };

const meet = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('the text of a drawing', () => {
  it('stands to the right of it, on its middle', () => {
    expect(placeText({ ...free, drawing: { x: 200, y: 200, width: 40, height: 40 } })).toEqual([254, 202]);
  });

  it('goes to the left at the right edge', () => {
    const [x] = placeText({ ...free, drawing: { x: 540, y: 200, width: 40, height: 40 } });
    expect(x + size.width).toBeLessThan(540);
  });

  it('never stands on what is measured while there is room, and stays inside', () => {
    const box = fc.record({
      x: fc.integer({ min: 0, max: 540 }),
      y: fc.integer({ min: 0, max: 440 }),
      width: fc.integer({ min: 0, max: 60 }),
      height: fc.integer({ min: 0, max: 60 }),
    });
    fc.assert(
      fc.property(box, (drawing) => {
        const [x, y] = placeText({ ...free, drawing });
        expect(meet({ x, y, ...size }, drawing)).toBe(false);
        expect(x).toBeGreaterThanOrEqual(0);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(x + size.width).toBeLessThanOrEqual(area.width);
        expect(y + size.height).toBeLessThanOrEqual(area.height);
      }),
    );
  });

  it('gives way to the corners of the overlay and to other measurements', () => {
    const drawing = { x: 200, y: 200, width: 40, height: 40 };
    const taken = { x: 250, y: 190, width: 300, height: 60 };
    const [x, y] = placeText({ ...free, drawing, texts: [taken] });
    expect(meet({ x, y, ...size }, taken)).toBe(false);
    expect(meet({ x, y, ...size }, drawing)).toBe(false);
  });

  it('needs room for its longest line', () => {
    expect(textSize(['a', 'a longer line']).width).toBeGreaterThan(textSize(['a', 'b']).width);
    expect(textSize(['a', 'b']).height).toBeGreaterThan(textSize(['a']).height);
  });
});

describe('bounds of a drawing', () => {
  it('hold all its points', () => {
    expect(
      boundsOf([
        [3, 9],
        [1, 10],
      ]),
    ).toEqual({ x: 1, y: 9, width: 2, height: 1 });
  });
});

describe('a text that others gave way to', () => {
  const box = { x: 10, y: 20, width: 100, height: 36 };

  it('stands still within a pixel, and moves with its place or its size', () => {
    expect(standsStill(box, { ...box, x: 10.4 })).toBe(true);
    expect(standsStill(box, { ...box, y: 22 })).toBe(false);
    expect(standsStill(box, { ...box, height: 50 })).toBe(false);
    expect([standsStill(null, box), standsStill(null, null)]).toEqual([false, true]);
  });
});

describe('lines of a drawing that are wider than the picture', () => {
  const lines = ['M1  area 3920 mm²', 'min -1024 HU  median -1005 HU  max -930 HU', '(pixel spacing)'];

  it('stay as they are where they fit', () => {
    expect(fitLines(lines, 600)).toEqual(lines);
  });

  it('break between values, and never within one', () => {
    expect(fitLines(lines, 246)).toEqual([
      ...['M1  area 3920 mm²', 'min -1024 HU  median -1005 HU', 'max -930 HU', '(pixel spacing)'],
    ]);
    expect(fitLines(['standard deviation 17.5 HU'], 130)).toEqual(['standard deviation', '17.5 HU']);
    expect(fitLines(['the value here, 107 HU, is not'], 160)).toEqual(['the value here,', '107 HU, is not']);
    expect(fitLines(['-1234.5 HU'], 10)).toEqual(['-1234.5 HU']);
  });

  it('say the same words in any width, none wider than it where no value is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 110, max: 700 }), (width) => {
        const fitted = fitLines(lines, width);
        expect(fitted.join(' ').split(/ +/)).toEqual(lines.join(' ').split(/ +/));
        expect(textSize(fitted).width).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('marks of the slice bar', () => {
  it('are runs that cover exactly the places that have them', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 60 }), (on) => {
        const runs = runsOf(on.length, (place) => on[place] === true);
        const covered = on.map((_, place) => runs.some(([from, to]) => place >= from && place < to));
        expect(covered).toEqual(on);
        for (const [i, [from]] of runs.entries()) expect(from).toBeGreaterThan(runs[i - 1]?.[1] ?? -1);
      }),
    );
  });
});
