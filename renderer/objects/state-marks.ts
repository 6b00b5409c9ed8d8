import { srgbOfLab } from '../../shared/dicom/lab-colour.ts';
import type { ImageInfo } from '../../shared/model/image.ts';
import type { Point2 } from '../../shared/model/measurement.ts';
import type {
  GraphicUnits,
  PresentationState,
  StateArea,
  StateBitmap,
  StateGraphic,
  StateLayer,
  StateText,
} from '../../shared/model/presentation-state.ts';
import { stateOnSlice } from '../../shared/rules/sheet-state.ts';
import { isNamed, isOf } from '../viewer/index.ts';
import type { GlassMark } from '../viewer/index.ts';

/** Points that a curve is drawn with. */
const ROUND = 72;

type Picture = Pick<ImageInfo, 'sopUid' | 'pixels' | 'sheet'>;

/** Layers of a state from the lowest to the highest: those that it orders, then the others as they come. */
export function layersOf({ layers = [], annotations, bitmaps = [] }: PresentationState): readonly StateLayer[] {
  const used = [...bitmaps.filter(({ role }) => role === 'graphic'), ...annotations].map(({ layer }) => layer);
  const unsaid = [...new Set(used)].filter((name) => !layers.some((one) => one.name === name));
  return [
    ...layers.filter(({ name }) => used.includes(name)),
    ...unsaid.map((name) => ({ name, lab: null, grey: null })),
  ];
}

/** As CSS: the colour that is said, else the grey, else ours. */
export function layerColour({ lab, grey }: StateLayer): string {
  if (lab !== null) return `rgb(${srgbOfLab(lab).join(' ')})`;
  if (grey === null) return 'var(--color-drawing)';
  const byte = Math.round(grey * 255);
  return `rgb(${byte} ${byte} ${byte})`;
}

/**
 * What one layer of a presentation state draws over one picture; null: nothing. Measurements that still stand are drawn by themselves.
 * @param standing tracking UIDs of measurements on the desk
 */
export function stateMarks(
  whole: PresentationState,
  layer: string,
  image: Picture,
  frame: number,
  standing: ReadonlySet<string>,
): readonly GlassMark[] | null {
  if (!isNamed(whole, image, frame)) return null;
  const state = stateOnSlice(whole, image, frame);
  const area = state.areas.find(({ of }) => isOf(of, image, frame)) ?? null;
  const fresh = ({ trackingUid }: { readonly trackingUid: string | null }): boolean =>
    trackingUid === null || !standing.has(trackingUid);
  const bitmaps = (state.bitmaps ?? []).filter((one) => one.role === 'graphic' && one.layer === layer);
  const marks = [
    ...bitmaps.flatMap((one) => bitmapMarks(one, image)),
    ...state.annotations
      .filter((one) => one.layer === layer && isOf(one.of, image, frame))
      .flatMap(({ graphics, texts }) => [
        ...graphics.filter(fresh).flatMap((one) => graphicMarks(one, area)),
        ...texts.filter(fresh).flatMap((one) => textMarks(one, area)),
      ]),
  ];
  return marks.length === 0 ? null : marks;
}

function bitmapMarks({ runs }: StateBitmap, { pixels }: Picture): GlassMark[] {
  const { rows, columns } = pixels ?? { rows: 0, columns: 0 };
  const alpha = new Uint8Array(rows * columns);
  for (let at = 0; at + 2 < runs.length; at += 3) {
    const [row = 0, from = 0, to = -1] = [runs[at], runs[at + 1], runs[at + 2]];
    if (row < 0 || row >= rows) continue;
    alpha.fill(255, row * columns + Math.max(0, from), row * columns + Math.min(columns - 1, to) + 1);
  }
  return alpha.length === 0 ? [] : [{ kind: 'mask', columns, rows, alpha }];
}

/** In its box, with a line to what it points at; else at its place. */
function textMarks({ at, units, text, box, anchor }: StateText, area: StateArea | null): GlassMark[] {
  const [from, to] = placed(box === undefined ? [at] : [at, box.to], units, area);
  if (from === undefined) return [];
  if (box === undefined || to === undefined) return [{ kind: 'text', at: from, text }];
  const words: GlassMark = { kind: 'text', at: from, text, box: { to, align: box.align } };
  const [tip] = anchor === undefined ? [] : placed([anchor.at], anchor.units, area);
  if (tip === undefined) return [words];
  const within = (axis: 0 | 1): number =>
    Math.min(Math.max(tip[axis], Math.min(from[axis], to[axis])), Math.max(from[axis], to[axis]));
  return [{ kind: 'line', points: [[within(0), within(1)], tip], closed: false }, words];
}

function graphicMarks({ type, units, points, filled }: StateGraphic, area: StateArea | null): GlassMark[] {
  const places = placed(points, units, area);
  const [a, b, c, d] = places;
  switch (type) {
    case 'POINT':
      return places.map((at) => ({ kind: 'point', at }));
    case 'POLYLINE':
    case 'INTERPOLATED':
      return [{ kind: 'line', points: places, closed: false, filled }];
    case 'CIRCLE': {
      if (!a || !b) return [];
      const radius = Math.hypot(b[0] - a[0], b[1] - a[1]);
      return [{ kind: 'line', points: ellipse(a, [radius, 0], [0, radius]), closed: true, filled }];
    }
    case 'ELLIPSE': {
      if (!a || !b || !c || !d) return [];
      const middle: Point2 = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
      const axes = [halfOf(a, b), halfOf(c, d)] as const;
      return [{ kind: 'line', points: ellipse(middle, axes[0], axes[1]), closed: true, filled }];
    }
  }
}

function halfOf(from: Point2, to: Point2): Point2 {
  return [(to[0] - from[0]) / 2, (to[1] - from[1]) / 2];
}

function ellipse([x, y]: Point2, [ax, ay]: Point2, [bx, by]: Point2): Point2[] {
  return Array.from({ length: ROUND }, (_, at): Point2 => {
    const angle = (2 * Math.PI * at) / ROUND;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    return [x + ax * cos + bx * sin, y + ay * cos + by * sin];
  });
}

/** Shares of the displayed area run from its corner that stands top left (Part 3, C.10.5.1.2). */
function placed(points: readonly Point2[], units: GraphicUnits, area: StateArea | null): readonly Point2[] {
  if (units === 'pixel') return points;
  if (area === null) return [];
  const { left, right, top, bottom } = area;
  return points.map(([x, y]): Point2 => [left + x * (right - left), top + y * (bottom - top)]);
}
