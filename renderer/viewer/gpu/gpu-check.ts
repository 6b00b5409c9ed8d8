import { ObjectId } from '../../../shared/model/ids.ts';
import type { GrayTable } from '../../../shared/rules/window.ts';
import { paintTable } from '../painter.ts';
import type { DecodedFrame, PixelArray } from '../pixel-data.ts';
import type { Painted } from './gpu-painter.ts';

/** What the check needs of a painter. */
export interface Paints {
  readonly paint: (frame: DecodedFrame, table: GrayTable) => Painted | null;
}

const COLUMNS = 253;
const ROWS = 259;
const SPEED_SIDE = 1024;
const SPEED_ROUNDS = 3;

/** A drawing surface of the processor's kind, as a viewport has one. */
export type Surface = (columns: number, rows: number) => CanvasRenderingContext2D | null;

/**
 * Draws made-up pictures of every kind of whole number by both ways and compares every pixel: values below, inside and beyond
 * the table, all greys, odd sizes.
 * @returns how many pixels differ; infinite where the card does not draw one of them
 */
export function differingPixels(painter: Paints, surface: Surface): number {
  let differing = 0;
  for (const { frame, table } of phantoms()) {
    const pen = surface(COLUMNS, ROWS);
    if (!pen || !drawPainted(pen, painter.paint(frame, table), frame)) return Infinity;
    const shown = new Uint32Array(pen.getImageData(0, 0, COLUMNS, ROWS).data.buffer);
    const wanted = new Uint32Array(COLUMNS * ROWS);
    paintTable(frame.pixels, table, wanted);
    for (const [at, word] of wanted.entries()) if (shown[at] !== word) differing += 1;
  }
  return differing;
}

/** Puts what the card drew onto a surface, pixel on pixel. False: it drew nothing. */
export function drawPainted(pen: CanvasRenderingContext2D, painted: Painted | null, { header }: DecodedFrame): boolean {
  if (!painted) return false;
  const { columns, rows } = header;
  pen.imageSmoothingEnabled = false;
  pen.drawImage(painted.canvas, 0, painted.top, columns, rows, 0, 0, columns, rows);
  return true;
}

/** How many times as fast a new picture comes by the card as by the processor, on this machine, now. */
export function speedUp(painter: Paints, surface: Surface, now: () => number): number {
  const pen = surface(SPEED_SIDE, SPEED_SIDE);
  if (!pen) return 0;
  const data = pen.createImageData(SPEED_SIDE, SPEED_SIDE);
  const words = new Uint32Array(data.data.buffer);
  const table = tableOf(0, 4096);
  const card: number[] = [];
  const processor: number[] = [];
  for (let round = 0; round < SPEED_ROUNDS; round += 1) {
    const frame = frameOf(SPEED_SIDE, SPEED_SIDE, 'uint16', (at) => (at * 31 + round) % 4096);
    // One pixel read back: only then has the card really finished.
    const timed = (draw: () => void): number => {
      const begin = now();
      draw();
      pen.getImageData(0, 0, 1, 1);
      return now() - begin;
    };
    card.push(timed(() => void drawPainted(pen, painter.paint(frame, table), frame)));
    processor.push(
      timed(() => {
        paintTable(frame.pixels, table, words);
        pen.putImageData(data, 0, 0);
      }),
    );
  }
  return Math.min(...processor) / Math.max(0.01, Math.min(...card));
}

interface Phantom {
  readonly frame: DecodedFrame;
  readonly table: GrayTable;
}

function phantoms(): readonly Phantom[] {
  return [
    { frame: frameOf(COLUMNS, ROWS, 'uint8', (at) => at), table: tableOf(0, 256) },
    { frame: frameOf(COLUMNS, ROWS, 'int8', (at) => at), table: tableOf(-100, 201) },
    { frame: frameOf(COLUMNS, ROWS, 'uint16', (at) => at), table: tableOf(0, 65_536) },
    { frame: frameOf(COLUMNS, ROWS, 'uint16', (at) => at * 7), table: tableOf(60_000, 777) },
    { frame: frameOf(COLUMNS, ROWS, 'int16', (at) => at), table: tableOf(-32_768, 65_536) },
    { frame: frameOf(COLUMNS, ROWS, 'int16', (at) => at * 5), table: tableOf(-1024, 4096) },
    { frame: frameOf(COLUMNS, ROWS, 'int32', (at) => at - 1_000_000), table: tableOf(-999_000, 40_000) },
    { frame: frameOf(COLUMNS, ROWS, 'uint32', (at) => at + 4_000_000_000), table: tableOf(4_000_001_000, 40_000) },
  ];
}

/** Every grey stands beside every other sooner or later: no row of the table may be taken for another. */
function tableOf(first: number, length: number): GrayTable {
  return { first, table: Uint8Array.from({ length }, (_, at) => (at * 167 + (at >> 8) * 13) & 255) };
}

const ARRAYS = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
} as const;

function frameOf(
  columns: number,
  rows: number,
  type: keyof typeof ARRAYS,
  value: (at: number) => number,
): DecodedFrame {
  const pixels: PixelArray = new ARRAYS[type](columns * rows);
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = value(at);
  const own = { objectId: ObjectId.parse('0'.repeat(26)), frame: 1, samples: 1, photometric: 'MONOCHROME2' };
  return { header: { ...own, columns, rows, type, min: 0, max: 0 }, pixels };
}
