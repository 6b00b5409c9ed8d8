import type { Rigid } from '../model/registration.ts';
import { movedDirection, movedPlace } from '../rules/registration/rigid.ts';
import type { LinkStack } from './linked-position.ts';

/** A stack where it lies in another frame of reference, as a registration says. */
export function movedStack({ planes }: LinkStack, by: Rigid, frameOfReference: string | null): LinkStack {
  return {
    frameOfReference,
    planes: planes.map((plane) =>
      plane === null
        ? null
        : {
            position: movedPlace(by, plane.position),
            normal: movedDirection(by, plane.normal),
            ...(plane.centre ? { centre: movedPlace(by, plane.centre) } : {}),
          },
    ),
  };
}
