import type { Point2 } from '../model/measurement.ts';

/** Neighbouring parts share so much of a viewport: what lies on a border is seen whole in one of them. */
const OVERLAP = 0.1;

/**
 * Where the middle of a viewport stands, part by part, until all of a picture was seen with each of its pixels on one of the screen: row by
 * row from the top, from left to right. One part where all of it fits, four where it is up to about twice as large.
 * @param picture pixels @param room of the viewport, in pixels of the picture
 * @returns pixel coordinates, the centre of the first pixel is 0,0
 */
export function partPlaces(
  picture: { readonly columns: number; readonly rows: number },
  room: { readonly width: number; readonly height: number },
): readonly Point2[] {
  const across = placesAlong(picture.columns, room.width);
  return placesAlong(picture.rows, room.height).flatMap((y) => across.map((x): Point2 => [x, y]));
}

/** The first and the last end with the picture, the others lie evenly between. */
function placesAlong(length: number, room: number): readonly number[] {
  if (!(room > 0) || length <= room) return [(length - 1) / 2];
  const count = Math.ceil((length - room) / (room * (1 - OVERLAP))) + 1;
  const step = (length - room) / (count - 1);
  return Array.from({ length: count }, (_, at) => room / 2 - 0.5 + at * step);
}
