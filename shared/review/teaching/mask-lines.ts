import { Rect } from '../../deidentify/text/blacken.ts';

/** "X,Y,W,H" in whole pixels of the picture, several between semicolons or on lines of their own. Null: something else was said. */
export function readMasks(said: string): Rect[] | null {
  const masks: Rect[] = [];
  for (const one of said.split(/[;\n]/)) {
    if (one.trim() === '') continue;
    const [x, y, width, height, ...rest] = one
      .split(',')
      .map((text) => (text.trim() === '' ? Number.NaN : Number(text)));
    const rect = Rect.safeParse({ x, y, width, height });
    if (!rect.success || rest.length > 0) return null;
    masks.push(rect.data);
  }
  return masks;
}
