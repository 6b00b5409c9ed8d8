import type { ShutterShape } from '../model/image.ts';
import type { Point2 } from '../model/measurement.ts';
import type { PresentationState, StateAnnotation, StateText } from '../model/presentation-state.ts';
import { sheetPart } from './sheet-part.ts';
import type { SheetPart, SheetPicture } from './sheet-part.ts';

/** A state that was made over one slice, as other systems show it: over the sheet, which is all that they know of. */
export function stateOnSheet(state: PresentationState, image: SheetPicture, frame: number): PresentationState {
  const part = sheetPart(image, frame);
  return part === null ? state : moved(state, part.left, part.top);
}

/** A state of a sheet over one of its slices: what lies on other slices is not of this one. */
export function stateOnSlice(state: PresentationState, image: SheetPicture, frame: number): PresentationState {
  const part = sheetPart(image, frame);
  if (part === null) return state;
  const here = moved(state, -part.left, -part.top);
  const areas = here.areas.filter(({ left, right, top, bottom }) => {
    const corners: Point2[] = [
      [left, top],
      [right, bottom],
    ];
    return corners.every((corner) => isInside(part, corner));
  });
  const annotations = here.annotations.map((one) => ({
    ...one,
    graphics: one.graphics.filter(({ units, points }) => isHere(part, units, points)),
    texts: one.texts.filter(({ units, at }) => isHere(part, units, [at])),
  }));
  return { ...here, areas, annotations };
}

/** Shares of a displayed area lie wherever that does; where it is another part of the sheet, nothing says where. */
function isHere(part: SheetPart, units: 'pixel' | 'display', points: readonly Point2[]): boolean {
  return units === 'display' || points.every((point) => isInside(part, point));
}

/** To the outer edges of its pixels. */
function isInside({ columns, rows }: SheetPart, [x, y]: Point2): boolean {
  return x >= -0.5 && y >= -0.5 && x <= columns - 0.5 && y <= rows - 0.5;
}

function moved(state: PresentationState, x: number, y: number): PresentationState {
  const place = ([a, b]: Point2): Point2 => [a + x, b + y];
  return {
    ...state,
    areas: state.areas.map((one) => ({
      ...one,
      ...{ left: one.left + x, right: one.right + x, top: one.top + y, bottom: one.bottom + y },
    })),
    shutter: state.shutter.map((one) => movedShutter(one, x, y)),
    annotations: state.annotations.map((one) => movedAnnotation(one, place)),
    ...(state.bitmaps === undefined
      ? {}
      : { bitmaps: state.bitmaps.map((one) => ({ ...one, runs: movedRuns(one.runs, x, y) })) }),
  };
}

function movedAnnotation(one: StateAnnotation, place: (at: Point2) => Point2): StateAnnotation {
  return {
    ...one,
    graphics: one.graphics.map((graphic) =>
      graphic.units === 'pixel' ? { ...graphic, points: graphic.points.map(place) } : graphic,
    ),
    texts: one.texts.map((text) => movedText(text, place)),
  };
}

function movedText(text: StateText, place: (at: Point2) => Point2): StateText {
  const { anchor, box } = text;
  const own =
    text.units === 'pixel'
      ? { at: place(text.at), ...(box === undefined ? {} : { box: { ...box, to: place(box.to) } }) }
      : {};
  return { ...text, ...own, ...(anchor?.units === 'pixel' ? { anchor: { ...anchor, at: place(anchor.at) } } : {}) };
}

function movedShutter(shape: ShutterShape, x: number, y: number): ShutterShape {
  switch (shape.shape) {
    case 'rectangular': {
      const { left, right, upper, lower } = shape;
      return { ...shape, left: left + x, right: right + x, upper: upper + y, lower: lower + y };
    }
    case 'circular':
      return { ...shape, row: shape.row + y, column: shape.column + x };
    case 'polygonal':
      return { ...shape, vertices: shape.vertices.map(([row, column]) => [row + y, column + x]) };
  }
}

/** Runs: row, first column, last column. */
function movedRuns(runs: readonly number[], x: number, y: number): number[] {
  return runs.map((value, at) => value + (at % 3 === 0 ? y : x));
}
