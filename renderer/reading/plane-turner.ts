import type { Vec3 } from '../../shared/model/image.ts';
import type { Point2 } from '../../shared/model/measurement.ts';
import { dot, minus } from '../../shared/rules/vector.ts';
import { step } from '../../shared/volume/grid.ts';
import { planeOrigin } from '../../shared/volume/plane-stack.ts';
import type { PlaneStack } from '../../shared/volume/plane-stack.ts';
import { alignedStacks, clockwiseAxis, turnedStack } from '../../shared/volume/turned-planes.ts';
import type { PlaneAxes } from '../../shared/volume/turned-planes.ts';
import { INITIAL_VIEW } from '../viewer/index.ts';
import type { Reformatter, ReformatStack, ViewportHandle, ViewState } from '../viewer/index.ts';

export interface TurnerParts {
  readonly reformatter: Reformatter;
  /** Viewports of the planes in the order of the stacks; null where one is not on the screen. */
  readonly handles: () => readonly (ViewportHandle | null)[];
  /** Where the planes meet, mm LPS. */
  readonly cross: () => Vec3;
  /** The planes lie elsewhere: lines, drawings. */
  readonly turned: () => void;
  readonly failed: (error: unknown) => void;
}

/** Planes and the place about which they are turned: what a hand that has taken hold of them goes by. */
export interface TurnStart {
  readonly stacks: readonly PlaneStack[];
  readonly place: Vec3;
}

/** Turns the planes of a reformat about the place where they meet, one turn at a time, the last wish first. */
export class PlaneTurner {
  readonly #parts: TurnerParts;
  readonly #straight: readonly PlaneStack[];
  /** Which viewports showed the whole picture before the first turn. */
  #fitted: readonly boolean[] | null = null;
  #wanted: TurnStart | null = null;
  #running: Promise<void> | null = null;

  constructor(parts: TurnerParts) {
    this.#parts = parts;
    this.#straight = parts.reformatter.stacks.map(({ stack }) => stack);
  }

  get isTurned(): boolean {
    return this.#now.some((stack, at) => stack !== this.#straight[at]);
  }

  /** Where a turn begins. */
  start(): TurnStart {
    return this.#wanted ?? { stacks: this.#now, place: this.#parts.cross() };
  }

  /** Turns the other planes about the normal of one; clockwise for whoever looks at that one. */
  turn(at: number, degrees: number, { stacks, place }: TurnStart = this.start()): Promise<void> {
    const own = stacks[at];
    if (!own) return Promise.resolve();
    const clockwise = this.#parts.handles()[at]?.view.flip === true ? -degrees : degrees;
    const turn = { place, about: clockwiseAxis(own), degrees: clockwise };
    const { grid } = this.#parts.reformatter.plan;
    return this.#want({
      place,
      stacks: stacks.map((stack, other) => (other === at ? stack : turnedStack(grid, stack, turn))),
    });
  }

  /** Axial, coronal and sagittal again. */
  straighten(): Promise<void> {
    return this.#want({ stacks: this.#straight, place: this.#parts.cross() });
  }

  /** Gives one of the planes these axes, the others with it; the one that has to be turned least. */
  align(axes: Pick<PlaneAxes, 'row' | 'column'>, place: Vec3): Promise<void> {
    const likeness = this.#straight.map((stack) => dot(stack.row, axes.row) + dot(stack.column, axes.column));
    const at = likeness.indexOf(Math.max(...likeness));
    const { grid } = this.#parts.reformatter.plan;
    return this.#want({ place, stacks: alignedStacks(grid, this.#straight, at, axes, place) });
  }

  get #now(): readonly PlaneStack[] {
    return this.#parts.reformatter.stacks.map(({ stack }) => stack);
  }

  #want(wanted: TurnStart): Promise<void> {
    this.#fitted ??= this.#parts.handles().map((handle) => handle?.view.scale === null);
    this.#wanted = wanted;
    this.#running ??= this.#run().finally(() => (this.#running = null));
    return this.#running;
  }

  /** While planes are worked out, further wishes gather; only the last of them is worked out then. */
  async #run(): Promise<void> {
    for (let wanted = this.#wanted; wanted !== null; wanted = this.#wanted) {
      const { stacks, place } = wanted;
      const swap = (former: ReformatStack, next: ReformatStack, index: number): void =>
        this.#swap(former, next, index, place);
      try {
        if (!(await this.#parts.reformatter.setPlanes(stacks, place, swap))) this.#wanted = null;
        else this.#parts.turned();
      } catch (error) {
        this.#wanted = null;
        this.#parts.failed(error);
      }
      if (this.#wanted === wanted) this.#wanted = null;
    }
    if (!this.isTurned) this.#fitted = null;
  }

  /** Another stack into the viewport of the former: the place where the planes meet stays where it is on the glass, as large. */
  #swap(former: ReformatStack, next: ReformatStack, index: number, place: Vec3): void {
    const at = this.#parts.reformatter.stacks.indexOf(next);
    const handle = this.#parts.handles()[at];
    if (!handle) return;
    const fits = next.stack === this.#straight[at] && this.#fitted?.[at] === true;
    const kept = fits ? { scale: null, center: null } : keptPlacement(handle, former.stack, next.stack, place);
    handle.setStack(next.refs, index, { ...handle.view, ...kept });
  }
}

/** Where three planes at right angles meet. */
export function meetingOf(planes: readonly { readonly stack: PlaneStack; readonly index: number }[], near: Vec3): Vec3 {
  return planes.reduce(
    (at, { stack, index }) => step(at, stack.onward, dot(minus(planeOrigin(stack, index), at), stack.onward)),
    near,
  );
}

function pixelOf(stack: PlaneStack, place: Vec3): Point2 {
  const offset = minus(place, stack.origin);
  return [dot(offset, stack.row) / stack.spacing[1], dot(offset, stack.column) / stack.spacing[0]];
}

function keptPlacement(
  { view, truth }: ViewportHandle,
  former: PlaneStack,
  next: PlaneStack,
  place: Vec3,
): Pick<ViewState, 'scale' | 'center'> {
  if (truth.zoom <= 0) return { scale: INITIAL_VIEW.scale, center: INITIAL_VIEW.center };
  const from = pixelOf(former, place);
  const to = pixelOf(next, place);
  const middle = view.center ?? [(former.columns - 1) / 2, (former.rows - 1) / 2];
  return {
    scale: (truth.zoom * Math.min(...next.spacing)) / Math.min(...former.spacing),
    center: [
      to[0] + ((middle[0] - from[0]) * former.spacing[1]) / next.spacing[1],
      to[1] + ((middle[1] - from[1]) * former.spacing[0]) / next.spacing[0],
    ],
  };
}
