import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Orientation } from '../../../../shared/model/image.ts';
import { directionLetters, edgeLetters } from '../../../../shared/rules/orientation.ts';
import type { View } from '../../../../shared/rules/orientation.ts';

const AXIAL: Orientation = [1, 0, 0, 0, 1, 0];
const SAGITTAL: Orientation = [0, 1, 0, 0, 0, -1];
const CORONAL: Orientation = [1, 0, 0, 0, 0, -1];
const TURNS = [0, 90, 180, 270] as const;

function shown(orientation: Orientation, view: View): string {
  const letters = edgeLetters({ orientation, patientOrientation: null }, view);
  return letters ? [letters.left, letters.right, letters.top, letters.bottom].join('/') : 'none';
}

describe('edge letters', () => {
  it.each([
    ['axial', AXIAL, 'R/L/A/P'],
    ['sagittal', SAGITTAL, 'A/P/H/F'],
    ['coronal', CORONAL, 'R/L/H/F'],
  ])('of a plain %s picture', (_name, orientation, letters) => {
    expect(shown(orientation, { rotation: 0, flip: false })).toBe(letters);
  });

  // Written out by hand from a sheet of paper with an R at its left and an A at its top.
  it.each([
    [0, false, 'R/L/A/P'],
    [90, false, 'P/A/R/L'],
    [180, false, 'L/R/P/A'],
    [270, false, 'A/P/L/R'],
    [0, true, 'L/R/A/P'],
    [90, true, 'P/A/L/R'],
    [180, true, 'R/L/P/A'],
    [270, true, 'A/P/R/L'],
  ] as const)(
    'after a turn of %d with flip %s (laterality mislabelled after flip and turn)',
    (rotation, flip, letters) => {
      expect(shown(AXIAL, { rotation, flip })).toBe(letters);
      const source = { orientation: null, patientOrientation: ['L', 'P'] as const };
      const fromLetters = edgeLetters(source, { rotation, flip });
      expect(fromLetters && [fromLetters.left, fromLetters.right, fromLetters.top, fromLetters.bottom].join('/')).toBe(
        letters,
      );
    },
  );

  it('always stand opposite each other, and two half turns or two flips bring them back', () => {
    const view = fc.record({ rotation: fc.constantFrom(...TURNS), flip: fc.boolean() });
    const source = fc.constantFrom(AXIAL, SAGITTAL, CORONAL);
    const opposite: Record<string, string> = { L: 'R', R: 'L', A: 'P', P: 'A', H: 'F', F: 'H' };
    fc.assert(
      fc.property(source, view, (orientation, { rotation, flip }) => {
        const [left = '', right = '', top = '', bottom = ''] = shown(orientation, { rotation, flip }).split('/');
        expect(opposite[left]).toBe(right);
        expect(opposite[top]).toBe(bottom);
        const half = TURNS[(TURNS.indexOf(rotation) + 2) % 4] ?? 0;
        expect(shown(orientation, { rotation: half, flip })).toBe([right, left, bottom, top].join('/'));
        // A mirrored picture turned right shows what the picture turned left shows in a mirror.
        const back = TURNS[(4 - TURNS.indexOf(rotation)) % 4] ?? 0;
        const mirror = shown(orientation, { rotation: back, flip: !flip }).split('/');
        expect([mirror[1], mirror[0], mirror[2], mirror[3]].join('/')).toBe([left, right, top, bottom].join('/'));
      }),
    );
  });

  it('tell all eight ways to hold a picture apart', () => {
    const all = TURNS.flatMap((rotation) => [true, false].map((flip) => shown(AXIAL, { rotation, flip })));
    expect(new Set(all).size).toBe(8);
  });

  it('name an oblique direction by its strongest part first', () => {
    expect(directionLetters([0.6, -0.8, 0])).toBe('AL');
    expect(directionLetters([0.99, -0.14, 0])).toBe('L');
    expect(directionLetters([0.5, 0.5, 0.7071])).toBe('HLP');
    expect(directionLetters([0, 0, 0])).toBe('');
  });

  it('use Patient Orientation of a mammogram', () => {
    const source = { orientation: null, patientOrientation: ['P', 'FL'] as const };
    expect(edgeLetters(source, { rotation: 0, flip: false })).toEqual({
      left: 'A',
      right: 'P',
      top: 'HR',
      bottom: 'FL',
    });
  });

  it.each([
    ['nothing', null, null],
    ['zero cosines', [0, 0, 0, 0, 0, 0], null],
    ['cosines that are not at a right angle', [1, 0, 0, 1, 0, 0], null],
    ['empty letters', null, ['', '']],
    ['one empty letter', null, ['L', '']],
    ['letters of an animal', null, ['LE', 'DO']],
    ['the same axis twice', null, ['L', 'R']],
    ['a direction that contradicts itself', null, ['LR', 'F']],
  ] as const)('are never guessed from %s', (_name, orientation, patientOrientation) => {
    const source = { orientation: orientation && ([...orientation] as Orientation), patientOrientation };
    expect(edgeLetters(source, { rotation: 0, flip: false })).toBeNull();
  });
});
