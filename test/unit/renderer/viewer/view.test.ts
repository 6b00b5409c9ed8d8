import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitScale } from '../../../../renderer/viewer/placement.ts';
import { prefetchOrder } from '../../../../renderer/viewer/prefetch-order.ts';
import { scaleBar } from '../../../../renderer/viewer/scale-bar.ts';
import { INITIAL_VIEW, mirrored, rotated } from '../../../../renderer/viewer/view-state.ts';
import { glassLines } from '../../../../renderer/viewer/tools/glass-lines.ts';
import { EMPTY_GLASS, readGlass } from '../../../../renderer/viewer/glass-truth.ts';
import type { ViewState } from '../../../../renderer/viewer/view-state.ts';
import { glassAttributes } from '../../../../renderer/viewer/viewport-attributes.ts';
import type { SeriesFacts } from '../../../../renderer/viewer/overlay-text.ts';
import { qualityMarks } from '../../../../renderer/viewer/overlay-text.ts';
import { NO_FAULTS } from '../../../../shared/hanging/slice-faults.ts';
import { axial } from '../../shared/hanging/studies.ts';

describe('turning and mirroring', () => {
  it('four turns and two mirrors change nothing, in any order that undoes itself', () => {
    fc.assert(
      fc.property(fc.constantFrom(0, 90, 180, 270), fc.boolean(), (rotation, flip) => {
        const view = { ...INITIAL_VIEW, rotation, flip };
        expect(rotated(rotated(rotated(rotated(view, 90), 90), 90), 90)).toEqual(view);
        expect(mirrored(mirrored(view))).toEqual(view);
        expect(rotated(rotated(view, 90), -90)).toEqual(view);
        // A mirror of the screen turns the sense of rotation round.
        expect(mirrored(rotated(view, 90))).toEqual(rotated(mirrored(view), -90));
      }),
    );
  });
});

describe('fitting a picture', () => {
  it('takes the turn and the shape of the pixels into account', () => {
    const canvas = { width: 400, height: 200 };
    const image = { width: 100, height: 100 };
    expect(fitScale(canvas, image, [1, 1], 0)).toBe(2);
    expect(fitScale(canvas, image, [1, 4], 0)).toBe(1);
    expect(fitScale(canvas, { width: 200, height: 100 }, [1, 1], 90)).toBeCloseTo(1);
  });
});

describe('pictures of one scale', () => {
  it('are said to stand at the scale that they share, not at the one at which each would fit', () => {
    const image = axial('a', 0, { pixels: { ...axial('p', 0).pixels, columns: 950, rows: 1080 } as never });
    const ref = { objectId: image.objectId, frame: 1 };
    const zoomOf = (view: Partial<ViewState>): number =>
      readGlass({
        ...{ source: { image: () => image, decoded: () => null } as never, stack: [ref], target: 0, shown: ref },
        ...{ failure: null, view: { ...INITIAL_VIEW, ...view }, canvas: { width: 480, height: 540 } },
        ...{ paintedBy: EMPTY_GLASS.paintedBy, overlaysShown: true, fused: null, doubts: [] },
      }).zoom;
    const room = { width: 950, height: 1200 };
    expect(zoomOf({})).toBeCloseTo(0.5);
    expect(zoomOf({ room })).toBeCloseTo(0.45);
    expect(zoomOf({ room, scale: 2 })).toBe(2);
  });
});

describe('loading ahead', () => {
  it('takes three places in the direction of travel for one behind', () => {
    expect(prefetchOrder(100, 50, 1, 8)).toEqual([51, 52, 53, 49, 54, 55, 56, 48]);
    expect(prefetchOrder(100, 50, -1, 4)).toEqual([49, 48, 47, 51]);
    expect(prefetchOrder(100, 50, 0, 4)).toEqual([51, 49, 52, 48]);
  });

  it('names every other place exactly once when there is room', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 80 }),
        fc.nat(79),
        fc.constantFrom(-1 as const, 0 as const, 1 as const),
        (count, raw, direction) => {
          const at = raw % count;
          const order = prefetchOrder(count, at, direction, 1000);
          expect([...order, at].toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
        },
      ),
    );
  });
});

describe('the scale bar', () => {
  it('has a round length that fits the room', () => {
    expect(scaleBar(0.5, [0.5, 0.5], 1, 1, 250)).toEqual({ cssPixels: 200, label: '10 cm' });
    expect(scaleBar(0.5, [0.5, 0.5], 10, 1, 250)).toEqual({ cssPixels: 200, label: '1 cm' });
    expect(scaleBar(Number.NaN, [1, 1], 1, 1, 250)).toBeNull();
  });
});

const facts: SeriesFacts = {
  studyUid: '1.2',
  seriesUid: '1.3',
  role: 'prior',
  patient: '',
  patientId: '',
  modality: 'CT',
  series: '',
  stack: '',
  studyDate: '',
  institution: '',
  received: 842,
  expected: 1000,
};

