import { describe, expect, it } from 'vitest';
import type { ShutterShape } from '../../../../shared/model/image.ts';
import { hiddenSpans } from '../../../../shared/rules/shutter.ts';

/** A drawing of what is left: '.' shown, '#' hidden. */
function drawn(shapes: readonly ShutterShape[], rows = 5, columns = 7): string[] {
  const lines = Array.from({ length: rows }, () => Array<string>(columns).fill('.'));
  for (const { row, from, to } of hiddenSpans(shapes, rows, columns)) lines[row]?.fill('#', from, to + 1);
  return lines.map((line) => line.join(''));
}

describe('a display shutter', () => {
  const rectangle: ShutterShape = { shape: 'rectangular', left: 2, right: 5, upper: 2, lower: 4 };
  const circle: ShutterShape = { shape: 'circular', row: 3, column: 4, radius: 2 };

  it('hides what lies outside a rectangle, whose edges are shown', () => {
    expect(drawn([rectangle])).toEqual(['#######', '#....##', '#....##', '#....##', '#######']);
  });

  it('hides what lies outside a circle', () => {
    expect(drawn([circle])).toEqual(['###.###', '##...##', '#.....#', '##...##', '###.###']);
  });

  it('hides what lies outside a polygon, also a hollow one', () => {
    const triangle: ShutterShape = {
      shape: 'polygonal',
      vertices: [
        [1, 1],
        [5, 1],
        [5, 5],
      ],
    };
    expect(drawn([triangle])).toEqual(['.######', '..#####', '...####', '....###', '.....##']);
    const hollow: ShutterShape = {
      shape: 'polygonal',
      vertices: [
        [1, 1],
        [3, 4],
        [1, 7],
        [5, 7],
        [5, 1],
      ],
    };
    expect(drawn([hollow])[2]).toBe('.......');
    expect(drawn([hollow])[1]).toBe('..###..');
  });

  it('shows only what all of its shapes show, and everything without a shape', () => {
    expect(drawn([rectangle, circle])).toEqual(['#######', '##...##', '#....##', '##...##', '#######']);
    expect(hiddenSpans([], 5, 7)).toEqual([]);
  });
});
