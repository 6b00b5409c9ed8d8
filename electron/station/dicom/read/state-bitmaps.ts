import type { StateBitmap } from '../../../../shared/model/presentation-state.ts';
import type { Attributes } from '../parse/attributes.ts';
import type { Element } from '../parse/data-set.ts';
import { overlayPlanes } from '../parse/overlay-planes.ts';

/** Runs of one state: a few thousand lines of a text drawn as a bitmap. */
const MOST_RUNS = 60_000;
const FIRST_GROUP = 0x6000;
const DATA = 0x3000;
const ACTIVATION = 0x1001;
const GROUPS = 16;

/**
 * Bitmaps of the state itself: its shutter (Part 3, C.7.6.15), and overlays that it switches on (C.11.7). Overlays of the pictures
 * that it names follow the reader's own switch. `leftOut` takes what is not shown, in words.
 */
export function readBitmaps(attributes: Attributes, leftOut: Set<string>): StateBitmap[] {
  const shutterGroup = attributes.texts('shutterShape').includes('BITMAP')
    ? attributes.integer('shutterOverlay')
    : null;
  const budget = { runs: MOST_RUNS };
  const planes = overlayPlanes(attributes);
  if (
    attributes.texts('shutterShape').includes('BITMAP') &&
    !planes.some(({ index }) => groupOf(index) === shutterGroup)
  )
    leftOut.add('bitmap shutter without its bitmap');
  const activated = Array.from({ length: GROUPS }, (_, index) => index).filter(
    (index) => layerOf(attributes, index) !== '',
  );
  if (activated.some((index) => !planes.some((one) => one.index === index)))
    leftOut.add('its choice of overlays of the picture (Shift O shows all or none)');
  return planes.flatMap((plane): StateBitmap[] => {
    const { index, rows, columns, frames } = plane;
    const isShutter = groupOf(index) === shutterGroup;
    const layer = layerOf(attributes, index);
    // Without an activation it is there, and not to be seen.
    if (!isShutter && layer === '') return [];
    const data = elementOf(attributes, index, DATA);
    const runs = data === null || frames !== null ? null : runsOf(bitsOf(attributes, data), plane, data.length, budget);
    if (runs === null) {
      leftOut.add(isShutter ? 'bitmap shutter' : 'overlay of the state');
      return [];
    }
    return [{ role: isShutter ? 'shutter' : 'graphic', layer, rows, columns, runs }];
  });
}

function groupOf(index: number): number {
  return FIRST_GROUP + 2 * index;
}

function elementOf({ dataSet }: Attributes, index: number, low: number): Element | null {
  return dataSet.elements.get(groupOf(index) * 0x10000 + low) ?? null;
}

function layerOf(attributes: Attributes, index: number): string {
  const element = elementOf(attributes, index, ACTIVATION);
  if (element === null) return '';
  const { bytes } = attributes.dataSet;
  return new TextDecoder('latin1')
    .decode(bytes.subarray(element.offset, element.offset + Math.min(element.length, 16)))
    .replace(/[\0 ]+$/, '')
    .trim();
}

type Bits = (at: number) => boolean;

/** One bit a pixel, the lowest first; in big-endian files 16-bit words hold them. */
function bitsOf({ dataSet }: Attributes, { offset, length, vr }: Element): Bits {
  const swap = dataSet.form.bigEndian && vr !== 'OB' ? 1 : 0;
  return (at) => {
    const byte = at >>> 3;
    return byte < length && (((dataSet.bytes[offset + (byte ^ swap)] ?? 0) >> (at & 7)) & 1) === 1;
  };
}

interface Plane {
  readonly rows: number;
  readonly columns: number;
  readonly origin: readonly [row: number, column: number];
}

/** Null where there are more than anybody draws: half a bitmap would be another one. */
function runsOf(
  isSet: Bits,
  { rows, columns, origin }: Plane,
  bytes: number,
  budget: { runs: number },
): number[] | null {
  const runs: number[] = [];
  // A few bytes can say that they are a plane of four thousand million pixels.
  const filled = Math.min(rows, Math.ceil((bytes * 8) / columns));
  for (let row = 0; row < filled; row += 1) {
    let from = -1;
    for (let column = 0; column <= columns; column += 1) {
      const set = column < columns && isSet(row * columns + column);
      if (set && from < 0) from = column;
      if (set || from < 0) continue;
      budget.runs -= 1;
      if (budget.runs < 0) return null;
      runs.push(row + origin[0] - 1, from + origin[1] - 1, column - 1 + origin[1] - 1);
      from = -1;
    }
  }
  return runs;
}
