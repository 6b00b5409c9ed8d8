import type { RowColumn } from '../../shared/model/image.ts';
import type { Point2 } from '../../shared/model/measurement.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Device pixels along x and y for one image pixel, at a scale of 1 along its shorter side. */
export function pixelShape([row, column]: RowColumn): { readonly x: number; readonly y: number } {
  return row < column ? { x: column / row, y: 1 } : { x: 1, y: row / column };
}

/** Largest scale at which the whole picture, turned by `rotation` degrees, lies inside the canvas. Sizes in pixels. */
export function fitScale(canvas: Size, image: Size, spacing: RowColumn, rotation: number): number {
  const shape = pixelShape(spacing);
  const width = image.width * shape.x;
  const height = image.height * shape.y;
  const angle = (rotation * Math.PI) / 180;
  const cos = Math.abs(Math.cos(angle));
  const sin = Math.abs(Math.sin(angle));
  return Math.min(canvas.width / (width * cos + height * sin), canvas.height / (width * sin + height * cos));
}

/** How large a picture stands on the glass: as the reader chose, in the room that it shares, else as it fits. */
export function scaleOnGlass(
  canvas: Size,
  image: Size,
  spacing: RowColumn,
  { scale, room, rotation }: { readonly scale: number | null; readonly room?: Size | null; readonly rotation: number },
): number {
  return scale ?? (room ? roomScale(canvas, room) : fitScale(canvas, image, spacing, rotation));
}

/** Scale at which that many pixels of a picture fill the canvas. */
function roomScale(canvas: Size, room: Size): number {
  return Math.min(canvas.width / room.width, canvas.height / room.height);
}

/** How far a picture with these corners has to move to lie at an edge of the viewport, along x and y. */
export function edgeGap(
  edge: 'left' | 'right' | 'top' | 'bottom',
  corners: readonly Point2[],
  [width, height]: Point2,
): Point2 {
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  switch (edge) {
    case 'left':
      return [-Math.min(...xs), 0];
    case 'right':
      return [width - Math.max(...xs), 0];
    case 'top':
      return [0, -Math.min(...ys)];
    case 'bottom':
      return [0, height - Math.max(...ys)];
  }
}
