import { describe, expect, it } from 'vitest';
import type { PartAction, PartViewport } from '../../../../renderer/reading/parts/part-pass.ts';
import type { Point2 } from '../../../../shared/model/measurement.ts';
import { goThroughParts } from '../../../../renderer/reading/parts/part-pass.ts';

interface Placed {
  readonly scale: number | null;
  readonly center: Point2 | null;
}

/** A view of 1800 × 500 pixels in a viewport of 1000 × 600. */
class View implements PartViewport {
  readonly id: string;
  readonly element = { clientWidth: 1000, clientHeight: 600 };
  readonly truth = { image: { pixels: { columns: 1800, rows: 500 } } };
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
    let active = 'v1-1';
    const act = (what: PartAction['do']): void => {
      const activate = (id: string): void => {
        active = id;
      };
      goThroughParts({ active, viewports, activate, say: (title) => said.push(title) }, { do: what });
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
});
