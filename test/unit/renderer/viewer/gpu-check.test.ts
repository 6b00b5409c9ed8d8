import { describe, expect, it } from 'vitest';
import { differingPixels } from '../../../../renderer/viewer/gpu/gpu-check.ts';
import type { Paints, Surface } from '../../../../renderer/viewer/gpu/gpu-check.ts';
import type { Painted } from '../../../../renderer/viewer/gpu/gpu-painter.ts';
import { paintTable } from '../../../../renderer/viewer/painter.ts';
import type { DecodedFrame } from '../../../../renderer/viewer/pixel-data.ts';
import type { GrayTable } from '../../../../shared/rules/window.ts';

/** What stands in the drawing buffer of each card's canvas. */
const drawn = new WeakMap<object, Uint32Array>();

/** A card that draws as the processor does, but for what `spoil` makes of it. */
function card(spoil: (words: Uint32Array, frame: DecodedFrame, table: GrayTable) => void = () => undefined): Paints {
  return {
    paint(frame, table): Painted {
      const words = new Uint32Array(frame.pixels.length);
      paintTable(frame.pixels, table, words);
      spoil(words, frame, table);
      const canvas = {} as OffscreenCanvas;
      drawn.set(canvas, words);
      return { canvas, top: 0 };
    },
  };
}

/** Memory in place of a surface: what was drawn last is read back. */
const surface: Surface = (columns, rows) => {
  const words = new Uint32Array(columns * rows);
  const pen: Partial<CanvasRenderingContext2D> = {
    drawImage: (source: object) => words.set(drawn.get(source) ?? []),
    getImageData: () => ({ data: new Uint8ClampedArray(words.buffer), width: columns, height: rows }) as ImageData,
  };
  return pen as CanvasRenderingContext2D;
};

describe('the check of a graphics card', () => {
  it('finds nothing on one that draws the greys of the processor', () => {
    expect(differingPixels(card(), surface)).toBe(0);
  });

  it('finds a single pixel that is one grey off, in pictures of any kind', () => {
    const kinds = new Set<string>();
    const off = card((words, { header }) => {
      kinds.add(header.type);
      words[words.length - 1] = (words.at(-1) ?? 0) ^ 1;
    });
    // One for each phantom.
    expect(differingPixels(off, surface)).toBe(8);
    expect([...kinds].toSorted()).toEqual(['int16', 'int32', 'int8', 'uint16', 'uint32', 'uint8']);
  });

  it('finds a card that shows what the table does not know as its last grey', () => {
    const clamped = card((words, { pixels }, { first, table }) => {
      for (const [at, stored] of pixels.entries()) {
        if (stored < first || stored - first >= table.length) words[at] = 0xff000000 | (table.at(-1) ?? 0);
      }
    });
    expect(differingPixels(clamped, surface)).toBeGreaterThan(0);
  });

  it('does not trust one that draws nothing, nor a window without a canvas', () => {
    expect(differingPixels({ paint: () => null }, surface)).toBe(Infinity);
    expect(differingPixels(card(), () => null)).toBe(Infinity);
  });
});