describe('what a viewport says about itself', () => {
  const image = axial('a', 10, { lossy: { ratio: 12 }, sopUid: '1.2.3.4' });
  const shown = {
    ...EMPTY_GLASS,
    state: 'shown' as const,
    ref: { objectId: image.objectId, frame: 1 },
    image,
    index: 4,
    target: 4,
    count: 9,
    voi: { kind: 'window' as const, center: 40, width: 400, fn: 'LINEAR' as const },
  };

  it('names the picture on the glass, its window, its edges and its spacing', () => {
    expect(glassAttributes('v1-1', { ...shown, rotation: 90, flip: true }, facts)).toMatchObject({
      'data-viewport-id': 'v1-1',
      'data-state': 'shown',
      'data-role': 'prior',
      'data-sop-uid': '1.2.3.4',
      'data-object-id': image.objectId,
      'data-frame': 1,
      'data-index': 4,
      'data-count': 9,
      'data-expected': 1000,
      'data-window-center': '40',
      'data-window-width': '400',
      'data-voi-function': 'LINEAR',
      'data-rotation': 90,
      'data-flip': 'true',
      'data-orientation': 'P/A/L/R',
      'data-spacing': '1\\1 mm',
      'data-quality': 'partial',
    });
  });

  it('names no picture while none is there', () => {
    const loading = glassAttributes('v1-1', { ...EMPTY_GLASS, state: 'loading', count: 9 }, facts);
    expect(loading['data-state']).toBe('loading');
    expect(loading['data-sop-uid']).toBeUndefined();
    // A report or a segmentation hangs with words in its place: the page says whose it is.
    expect(glassAttributes('v1-1', EMPTY_GLASS, facts)['data-study-uid']).toBe(facts.studyUid);
    expect(glassAttributes('v1-1', EMPTY_GLASS, facts)['data-quality']).toBeUndefined();
    expect(glassAttributes('v1-1', EMPTY_GLASS, null)).toEqual({
      'data-viewport-id': 'v1-1',
      'data-state': 'empty',
      'data-count': 0,
    });
  });

  it('says at the slice, and in its attributes, that others are missing', () => {
    const faults = { ...NO_FAULTS, order: 'position' as const, gaps: [{ after: 4, missing: 3 }] };
    const words = '3 slices missing between 5 and 6';
    const texts = (index: number): readonly string[] =>
      qualityMarks({ ...shown, index, target: index }, facts, faults).map((mark) => mark.text);
    expect(texts(4)).toContain(words);
    expect(texts(5)).toContain(words);
    expect(texts(6)).not.toContain(words);
    const attributes = glassAttributes('v1-1', shown, facts, faults);
    expect(attributes).toMatchObject({ 'data-order': 'position', 'data-missing': 3, 'data-duplicates': 0 });
  });

  it('says for good that an object has another number of frames than its header', () => {
    const cut = { ...shown, objectFrames: { declared: 10, found: 7 } };
    expect(qualityMarks(cut, facts).map((mark) => mark.text)).toContain('7 FRAMES FOUND, 10 DECLARED');
    const attributes = glassAttributes('v1-1', cut, facts);
    expect(attributes).toMatchObject({ 'data-frames-declared': 10, 'data-frames-found': 7 });
    expect(glassAttributes('v1-1', shown, facts)).not.toHaveProperty('data-frames-found');
  });

  it('says what may mislead', () => {
    const marks = qualityMarks({ ...shown, flip: true, rotation: 90, inverted: true }, facts).map((mark) => mark.text);
    expect(marks).toEqual(['PARTIAL 842/1000', 'LOSSY 12:1', 'FLIPPED', 'ROTATED 90°', 'INVERTED']);
  });
});

describe('text beside a drawing', () => {
  it('names the measurement and keeps the ground of its values', () => {
    const result = {
      values: [{ name: 'length', value: 12.34, unit: 'mm' }],
      basis: 'at detector',
      warnings: ['half outside'],
    };
    expect(glassLines(3, result)).toEqual(['M3  length 12.3 mm', '(at detector)', '! half outside']);
  });

  it('keeps the statistics of a region short', () => {
    const unit = "[hnsf'U]";
    const values = [
      { name: 'area', value: 150, unit: 'mm2' },
      { name: 'perimeter', value: 50, unit: 'mm' },
      { name: 'mean', value: 40.26, unit },
      { name: 'standard deviation', value: 9.9, unit },
      { name: 'minimum', value: -10, unit },
      { name: 'maximum', value: 90, unit },
      { name: 'pixel count', value: 150, unit: '1' },
    ];
    const lines = glassLines(1, { values, basis: 'pixel spacing', warnings: [] });
    expect(lines).toEqual(['M1  area 150 mm²', 'mean 40.3 HU  SD 9.9 HU', 'min -10 HU  max 90 HU', '(pixel spacing)']);
  });
});
