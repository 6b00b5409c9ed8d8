// @vitest-environment jsdom
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GlassLayer, GlassMark } from '../../../../renderer/viewer/layers/glass-layer.ts';
import type { FrameRef } from '../../../../renderer/viewer/image-id.ts';
import { MARKS_A_LAYER, marksOver } from '../../../../renderer/viewer/layers/layer-marks.ts';
import { LayerPane } from '../../../../renderer/viewer/layers/layer-pane.ts';
import { onGlass, pictureMap } from '../../../../renderer/viewer/layers/picture-map.ts';
import type { PictureMap } from '../../../../renderer/viewer/layers/picture-map.ts';
import { pathOf } from '../../../../renderer/viewer/layers/svg-marks.ts';
import { ObjectId } from '../../../../shared/model/ids.ts';
import type { Point2 } from '../../../../shared/model/measurement.ts';

const A: FrameRef = { objectId: ObjectId.parse('0'.repeat(26)), frame: 1 };
const B: FrameRef = { ...A, frame: 2 };
const PLAIN: PictureMap = { origin: [10, 20], across: [2, 0], down: [0, 2] };

function layer(name: string, marks: readonly GlassMark[], over: FrameRef = A): GlassLayer {
  return { id: name, name, colour: 'rgb(0, 255, 0)', of: (ref) => (ref.frame === over.frame ? marks : null) };
}

const LINE: GlassMark = {
  kind: 'line',
  points: [
    [0, 0],
    [3, 4],
  ],
  closed: true,
  dashed: true,
};

describe('the map from picture to glass', () => {
  it('puts every pixel where pan, zoom, flip and rotation put it', () => {
    const number = fc.double({ min: -2000, max: 2000, noNaN: true });
    fc.assert(
      fc.property(
        fc.constantFrom(0, 90, 180, 270),
        fc.boolean(),
        fc.double({ min: 0.1, max: 20, noNaN: true }),
        fc.tuple(number, number),
        fc.tuple(number, number),
        (rotation, flip, zoom, [panX, panY], [x, y]) => {
          const angle = (rotation * Math.PI) / 180;
          const place = ([px, py]: Point2): Point2 => {
            const across = zoom * (flip ? -px : px);
            const down = zoom * py;
            return [
              panX + across * Math.cos(angle) - down * Math.sin(angle),
              panY + across * Math.sin(angle) + down * Math.cos(angle),
            ];
          };
          const map = pictureMap(place);
          if (!map) throw new Error('no map');
          const [gotX, gotY] = onGlass(map, [x, y]);
          const [wantedX, wantedY] = place([x, y]);
          expect(gotX).toBeCloseTo(wantedX, 4);
          expect(gotY).toBeCloseTo(wantedY, 4);
        },
      ),
    );
  });

  it('is none while the viewport has nothing placed', () => {
    expect(pictureMap(() => null)).toBeNull();
    expect(pictureMap(() => [Number.NaN, 0])).toBeNull();
  });

  it('draws lines in the pixels of the glass', () => {
    expect(
      pathOf(
        [
          [0, 0],
          [3, 4],
        ],
        true,
        PLAIN,
      ),
    ).toBe('M10.00,20.00L16.00,28.00Z');
    expect(pathOf([[1, 1]], false, PLAIN)).toBe('M12.00,22.00h0.01');
    expect(pathOf([], true, PLAIN)).toBe('');
  });
});

describe('marks of a layer', () => {
  it('stand over the picture that the layer speaks of, and over no other', () => {
    expect(marksOver([layer('one', [LINE])], A).map(({ marks }) => marks.length)).toEqual([1]);
    expect(marksOver([layer('one', [LINE])], B)).toEqual([]);
  });

  it('leaves out what cannot be drawn and what is beyond the cap', () => {
    const bad: GlassMark[] = [
      { kind: 'line', points: [], closed: false },
      { kind: 'point', at: [Number.POSITIVE_INFINITY, 0] },
      { kind: 'mask', columns: 4, rows: 4, alpha: new Uint8Array(15) },
    ];
    expect(marksOver([layer('bad', bad)], A)).toEqual([]);
    const many = Array.from({ length: MARKS_A_LAYER + 10 }, () => LINE);
    expect(marksOver([layer('many', many)], A)[0]?.marks.length).toBe(MARKS_A_LAYER);
  });
});

describe('the pane over a viewport', () => {
  let pane: LayerPane;
  beforeEach(() => {
    const glass = document.createElement('canvas');
    document.body.append(glass);
    pane = new LayerPane(glass);
  });
  afterEach(() => {
    pane.dispose();
    document.body.replaceChildren();
  });
  const drawn = (): string | undefined => document.querySelector<HTMLElement>('[data-layers]')?.dataset['layers'];

  it('draws lines, points and words, and moves them with the picture', () => {
    const marks: GlassMark[] = [LINE, { kind: 'point', at: [1, 1] }, { kind: 'text', at: [5, 5], text: '<b>mass</b>' }];
    const layers = [layer('CAD', marks)];
    pane.draw(layers, A, PLAIN);
    expect(drawn()).toBe('CAD');
    expect(document.querySelectorAll('g path')).toHaveLength(2);
    const text = document.querySelector('g text');
    expect(text?.textContent).toBe('<b>mass</b>');
    expect(text?.children).toHaveLength(0);
    expect(text?.getAttribute('x')).toBe('20.0');
    pane.draw(layers, A, { ...PLAIN, origin: [110, 20] });
    expect(document.querySelector('g text')?.getAttribute('x')).toBe('120.0');
  });

  it('what a program found is a diamond', () => {
    pane.draw([layer('One', [{ kind: 'point', at: [0, 0], diamond: true }])], A, PLAIN);
    expect(document.querySelector('g path')?.getAttribute('d')).toBe(
      'M5.00,20.00L10.00,15.00L15.00,20.00L10.00,25.00Z',
    );
  });

  it('F50: is empty as soon as its picture is not on the glass', () => {
    const layers = [layer('CAD', [LINE])];
    pane.draw(layers, A, PLAIN);
    pane.draw(layers, B, PLAIN);
    expect(drawn()).toBe('');
    expect(document.querySelector('g')).toBeNull();
    pane.draw(layers, A, PLAIN);
    pane.draw(layers, null, null);
    expect(drawn()).toBeUndefined();
    expect(document.querySelector('g')).toBeNull();
  });
});
