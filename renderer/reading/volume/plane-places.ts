import { frameInfo } from '../../../shared/model/image.ts';
import type { Vec3 } from '../../../shared/model/image.ts';
import type { Point2 } from '../../../shared/model/measurement.ts';
import { pixelToWorld } from '../../../shared/rules/geometry.ts';
import { dot, minus } from '../../../shared/rules/vector.ts';
import { planeOrigin } from '../../../shared/volume/plane-stack.ts';
import type { PlaneStack } from '../../../shared/volume/plane-stack.ts';
import type { ViewportHandle } from '../../viewer/index.ts';

/** CSS pixels of the viewport under the mouse. */
export function mouseOn({ element }: Pick<ViewportHandle, 'element'>, event: MouseEvent): Point2 {
  const box = element.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

/** The place of the patient under a point of the viewport, mm LPS; null beside the picture, and where no plane stands on the glass. */
export function placeUnder(handle: ViewportHandle, point: Point2): Vec3 | null {
  const pixel = handle.canvasToPixel(point);
  const { ref, image } = handle.truth;
  if (!pixel || !ref || !image?.pixels) return null;
  const { columns, rows } = image.pixels;
  const [x, y] = pixel;
  const beside = x < -0.5 || y < -0.5 || x > columns - 0.5 || y > rows - 0.5;
  return beside ? null : pixelToWorld(frameInfo(image, ref.frame), pixel);
}

/** Where a place stands on a plane of a stack, in its pixels, and how far it lies from that plane, mm. */
export function onPlane(
  stack: PlaneStack,
  index: number,
  place: Vec3,
): { readonly point: Point2; readonly away: number } {
  const offset = minus(place, planeOrigin(stack, index));
  return {
    point: [dot(offset, stack.row) / stack.spacing[1], dot(offset, stack.column) / stack.spacing[0]],
    away: Math.abs(dot(offset, stack.onward)),
  };
}

/** Follows the mouse until its button is let go, before anybody else hears of it. @returns ends it early */
export function followMouse(moved: (event: MouseEvent) => void, ended: (event: MouseEvent) => void): () => void {
  const move = (event: MouseEvent): void => {
    event.stopImmediatePropagation();
    moved(event);
  };
  const stop = (): void => {
    window.removeEventListener('mousemove', move, { capture: true });
    window.removeEventListener('mouseup', up, { capture: true });
  };
  const up = (event: MouseEvent): void => {
    stop();
    ended(event);
  };
  window.addEventListener('mousemove', move, { capture: true });
  window.addEventListener('mouseup', up, { capture: true });
  return stop;
}
