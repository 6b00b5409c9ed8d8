import { describe, expect, it } from 'vitest';
import { readMasks } from '../../../../../shared/review/teaching/mask-lines.ts';

describe('rectangles that are to be black', () => {
  it('are read from lines and between semicolons', () => {
    const [one, other] = [
      { x: 0, y: 0, width: 512, height: 40 },
      { x: 10, y: 20, width: 1, height: 2 },
    ];
    expect(readMasks(' 0, 0, 512, 40 ;10,20,1,2;')).toEqual([one, other]);
    expect(readMasks('0,0,512,40\n\n10,20,1,2\n')).toEqual([one, other]);
    expect(readMasks(' \n')).toEqual([]);
  });

  it.each(['1,2,3', '1,2,3,4,5', '1,2,0,4', '-1,2,3,4', '1.5,2,3,4', 'a,b,c,d', '1,,3,4'])('refuses %s', (said) =>
    expect(readMasks(said)).toBeNull(),
  );
});
