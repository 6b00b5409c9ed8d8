import { describe, expect, it } from 'vitest';
import { blacken } from '../../../../../shared/deidentify/text/blacken.ts';
import { linesLeft, pictureLines } from '../../../../../shared/deidentify/text/picture-lines.ts';
import { pictureRegions, pixelReason } from '../../../../../shared/deidentify/text/pixel-verdict.ts';
import type { PixelFacts } from '../../../../../shared/deidentify/text/pixel-verdict.ts';
import { textLines } from '../../../../../shared/deidentify/text/text-lines.ts';
import type { GreyField } from '../../../../../shared/deidentify/text/stroke-mask.ts';
import { drawnInto, textStrips } from '../../../../helpers/text-strips.ts';

const columns = 400;
const rows = 120;

/** Value of each pixel by its place. */
function pictureOf(value: (x: number, y: number) => number): GreyField {
  const values = Float32Array.from({ length: columns * rows }, (_, at) =>
    value(at % columns, Math.floor(at / columns)),
  );
  return { columns, rows, values };
}

/** Small and repeatable (Numerical Recipes' constants). */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('lines of text in pixels', () => {
  it('are found on plain ground, bright and dark, in every hand and size but one', () => {
    const missed = textStrips()
      .filter(({ width, height }) => width < columns - 20 && height < rows - 20)
      .flatMap((strip) =>
        [0, 255].flatMap((ground) => {
          const found = textLines(
            drawnInto(
              pictureOf(() => ground),
              strip,
              [10, 10],
              255 - ground,
            ),
          );
          return found.some(({ letters }) => letters >= 4) ? [] : [`${strip.font} ${strip.size} on ${ground}`];
        }),
      );
    // Its serifs touch: words run together into things that are no letters.
    expect(missed).toEqual(['Times-Roman 12 on 0', 'Times-Roman 12 on 255']);
  });

  it('are found over a ramp with noise, nine of ten', () => {
    const strips = textStrips().filter(({ width, height }) => width < columns - 20 && height < rows - 20);
    const hits = strips.filter((strip, seed) => {
      const next = noise(seed + 1);
      const ground = pictureOf((x) => 40 + (x / columns) * 80 + 12 * (next() + next() - 1));
      return textLines(drawnInto(ground, strip, [10, 10], 230)).length > 0;
    });
    expect(hits.length / strips.length).toBeGreaterThan(0.9);
  });

  it('are not found in noise, in edges, in grids and in nothing', () => {
    const next = noise(7);
    const grounds = [
      pictureOf(() => 0),
      pictureOf((x) => (x > columns / 2 ? 40 : 200) + next() * 30),
      pictureOf((x) => (x > columns / 2 ? 200 : 20)),
      pictureOf((x, y) => (x % 40 === 0 || y % 40 === 0 ? 255 : 30)),
      pictureOf((x, y) => 100 + 80 * Math.sin(x / 7) * Math.sin(y / 9)),
    ];
    expect(grounds.map((ground) => textLines(ground).length)).toEqual([0, 0, 0, 0, 0]);
  });

  it('are found in blue on black, where luminance has next to nothing', () => {
    const strip = textStrips().find(({ size, smooth }) => size === 14 && smooth);
    if (strip === undefined) throw new Error('no such strip');
    const { values } = drawnInto(
      pictureOf(() => 0),
      strip,
      [10, 10],
      255,
    );
    const next = noise(3);
    // A grey picture beside it, so that the range is that of the grey.
    const coloured = Uint8Array.from({ length: 3 * values.length }, (_, at) => {
      const pixel = Math.floor(at / 3);
      if (pixel % columns > 300) return 128 + 60 * next();
      return at % 3 === 2 ? (values[pixel] ?? 0) : 0;
    });
    expect(pictureLines({ columns, rows, samples: 3, values: coloured }).length).toBeGreaterThan(0);
  });
});

describe('what is blacked', () => {
  const lines = [{ x: 10, y: 10, width: 50, height: 12, letters: 6 }];
  const all = { x: 0, y: 0, width: 100, height: 40 };

  it('takes a line that lies in it whole, and no other', () => {
    expect(linesLeft(lines, { keep: null, masks: [all] })).toEqual([]);
    expect(linesLeft(lines, { keep: null, masks: [{ ...all, width: 59 }] })).toEqual(lines);
    expect(linesLeft(lines, { keep: [{ x: 0, y: 22, width: 100, height: 40 }], masks: [] })).toEqual([]);
    expect(linesLeft(lines, { keep: [{ x: 0, y: 21, width: 100, height: 40 }], masks: [] })).toEqual(lines);
    expect(linesLeft(lines, { keep: null, masks: [] })).toEqual(lines);
  });

  it('is written over in every sample, and nothing else is', () => {
    const values = new Uint8Array(4 * 3 * 3).fill(9);
    const keep = [{ x: 1, y: 0, width: 2, height: 3 }];
    blacken({ columns: 4, rows: 3, samples: 3, values }, { keep, masks: [{ x: 2, y: 1, width: 9, height: 1 }] }, 0);
    const shown = Array.from({ length: 12 }, (_, at) => (values[3 * at] ?? 0) + (values[3 * at + 2] ?? 0));
    expect(shown).toEqual([0, 18, 18, 0, 0, 18, 0, 0, 0, 18, 18, 0]);
  });

  it('is what an ultrasound device does not call a region, where its regions leave anything', () => {
    const region = { minX: 10, minY: 20, maxX: 89, maxY: 59 };
    expect(pictureRegions([region], 100, 60)).toEqual([{ x: 10, y: 20, width: 80, height: 40 }]);
    expect(pictureRegions([], 100, 60)).toBeNull();
    expect(pictureRegions([{ minX: 0, minY: 0, maxX: 99, maxY: 59 }], 100, 60)).toBeNull();
    expect(pictureRegions([region, { ...region, maxX: 5 }], 100, 60)).toBeNull();
  });
});

describe('pixels that go out', () => {
  const ct: PixelFacts = {
    ...{ sopClass: '1.2.840.10008.5.1.4.1.1.2', modality: 'CT', imageType: ['ORIGINAL', 'PRIMARY'], grey: true },
    ...{ burnedIn: null, lines: 0, blacked: false, looked: false },
  };
  const us: PixelFacts = { ...ct, sopClass: '1.2.840.10008.5.1.4.1.1.6.1', modality: 'US', grey: false };

  it.each<[Partial<PixelFacts>, PixelFacts, string | null]>([
    [{}, ct, null],
    [{ lines: 1 }, ct, 'found'],
    [{ lines: 1, looked: true }, ct, null],
    [{ burnedIn: true }, ct, 'said'],
    [{ burnedIn: true, blacked: true }, ct, null],
    [{ imageType: ['DERIVED', 'SECONDARY', 'SCREEN SAVE'] }, ct, 'capture'],
    [{ grey: false }, ct, 'capture'],
    [{ modality: 'XA' }, ct, 'not-denied'],
    [{ modality: 'XA', burnedIn: false }, ct, null],
    [{ burnedIn: false }, us, 'kind'],
    [{ blacked: true }, us, null],
    [{ blacked: true, lines: 2 }, us, 'found'],
    [{ looked: true, lines: 9 }, us, null],
  ])('%o', (change, facts, expected) => {
    expect(pixelReason({ ...facts, ...change })).toBe(expected);
  });
});
