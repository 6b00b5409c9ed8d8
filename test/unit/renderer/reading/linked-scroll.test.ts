import { describe, expect, it } from 'vitest';
import { LinkedScroll } from '../../../../renderer/reading/linked-scroll.ts';
import type { SlicePlane } from '../../../../shared/hanging/linked-position.ts';
import type { LinkedViewport } from '../../../../renderer/reading/linked-scroll.ts';

/** Axial slices from a height on, mm, and where the viewport stands. */
function viewport(count: number, from: number): LinkedViewport & { readonly handle: { target: number } } {
  const handle = {
    target: 0,
    scrollTo(index: number): void {
      handle.target = index;
    },
  };
  const planes = Array.from({ length: count }, (_, at): SlicePlane => ({
    position: [0, 0, from + at * 5],
    normal: [0, 0, 1],
  }));
  return { handle, stack: { frameOfReference: '1.2', planes }, studyId: 's', role: 'current' };
}

describe('viewports that scroll together', () => {
  it('do not say that they are linked where one of them has no picture of the place of the other', () => {
    let changes = 0;
    const link = new LinkedScroll(() => void (changes += 1));
    const [chest, abdomen] = [viewport(40, 0), viewport(20, 150)];
    link.set('chest', chest);
    link.set('abdomen', abdomen);
    link.moved('chest', 35);
    expect(abdomen.handle.target).toBe(5);
    expect([link.tieOf('chest').kind, link.tieOf('abdomen').kind]).toEqual(['exact', 'exact']);
    const before = changes;
    link.moved('chest', 10);
    expect(abdomen.handle.target).toBe(0);
    expect(link.tieOf('abdomen')).toEqual({ kind: null, why: 'its slices do not reach this place' });
    expect(changes).toBe(before + 1);
    link.moved('chest', 31);
    expect(link.tieOf('abdomen').kind).toBe('exact');
    expect(changes).toBe(before + 2);
  });
});
