import { describe, expect, it } from 'vitest';
import { planesGrid } from '../../../../renderer/reading/planes-grid.ts';

describe('three planes', () => {
  it('stand as their pictures are largest', () => {
    const shape = (aspect: number): string => {
      const { rows, columns } = planesGrid(aspect);
      return `${rows} x ${columns}`;
    };
    // 1920 x 1200 beside a report is 1.2; 1080 x 1920 upright 0.3.
    expect([2.4, 1.6, 1.5, 1.2, 0.9, 0.6, 0.3].map(shape)).toEqual([
      ...['1 x 3', '1 x 3', '1 x 3', '2 x 2', '2 x 2', '3 x 1', '3 x 1'],
    ]);
  });
});
