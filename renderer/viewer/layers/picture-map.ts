import type { Point2 } from '../../../shared/model/measurement.ts';

/** How a picture lies on the glass: pixel x, y stand at origin + x · across + y · down, in CSS pixels of the viewport. */
export interface PictureMap {
  readonly origin: Point2;
  readonly across: Point2;
  readonly down: Point2;
}

/** Pan, zoom, flip and rotation are one affine map: three points say all of it. Null while nothing is placed. */
export function pictureMap(pixelToCanvas: (point: Point2) => Point2 | null): PictureMap | null {
  const origin = pixelToCanvas([0, 0]);
  const right = pixelToCanvas([1, 0]);
  const below = pixelToCanvas([0, 1]);
  if (!origin || !right || !below) return null;
  const map: PictureMap = {
    origin,
    across: [right[0] - origin[0], right[1] - origin[1]],
    down: [below[0] - origin[0], below[1] - origin[1]],
  };
  return [...map.origin, ...map.across, ...map.down].every(Number.isFinite) ? map : null;
}

export function onGlass({ origin, across, down }: PictureMap, [x, y]: Point2): Point2 {
  return [origin[0] + x * across[0] + y * down[0], origin[1] + x * across[1] + y * down[1]];
}

export function sameMap(a: PictureMap, b: PictureMap): boolean {
  const flat = ({ origin, across, down }: PictureMap): readonly number[] => [...origin, ...across, ...down];
  const other = flat(b);
  return flat(a).every((value, place) => value === other[place]);
}
