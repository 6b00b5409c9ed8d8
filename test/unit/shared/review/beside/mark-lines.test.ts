import { expect, it } from 'vitest';
import { MeasureTool } from '../../../../../shared/model/measurement.ts';
import type { Point2 } from '../../../../../shared/model/measurement.ts';
import { markLines } from '../../../../../shared/review/beside/mark-lines.ts';

const POINTS: readonly Point2[] = [[0, 10], [20, 10], [10, 5], [10, 15]]; // prettier-ignore

it('every tool leaves lines inside of what was drawn', () => {
  for (const tool of MeasureTool.options) {
    const lines = markLines({ tool, points: [...POINTS] });
    expect(lines.length, tool).toBeGreaterThan(0);
    for (const [x, y] of lines.flatMap(({ points }) => points)) {
      expect(x >= -1e-9 && x <= 20 && y >= 5 - 1e-9 && y <= 15, `${tool} ${x} ${y}`).toBe(true);
    }
  }
});

it('an ellipse goes through the ends of its axes', () => {
  const [outline] = markLines({ tool: 'ellipse', points: [...POINTS] });
  for (const [x, y] of POINTS) {
    expect(Math.min(...(outline?.points ?? []).map((one) => Math.hypot(one[0] - x, one[1] - y)))).toBeLessThan(1e-9);
  }
});

it('two axes are two lines, and a rectangle is four corners', () => {
  expect(markLines({ tool: 'bidirectional', points: [...POINTS] })).toMatchObject([
    { closed: false },
    { closed: false },
  ]);
  expect(markLines({ tool: 'rectangle', points: [[0, 0], [4, 2]] })[0]?.points).toEqual([[0, 0], [4, 0], [4, 2], [0, 2]]); // prettier-ignore
});
