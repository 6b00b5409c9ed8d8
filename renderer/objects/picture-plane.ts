import { frameInfo } from '../../shared/model/image.ts';
import type { FrameInfo, ImageInfo, Vec3 } from '../../shared/model/image.ts';
import type { Point2 } from '../../shared/model/measurement.ts';

/** Where a picture lies in patient space: LPS, mm. */
export interface PicturePlane {
  readonly frameOfReference: string;
  /** Of the centre of the first pixel. */
  readonly origin: Vec3;
  /** Along a row: the way to the next column; one pixel long. */
  readonly across: Vec3;
  /** Down a column, one pixel long. */
  readonly down: Vec3;
  /** Of unit length. */
  readonly normal: Vec3;
  readonly thickness: number | null;
}

type Placed = Pick<FrameInfo, 'position' | 'orientation' | 'pixelSpacing'> & {
  readonly sliceThickness?: number | null;
};

/** Null where nobody said where it lies. */
export function planeOf(place: Placed, frameOfReference: string | null): PicturePlane | null {
  const { position, orientation, pixelSpacing } = place;
  if (!position || !orientation || !pixelSpacing || frameOfReference === null) return null;
  const [rowX, rowY, rowZ, downX, downY, downZ] = orientation;
  const [betweenRows, betweenColumns] = pixelSpacing;
  return {
    frameOfReference,
    origin: position,
    across: [rowX * betweenColumns, rowY * betweenColumns, rowZ * betweenColumns],
    down: [downX * betweenRows, downY * betweenRows, downZ * betweenRows],
    normal: [rowY * downZ - rowZ * downY, rowZ * downX - rowX * downZ, rowX * downY - rowY * downX],
    thickness: place.sliceThickness ?? null,
  };
}

export function planeOfPicture(image: ImageInfo, frame: number): PicturePlane | null {
  return planeOf(frameInfo(image, frame), image.frameOfReference);
}

/** mm from the plane, with a sign. */
export function awayFrom(plane: PicturePlane, [x, y, z]: Vec3): number {
  const [ox, oy, oz] = plane.origin;
  const [nx, ny, nz] = plane.normal;
  return (x - ox) * nx + (y - oy) * ny + (z - oz) * nz;
}

/** Pixel of the picture under a point, at right angles to the plane. */
export function toPixel(plane: PicturePlane, [x, y, z]: Vec3): Point2 {
  const [ox, oy, oz] = plane.origin;
  const along = ([ax, ay, az]: Vec3): number =>
    ((x - ox) * ax + (y - oy) * ay + (z - oz) * az) / (ax * ax + ay * ay + az * az);
  return [along(plane.across), along(plane.down)];
}

export function fromPixel({ origin, across, down }: PicturePlane, [column, row]: Point2): Vec3 {
  return [
    origin[0] + column * across[0] + row * down[0],
    origin[1] + column * across[1] + row * down[1],
    origin[2] + column * across[2] + row * down[2],
  ];
}

/** Cosine of about a quarter of a degree: headers round to a few digits. */
const PARALLEL = 0.99999;

/** The same space, and parallel. */
export function isParallel(a: PicturePlane, b: PicturePlane): boolean {
  const cosine = a.normal[0] * b.normal[0] + a.normal[1] * b.normal[1] + a.normal[2] * b.normal[2];
  return a.frameOfReference === b.frameOfReference && Math.abs(cosine) >= PARALLEL;
}
