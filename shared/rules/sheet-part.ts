import type { PixelFormat } from '../model/image.ts';
import type { Point2 } from '../model/measurement.ts';
import type { Sheet } from '../model/sheet.ts';

/** What of a sheet one slice is, in pixels of the sheet. */
export interface SheetPart {
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
}

/** As much of a picture as says whether it is a slice of a sheet. */
export interface SheetPicture {
  readonly sheet?: Sheet | undefined;
  readonly pixels: Pick<PixelFormat, 'rows' | 'columns'> | null;
}

/** Null for every picture that is no slice of a sheet: its pixels are those of its object. */
export function sheetPart({ sheet, pixels }: SheetPicture, frame: number): SheetPart | null {
  if (sheet?.apart !== true || !pixels) return null;
  const { rows, columns } = pixels;
  const column = (frame - 1) % sheet.across;
  return { left: column * columns, top: ((frame - 1 - column) / sheet.across) * rows, columns, rows };
}

/** Points on a picture as its object counts them: other systems know the sheet alone. */
export function ontoSheet(
  image: SheetPicture,
  frame: number,
  points: readonly (readonly [number, number])[],
): Point2[] {
  const { left, top } = sheetPart(image, frame) ?? { left: 0, top: 0 };
  return points.map(([x, y]) => [x + left, y + top]);
}

/** Points that were said of the object, on one picture of it; null where one of them lies on another slice of the sheet. */
export function fromSheet(image: SheetPicture, frame: number, points: readonly Point2[]): Point2[] | null {
  const part = sheetPart(image, frame);
  if (part === null) return points.map(([x, y]) => [x, y]);
  const here = points.map(([x, y]): Point2 => [x - part.left, y - part.top]);
  // Edges of pixels lie half a pixel outside of the middles of the first and the last.
  const isInside = ([x, y]: Point2): boolean =>
    x >= -0.5 && y >= -0.5 && x <= part.columns - 0.5 && y <= part.rows - 0.5;
  return here.every(isInside) ? here : null;
}
