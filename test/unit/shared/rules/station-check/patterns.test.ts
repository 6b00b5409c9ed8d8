import { describe, expect, it } from 'vitest';
import { READING_GREYS } from '../../../../../shared/rules/station-check/monitor-readings.ts';
import { drawPattern, drawReading, TEST_PATTERNS } from '../../../../../shared/rules/station-check/patterns.ts';

const [W, H] = [480, 300];
const drawn = (id: (typeof TEST_PATTERNS)[number]['id'], w = W, h = H) => drawPattern(id, w, h);

describe('test patterns', () => {
  it('each is drawn at any size, and asked about', () => {
    for (const { id, question } of TEST_PATTERNS) {
      expect(question).toMatch(/\?$/);
      for (const [w, h] of [[W, H], [301, 487]] as const) expect(drawn(id, w, h)).toHaveLength(w * h); // prettier-ignore
    }
    expect(new Set(TEST_PATTERNS.map(({ id }) => id)).size).toBe(8);
  });

  it('the grid has a white line at every edge and squares that are square', () => {
    const grey = drawn('geometry');
    const row = (y: number) => grey.subarray(y * W, (y + 1) * W);
    expect([...row(0), ...row(H - 1)].every((one) => one === 255)).toBe(true);
    for (let y = 0; y < H; y += 1) expect([grey[y * W], grey[y * W + W - 1]]).toEqual([255, 255]);
    const lines = [...row(3)].flatMap((one, x) => (one === 192 ? [x] : []));
    const apart = lines.slice(1).map((x, at) => x - (lines[at] ?? 0));
    // A circle may lie over one of them.
    expect(apart.every((one) => one % 25 === 0)).toBe(true);
  });

  it('the steps hold all 18 greys, and near each a darker and a brighter one', () => {
    const found = new Set(drawn('steps', 960, 600));
    for (const one of READING_GREYS) {
      expect(found).toContain(one);
      expect(found).toContain(Math.max(0, one - 4));
      expect(found).toContain(Math.min(255, one + 4));
    }
  });

  it('low contrast goes down to one of 255, above the dark and below the light', () => {
    expect([...new Set(drawn('contrast-dark'))].sort((a, b) => a - b)).toEqual([12, 13, 14, 15, 16, 18]);
    expect([...new Set(drawn('contrast-bright'))].sort((a, b) => a - b)).toEqual([234, 236, 237, 238, 239, 240]);
  });

  it('the finest lines are a pixel wide and half of them white', () => {
    const grey = drawn('lines');
    const side = Math.floor(Math.min(W, H) / 16);
    const row = [...grey.subarray((side + 2) * W + side, (side + 2) * W + 2 * side)];
    expect(row).toEqual(row.map((_, at) => (at % 2 === 0 ? 255 : 0)));
  });

  it('the field of a reading is a tenth of the monitor', () => {
    const inside = drawReading(200, W, H).filter((one) => one === 200).length;
    expect(inside / (W * H)).toBeCloseTo(0.1, 2);
  });
});
