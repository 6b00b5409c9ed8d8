import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRegistration } from '../../../../../electron/station/dicom/read/registration.ts';
import { openObject } from '../../../../../electron/station/dicom/read/open-object.ts';
import { Registration } from '../../../../../shared/model/registration.ts';
import type { Vec3 } from '../../../../../shared/model/image.ts';
import { after, degreesOf, inverse, movedPlace, rigidFrom } from '../../../../../shared/rules/registration/rigid.ts';
import { tiedSpaces, wayBetween } from '../../../../../shared/rules/registration/way-between.ts';
import { registrationFile } from '../../../../helpers/registration-object.ts';
import type { MadeSpace } from '../../../../helpers/registration-object.ts';

/** x of the one is y of the other: a quarter turn about z, then a shift that is another one along each axis. */
const QUARTER = [0, -1, 0, 10, 1, 0, 0, 20, 0, 0, 1, 30, 0, 0, 0, 1];
const SHIFT = [1, 0, 0, 5, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

const read = (spaces: readonly MadeSpace[], reference = '1.9'): Registration => {
  const made = { sopUid: '1.2.9', studyUid: '1.2', patientId: 'P1', reference, spaces };
  const found = readRegistration(openObject(registrationFile(made)));
  if (!found) throw new Error('no registration');
  return Registration.parse(found);
};
const faultOf = (space: Partial<MadeSpace>) =>
  read([{ frameOfReference: '1.8', matrices: [QUARTER], ...space }]).spaces[0]?.fault;

const turn = fc
  .tuple(fc.double({ min: 0, max: 3, noNaN: true }), fc.double({ min: 0, max: 3, noNaN: true }))
  .chain(([a, b]) => {
    const about = (angle: number, axis: 0 | 2): readonly number[] => {
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      return axis === 2
        ? [c, -s, 0, 4, s, c, 0, 0, 0, 0, 1, -9, 0, 0, 0, 1]
        : [1, 0, 0, 0, 0, c, -s, 7, 0, s, c, 0, 0, 0, 0, 1];
    };
    const [first, second] = [rigidFrom(about(a, 2)).matrix, rigidFrom(about(b, 0)).matrix];
    return fc.constant(first && second ? after(second, first) : null);
  });

describe('registrations of frames of reference', () => {
  it('take a place of the registered space to the space of the object, and not the other way (C.20.2.1.1)', () => {
    const found = read([{ frameOfReference: '1.8', matrices: [QUARTER] }]);
    const there = wayBetween(found, '1.8', '1.9');
    const back = wayBetween(found, '1.9', '1.8');
    // A = M · B by hand: (1, 2, 3) turns to (-2, 1, 3) and shifts by (10, 20, 30). Column by column it would be (12, 19, 33).
    expect(there && movedPlace(there, [1, 2, 3])).toEqual([8, 21, 33]);
    expect(back && movedPlace(back, [8, 21, 33])).toEqual([1, 2, 3]);
    expect(tiedSpaces(found).toSorted()).toEqual(['1.8', '1.9']);
    expect(wayBetween(found, '1.8', '1.7')).toBeNull();
  });

  it('tie two that are registered to a third, by the way over it', () => {
    const found = read([
      { frameOfReference: '1.8', matrices: [QUARTER] },
      { frameOfReference: '1.7', matrices: [SHIFT] },
    ]);
    const way = wayBetween(found, '1.8', '1.7');
    expect(way && movedPlace(way, [1, 2, 3])).toEqual([3, 21, 33]);
  });

  it('are used as far as they turn and shift, and named with the reason where they do not', () => {
    expect(faultOf({})).toBeNull();
    expect(faultOf({ type: 'AFFINE' })).toBe('not-said-rigid');
    expect(faultOf({ type: 'RIGID_SCALE' })).toBe('not-said-rigid');
    expect(faultOf({ matrices: [] })).toBe('no-matrix');
    expect(faultOf({ matrices: [QUARTER.slice(1)] })).toBe('damaged-matrix');
    expect(faultOf({ matrices: [QUARTER.map((value, at) => (at === 12 ? 1 : value))] })).toBe('damaged-matrix');
    expect(faultOf({ matrices: [SHIFT.map((value, at) => (at === 0 ? 1.01 : value))] })).toBe('not-rigid');
    // A mirror: left and right would change places.
    expect(faultOf({ matrices: [SHIFT.map((value, at) => (at === 0 ? -1 : value))] })).toBe('not-rigid');
    // Four decimals, as many write them.
    expect(faultOf({ matrices: [[0.9848, -0.1736, 0, 0, 0.1736, 0.9848, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]] })).toBeNull();
  });

  it('of several matrices are used where their order changes nothing', () => {
    expect(faultOf({ matrices: [SHIFT, SHIFT] })).toBeNull();
    expect(faultOf({ matrices: [SHIFT, QUARTER] })).toBe('order-unclear');
  });

  it('that say two things of one space are believed in neither', () => {
    const twice = read([
      { frameOfReference: '1.8', matrices: [QUARTER] },
      { frameOfReference: '1.8', matrices: [SHIFT] },
    ]);
    expect(twice.spaces.map(({ fault }) => fault)).toEqual(['contradicts-itself', 'contradicts-itself']);
    expect(wayBetween(twice, '1.8', '1.9')).toBeNull();
    const own = read([
      { frameOfReference: '1.9', matrices: [SHIFT] },
      { frameOfReference: '1.8', matrices: [SHIFT] },
    ]);
    expect(wayBetween(own, '1.8', '1.9')).toBeNull();
  });

  it('keep lengths, and lead back to where they came from', () => {
    const place = fc.tuple(...[0, 1, 2].map(() => fc.double({ min: -400, max: 400, noNaN: true })));
    fc.assert(
      fc.property(turn, place, (matrix, [x = 0, y = 0, z = 0]) => {
        if (!matrix) throw new Error('no turn');
        const at: Vec3 = [x, y, z];
        const origin = movedPlace(matrix, [0, 0, 0]);
        const there = movedPlace(matrix, at);
        const apart = Math.hypot(there[0] - origin[0], there[1] - origin[1], there[2] - origin[2]);
        expect(apart).toBeCloseTo(Math.hypot(x, y, z), 6);
        movedPlace(inverse(matrix), there).forEach((value, axis) => expect(value).toBeCloseTo(at[axis] ?? NaN, 6));
        expect(degreesOf(after(inverse(matrix), matrix))).toBeCloseTo(0, 3);
      }),
    );
  });
});
