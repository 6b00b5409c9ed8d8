import type { Corner, MaskOutline } from './mask-outline.ts';

/** As it is kept: "column row column row …". */
export function outlineText(outline: MaskOutline): string {
  return outline.map(([column, row]) => `${column} ${row}`).join(' ');
}

export function outlineCorners(text: string): Corner[] {
  const numbers = text.split(' ').map(Number);
  return Array.from({ length: Math.floor(numbers.length / 2) }, (_, at): Corner => [
    numbers[2 * at] ?? NaN,
    numbers[2 * at + 1] ?? NaN,
  ]);
}
