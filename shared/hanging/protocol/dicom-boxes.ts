import type { HangingObject } from '../../model/hanging-object.ts';
import type { Box } from './protocol.ts';

/** Thirds do not add up to one in binary. */
const ROUNDING = 1e-3;
const MOST_SCREENS = 8;

/**
 * Boxes of display sets, screen by screen from the left. In DICOM they lie in one rectangle over all screens, y upwards; where none
 * reaches over an edge between screens they are shared out, else all lie on one.
 */
export function boxesOf(
  displays: readonly Pick<HangingObject['displays'][number], 'number' | 'label' | 'boxes'>[],
  screens: number,
  note: (words: string) => void,
): readonly (readonly Box[])[] {
  const whole: Box[] = [];
  for (const { number, label, boxes } of displays) {
    const [x = NaN, top = NaN, right = NaN, bottom = NaN] = boxes[0]?.position ?? [];
    const box = { x, y: 1 - top, width: right - x, height: top - bottom, show: `show-${number}` };
    const isInside = x >= 0 && bottom >= 0 && right <= 1 + ROUNDING && top <= 1 + ROUNDING;
    if (!isInside || !(box.width > ROUNDING) || !(box.height > ROUNDING)) {
      note(`${label || `display set ${number}`}: it lies at no place of the screen`);
    } else if (whole.some((other) => liesOver(box, other))) {
      note(`${label || `display set ${number}`}: it lies over another`);
    } else whole.push({ ...box, y: Math.max(0, box.y) });
  }
  const count = Math.min(MOST_SCREENS, Math.max(1, screens));
  const apart = Array.from({ length: count }, (_, at) => whole.flatMap((box) => onScreen(box, at, count)));
  if (apart.flat().length === whole.length && apart.every((boxes) => boxes.length > 0)) return apart;
  if (count > 1) note(`its ${count} screens: everything is put on one`);
  return whole.length === 0 ? [] : [whole.map((box) => onScreen(box, 0, 1)).flat()];
}

function onScreen(box: Box, at: number, count: number): readonly Box[] {
  const x = box.x * count - at;
  const width = box.width * count;
  if (x < -ROUNDING || x + width > 1 + ROUNDING) return [];
  const left = Math.max(0, x);
  return [{ ...box, x: left, width: Math.min(width, 1 - left), height: Math.min(box.height, 1 - box.y) }];
}

function liesOver(a: Box, b: Box): boolean {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return across > ROUNDING && down > ROUNDING;
}
