import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkKind, linkOffset, linkedIndex, linkedPlace } from '../../../../shared/hanging/linked-position.ts';
import type { LinkStack } from '../../../../shared/hanging/linked-position.ts';

function stack(count: number, from: number, step: number, frameOfReference: string | null = '1.2', up = 1): LinkStack {
  return {
    frameOfReference,
    planes: Array.from({ length: count }, (_, i) => ({ position: [0, 0, from + i * step], normal: [0, 0, up] })),
  };
}

describe('scrolling two stacks together', () => {
  it('goes by place within one frame of reference, whatever the step and the direction', () => {
    const thick = stack(10, 0, 5);
    const thinDownwards = stack(100, 49.5, -0.5, '1.2', -1);
    expect(linkKind(thick, thinDownwards)).toBe('exact');
    expect(linkedIndex(thick, 4, thinDownwards, 0)).toBe(59);
  });

  it('keeps the offset of the moment it began across two frames of reference, and says so', () => {
    const current = stack(100, 0, 2.5, '1.2');
    const prior = stack(34, 17.5, 7.5, '1.3');
    expect(linkKind(current, prior)).toBe('approximate');
    const offset = linkOffset(current, 30, prior, 10);
    expect(offset).toBe(17.5);
    expect(linkedIndex(current, 60, prior, offset)).toBe(20);
  });

  it('does not link crossing planes, single pictures or pictures without geometry', () => {
    const axial = stack(10, 0, 5);
    const coronal: LinkStack = {
      frameOfReference: '1.2',
      planes: axial.planes.map(() => ({ position: [0, 0, 0], normal: [0, 1, 0] })),
    };
    expect(linkKind(axial, coronal)).toBeNull();
    expect(linkKind(axial, stack(1, 0, 1))).toBeNull();
    expect(linkKind(axial, { frameOfReference: '1.2', planes: [null, null] })).toBeNull();
    expect(linkedIndex(axial, 3, coronal, 0)).toBeNull();
  });

  it('takes an unknown frame of reference as another one', () => {
    expect(linkKind(stack(5, 0, 1, null), stack(5, 0, 1, null))).toBe('approximate');
    expect(linkKind(stack(5, 0, 1, ''), stack(5, 0, 1, ''))).toBe('approximate');
  });

  it('says where the other stack has no picture: past its ends and in its holes, not between two of its slices', () => {
    const leader = stack(60, 0, 2.5);
    const short = stack(5, 50, 10);
    const beyond = (at: number): boolean | undefined => linkedPlace(leader, at, short, 0)?.beyond;
    // 50 to 90 mm, and as far again as its slices are apart.
    expect(leader.planes.flatMap((_, at) => (beyond(at) === false ? [at * 2.5] : []))).toEqual(
      Array.from({ length: 25 }, (_, at) => 40 + at * 2.5),
    );
    const long = stack(12, 0, 10);
    const holed = { ...long, planes: long.planes.filter((_, at) => at < 4 || at > 7) };
    // A hole from 30 to 80 mm.
    expect(linkedPlace(leader, 16, holed, 0)).toEqual({ index: 3, beyond: false });
    expect(linkedPlace(leader, 20, holed, 0)).toEqual({ index: 3, beyond: true });
  });

  it('comes back to a slice within half a step of the coarser stack', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 60 }),
        fc.double({ min: 0.5, max: 6, noNaN: true }),
        fc.nat(59),
        (count, step, raw) => {
          const fine = stack(count, -30, step);
          const coarse = stack(count, -30, step * 2);
          const at = raw % count;
          const there = linkedIndex(fine, at, coarse, 0) ?? 0;
          const back = linkedIndex(coarse, there, fine, 0) ?? 0;
          if ((count - 1) * step * 2 < at * step) return;
          expect(Math.abs(back - at)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
