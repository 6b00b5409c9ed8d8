import type { Measure } from './text-fit.ts';

/** Figures of one width and strong words are wider than a canvas says. */
const SLACK = 1.15;
/** Inter's mean advance is a little above half its size: for where there is no canvas. */
const MEAN_ADVANCE = 0.56;
/** More words than a desk shows; then it begins anew. */
const MOST = 2000;

/** Measures words in the font of an element, at a size of its own. @param size CSS pixels */
export function measureFor(element: Element, size: number): Measure {
  const context = document.createElement('canvas').getContext('2d');
  if (context) context.font = `${size}px ${getComputedStyle(element).fontFamily}`;
  const known = new Map<string, number>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= MOST) known.clear();
    const width = (context ? context.measureText(text).width : text.length * size * MEAN_ADVANCE) * SLACK;
    known.set(text, width);
    return width;
  };
}
