import type { Vec3 } from '../model/image.ts';
import type { Rigid } from '../model/registration.ts';
import { movedDirection } from '../rules/registration/rigid.ts';

/** Three turns (radians, about x, then y, then z) about a middle, then a shift, mm. */
export type Pose = readonly [number, number, number, number, number, number];

export const NO_MOVE: Pose = [0, 0, 0, 0, 0, 0];

/** Number by number: three turns, three shifts. */
export function poseBy(at: (axis: number) => number): Pose {
  return [at(0), at(1), at(2), at(3), at(4), at(5)];
}

export function rigidOf([a, b, c, x, y, z]: Pose, middle: Vec3): Rigid {
  const [ca, sa, cb, sb, cc, sc] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b), Math.cos(c), Math.sin(c)];
  const turn: Rigid['turn'] = [
    [cc * cb, cc * sb * sa - sc * ca, cc * sb * ca + sc * sa],
    [sc * cb, sc * sb * sa + cc * ca, sc * sb * ca - cc * sa],
    [-sb, cb * sa, cb * ca],
  ];
  const turned = movedDirection({ turn }, middle);
  return { turn, shift: [middle[0] - turned[0] + x, middle[1] - turned[1] + y, middle[2] - turned[2] + z] };
}

/** Steps of a search: mm, and radians for the turns. */
export interface Steps {
  readonly turn: number;
  readonly shift: number;
}

/**
 * Goes uphill from a pose: tries a step either way along each of the six, follows what helped, and halves the steps where nothing does.
 * @param score of a pose: the higher the better
 */
export function climb(
  score: (pose: Pose) => number,
  start: Pose,
  first: Steps,
  last: Steps,
): { readonly pose: Pose; readonly score: number } {
  let [pose, best] = [start, score(start)];
  let { turn, shift } = first;
  while (turn >= last.turn || shift >= last.shift) {
    const before = pose;
    for (let axis = 0; axis < 6; axis += 1) {
      for (const way of [1, -1]) {
        const tried = moved(pose, axis, way * (axis < 3 ? turn : shift));
        const found = score(tried);
        if (found <= best) continue;
        [pose, best] = [tried, found];
        break;
      }
    }
    if (pose === before) {
      turn /= 2;
      shift /= 2;
      continue;
    }
    // On in the same direction, while it helps.
    const [now, then] = [pose, before];
    const further = poseBy((axis) => 2 * (now[axis] ?? 0) - (then[axis] ?? 0));
    const found = score(further);
    if (found > best) [pose, best] = [further, found];
  }
  return { pose, score: best };
}

function moved(pose: Pose, axis: number, by: number): Pose {
  return poseBy((at) => (pose[at] ?? 0) + (at === axis ? by : 0));
}
