import type { Point2 } from '../../../shared/model/measurement.ts';
import type { GlassMark } from './glass-layer.ts';
import type { LayerMarks } from './layer-marks.ts';
import { onGlass } from './picture-map.ts';
import type { PictureMap } from './picture-map.ts';
import styles from './layer-pane.module.css';

const SVG = 'http://www.w3.org/2000/svg';
/** Arms of the cross of a point, or half of its diamond, CSS pixels. */
const ARM = 5;
/** Longest text beside a mark. */
const TEXT_LIMIT = 1024;
const ANCHORS = { left: 'start', center: 'middle', right: 'end' } as const;

/** One group a layer, in its colour, named for blind readers and tests. Masks are not here: they are pixels. */
export function svgOf({ layer, marks }: LayerMarks, map: PictureMap): SVGGElement {
  const group = document.createElementNS(SVG, 'g');
  group.dataset['layer'] = layer.name;
  group.style.color = layer.colour;
  if (layer.opacity !== undefined && layer.opacity < 1) group.setAttribute('opacity', `${layer.opacity}`);
  group.setAttribute('role', 'img');
  group.setAttribute('aria-label', layer.name);
  for (const mark of marks) {
    const drawn = drawnMark(mark, map);
    if (drawn) group.append(drawn);
  }
  return group;
}

function drawnMark(mark: GlassMark, map: PictureMap): SVGElement | null {
  switch (mark.kind) {
    case 'line': {
      const looks = [mark.dashed && styles['dashed'], mark.filled && styles['filled'], mark.strong && styles['strong']];
      return path(pathOf(mark.points, mark.closed, map), [styles['line'], ...looks].filter(Boolean).join(' '));
    }
    case 'point':
      return path(
        pointOf(onGlass(map, mark.at), mark.diamond === true),
        [styles['line'], mark.strong && styles['strong']].filter(Boolean).join(' '),
      );
    case 'text':
      return words(mark, map);
    case 'mask':
      return null;
  }
}

function pointOf([x, y]: Point2, isDiamond: boolean): string {
  const [left, right, above, below] = [at([x - ARM, y]), at([x + ARM, y]), at([x, y - ARM]), at([x, y + ARM])];
  return isDiamond ? `M${left}L${above}L${right}L${below}Z` : `M${left}L${right}M${above}L${below}`;
}

type TextMark = Extract<GlassMark, { kind: 'text' }>;

/** Upright, whichever way the picture lies: one line below the other from its place, or from the top of its box. */
function words({ at: place, text: said, box }: TextMark, map: PictureMap): SVGElement {
  const text = document.createElementNS(SVG, 'text');
  const [a, b] = [onGlass(map, place), box ? onGlass(map, box.to) : null];
  const [left, right] = b === null ? [a[0], a[0]] : [Math.min(a[0], b[0]), Math.max(a[0], b[0])];
  const align = box?.align ?? 'left';
  const x = (align === 'left' ? left : align === 'right' ? right : (left + right) / 2).toFixed(1);
  const lines = said.slice(0, TEXT_LIMIT).split(/\r?\n/);
  text.setAttribute('x', x);
  text.setAttribute('y', (b === null ? a[1] : Math.min(a[1], b[1])).toFixed(1));
  text.setAttribute('class', styles['text'] ?? '');
  text.setAttribute('text-anchor', ANCHORS[align]);
  if (lines.length === 1 && b === null) {
    text.textContent = said.slice(0, TEXT_LIMIT);
    return text;
  }
  for (const [index, line] of lines.entries()) {
    const part = document.createElementNS(SVG, 'tspan');
    part.setAttribute('x', x);
    part.setAttribute('dy', index > 0 ? '1.2em' : b === null ? '0' : '1em');
    part.textContent = line;
    text.append(part);
  }
  return text;
}

/** Path data of a polyline in CSS pixels; a single point is a dot. */
export function pathOf(points: readonly Point2[], closed: boolean, map: PictureMap): string {
  const [first, ...rest] = points.map((point) => at(onGlass(map, point)));
  if (first === undefined) return '';
  return `M${first}${rest.map((one) => `L${one}`).join('')}${rest.length === 0 ? 'h0.01' : ''}${closed ? 'Z' : ''}`;
}

function path(data: string, className: string): SVGElement {
  const element = document.createElementNS(SVG, 'path');
  element.setAttribute('d', data);
  element.setAttribute('class', className);
  return element;
}

function at([x, y]: Point2): string {
  return `${x.toFixed(2)},${y.toFixed(2)}`;
}
