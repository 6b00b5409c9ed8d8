import { describe, expect, it } from 'vitest';
import type { PartAction, PartViewport } from '../../../../renderer/reading/parts/part-pass.ts';
import type { Point2 } from '../../../../shared/model/measurement.ts';
import { BeforeParts } from '../../../../renderer/reading/parts/before-parts.ts';
import { goThroughParts } from '../../../../renderer/reading/parts/part-pass.ts';
import type { FrameRef } from '../../../../renderer/viewer/index.ts';

interface Placed {
  readonly scale: number | null;
  readonly center: Point2 | null;
}

/** A view of 1800 × 500 pixels in a viewport of 1000 × 600. */
class View implements PartViewport {
  readonly id: string;
  readonly element = { clientWidth: 1000, clientHeight: 600 };
  readonly truth = { image: { pixels: { columns: 1800, rows: 500 } } };
  stack: readonly FrameRef[] = [];
  view = { scale: null, center: null, rotation: 0 } as PartViewport['view'];

  constructor(id: string) {
    this.id = id;
  }

  setView(change: Placed): void {
    this.view = { ...this.view, ...change };
  }
}

describe('the parts of every picture', () => {
  it('are gone through by one key, view by view, and end with the whole pictures', () => {
    const viewports = [new View('v1-1'), new View('v1-2')];
    const said: string[] = [];
    const before = new BeforeParts();
    let active = 'v1-1';
    const act = (what: PartAction['do']): void => {
      const activate = (id: string): void => {
        active = id;
      };
      goThroughParts({ active, viewports, before, activate, say: (title) => said.push(title) }, { do: what });
    };
    const at = (): unknown => {
      const { scale = null, center = null } = viewports.find(({ id }) => id === active)?.view ?? {};
      return [active, { scale, center }];
    };
    const next = (): unknown => {
      act('next-part');
      return at();
    };
    const whole = { scale: null, center: null };
    expect(next()).toEqual(['v1-1', { scale: 1, center: [499.5, 249.5] }]);
    expect(next()).toEqual(['v1-1', { scale: 1, center: [1299.5, 249.5] }]);
    expect(next()).toEqual(['v1-2', { scale: 1, center: [499.5, 249.5] }]);
    act('part-before');
    expect(at()).toEqual(['v1-1', { scale: 1, center: [1299.5, 249.5] }]);
    next();
    expect(next()).toEqual(['v1-2', { scale: 1, center: [1299.5, 249.5] }]);
    expect(next()).toEqual(['v1-2', whole]);
    expect(said).toEqual(['All parts were shown']);
    expect(next()).toEqual(['v1-2', { scale: 1, center: [499.5, 249.5] }]);
    act('end-parts');
    expect(at()).toEqual(['v1-2', whole]);
  });

  it('leave every view as the reader had zoomed it, and one that is zoomed on the way as it is then', () => {
    const [first, second] = [new View('v1-1'), new View('v1-2')];
    const before = new BeforeParts();
    let active = 'v1-1';
    const act = (what: PartAction['do']): void => {
      const activate = (id: string): void => {
        active = id;
      };
      goThroughParts({ active, viewports: [first, second], before, activate, say: () => undefined }, { do: what });
    };
    const [zoomed, other, later] = [
      { scale: 2.5, center: [700, 120] as const },
      { scale: 0.7, center: [10, 20] as const },
      { scale: 3, center: [5, 5] as const },
    ];
    first.setView({ ...zoomed, center: [700, 120] });
    second.setView({ ...other, center: [10, 20] });
    for (let step = 0; step < 3; step += 1) act('next-part');
    expect([active, first.view]).toMatchObject(['v1-2', zoomed]);
    act('end-parts');
    expect([first.view, second.view]).toMatchObject([zoomed, other]);
    // Without a pass nothing is put back.
    act('end-parts');
    expect([first.view, second.view]).toMatchObject([zoomed, other]);
    // Another picture at a part, a zoom by hand at the next: the pass begins anew there, and each keeps its own.
    act('next-part');
    active = 'v1-1';
    first.setView({ ...later, center: [5, 5] });
    act('next-part');
    act('end-parts');
    expect([first.view, second.view]).toMatchObject([later, other]);
    // What was hung in the viewport since is whole.
    act('next-part');
    first.stack = [];
    act('end-parts');
    expect(first.view).toMatchObject({ scale: null, center: null });
  });
});
