import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextZoom, pageDrawing, shownZoom } from '../../../../../renderer/objects/document/page-view.ts';
import { PDF_CAPS } from '../../../../../shared/model/pdf.ts';

const A4 = { width: 595, height: 842 };

describe('a page of a document', () => {
  it('fits the width that is there, in as many pixels as the screen has', () => {
    expect(pageDrawing(A4, 'fit', 595, 2)).toEqual({ scale: 2, width: 595, height: 842 });
    expect(pageDrawing(A4, 1, 0, 1)?.width).toBeCloseTo(793.3, 1);
  });

  it('never asks for more pixels than the bound, whatever size it says and however it is enlarged', () => {
    const side = fc.double({ min: 1e-3, max: 1e12, noNaN: true });
    const zoom = fc.oneof(fc.constant('fit' as const), fc.double({ min: 0.25, max: 4, noNaN: true }));
    fc.assert(
      fc.property(side, side, zoom, fc.constantFrom(1, 1.5, 2, 3), (width, height, shown, ratio) => {
        const drawing = pageDrawing({ width, height }, shown, 800, ratio);
        if (!drawing) return;
        expect(width * drawing.scale * (height * drawing.scale)).toBeLessThanOrEqual(PDF_CAPS.pixels * 1.0001);
        expect(Math.max(width, height) * drawing.scale).toBeLessThanOrEqual(PDF_CAPS.side * 1.0001);
        // Never stretched.
        expect(drawing.width / drawing.height / (width / height)).toBeCloseTo(1, 6);
      }),
      { numRuns: 200 },
    );
  });

  it('without a size is not drawn', () => {
    for (const width of [0, -1, Number.NaN, Infinity])
      expect(pageDrawing({ width, height: 10 }, 'fit', 100, 1)).toBe(null);
  });

  it('goes up and down by steps, from whatever fits the width', () => {
    expect([nextZoom(0.9, 1), nextZoom(0.9, -1), nextZoom(1, 1), nextZoom(4, 1), nextZoom(0.25, -1)]).toEqual([
      ...[1, 0.8, 1.25, 4, 0.25],
    ]);
    expect(shownZoom('fit', A4, 595)).toBeCloseTo(0.75);
    expect(shownZoom(2, A4, 595)).toBe(2);
  });
});
