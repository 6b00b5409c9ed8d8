import { describe, expect, it } from 'vitest';
import { calls } from '../../../../shared/contract/index.ts';

const AREA = { left: 0.5, top: 0.5, right: 512, bottom: 512 };
const view = (more: object): object => ({
  ...{ studyId: '9zxz2agb8y2gqe6nfhawjpmbx7', objectId: 'dvew2fey61ewqydbpbrwy03h5d', frame: 1, description: '' },
  ...{ voi: null, invert: false, rotation: 0, flip: false, area: AREA, measurements: false },
  ...more,
});
const isTaken = (more: object): boolean => calls['reading.keepView'].request.safeParse(view(more)).success;

describe('what may be kept of a view', () => {
  it('takes places on a picture and beside it', () => {
    expect(isTaken({})).toBe(true);
    expect(isTaken({ area: { ...AREA, left: -400, bottom: 9000 } })).toBe(true);
    expect(isTaken({ shutter: [{ shape: 'circular', row: 10, column: 20, radius: 8 }] })).toBe(true);
  });

  it('refuses places that no object could hold, before anything is written', () => {
    expect(isTaken({ area: { ...AREA, top: 3.6e221 } })).toBe(false);
    expect(isTaken({ area: { ...AREA, right: -8_773_368_320_240_877 } })).toBe(false);
    expect(isTaken({ shutter: [{ shape: 'circular', row: 1e12, column: 20, radius: 8 }] })).toBe(false);
    const vertices = Array.from({ length: 3000 }, (_, at): [number, number] => [at, at]);
    expect(isTaken({ shutter: [{ shape: 'polygonal', vertices }] })).toBe(false);
    expect(isTaken({ shutter: [{ shape: 'polygonal', vertices: vertices.slice(0, 9) }] })).toBe(true);
  });
});
