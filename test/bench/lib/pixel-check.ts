import type { Page } from 'playwright-core';
import { CT_COLUMNS, CT_ROWS } from './synthetic-ct.ts';

/** Side of the blocks whose mean grey is compared, in image pixels. */
const BLOCK = 16;
/** A sharp edge through a block, sampled beside the centres of its pixels, is this far off at most. */
const MOST_OFF = 8;
const SLOPE_INTERCEPT = -1024;

/** Thrown by a task: its figures count for nothing. */
export class WrongPixels extends Error {}

/**
 * Holds the glass against the file: mean grey of blocks of pixels, as the window that the viewport says it shows makes them.
 * @param viewport CSS selector of our viewport
 * @throws WrongPixels
 */
export async function checkGlass(page: Page, viewport: string, stored: Uint16Array): Promise<void> {
  const glass = await page.evaluate(
    ({ selector, columns, rows }) => {
      const region = document.querySelector<HTMLElement>(selector);
      const canvas = region?.querySelector('canvas');
      const context = canvas?.getContext('2d');
      if (!region || !canvas || !context) return null;
      const zoom = Number(region.dataset['zoom']);
      const [left, top] = [(canvas.width - columns * zoom) / 2, (canvas.height - rows * zoom) / 2];
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const grey: number[] = [];
      for (let y = 0; y < rows; y += 1) {
        for (let x = 0; x < columns; x += 1) {
          const at = Math.floor(top + (y + 0.5) * zoom) * canvas.width + Math.floor(left + (x + 0.5) * zoom);
          grey.push(data[at * 4] ?? 0);
        }
      }
      const { windowCenter, windowWidth } = region.dataset;
      return { grey, center: Number(windowCenter), width: Number(windowWidth) };
    },
    { selector: viewport, columns: CT_COLUMNS, rows: CT_ROWS },
  );
  if (!glass) throw new WrongPixels('there is no picture on the glass');
  const { grey, center, width } = glass;
  const wanted = Array.from(stored, (value) => {
    // DICOM Part 3 C.11.2.1.2, LINEAR.
    const x = (value + SLOPE_INTERCEPT - (center - 0.5)) / (width - 1) + 0.5;
    return Math.min(1, Math.max(0, x)) * 255;
  });
  const off = worstBlock(grey, wanted);
  if (off > MOST_OFF) throw new WrongPixels(`the glass differs from the file by ${off.toFixed(1)} grey in a block`);
}

function worstBlock(a: readonly number[], b: readonly number[]): number {
  let worst = 0;
  for (let top = 0; top < CT_ROWS; top += BLOCK) {
    for (let left = 0; left < CT_COLUMNS; left += BLOCK) worst = Math.max(worst, blockDifference(a, b, left, top));
  }
  return worst;
}

function blockDifference(a: readonly number[], b: readonly number[], left: number, top: number): number {
  let sum = 0;
  for (let y = top; y < top + BLOCK; y += 1) {
    for (let x = left; x < left + BLOCK; x += 1) sum += (a[y * CT_COLUMNS + x] ?? 0) - (b[y * CT_COLUMNS + x] ?? 0);
  }
  return Math.abs(sum) / BLOCK ** 2;
}

/** @throws WrongPixels where the values differ by anything but one constant step (a rescale to Hounsfield units) */
export function checkStored(what: string, values: ArrayLike<number>, stored: Uint16Array): void {
  const shift = (values[0] ?? 0) - (stored[0] ?? 0);
  const same = values.length === stored.length && stored.every((value, at) => values[at] === value + shift);
  if (!same || (shift !== 0 && shift !== SLOPE_INTERCEPT))
    throw new WrongPixels(`${what}: other values than the file's`);
}
