import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { regionMarks } from '../../../../renderer/objects/region-marks.ts';
import { stateMarks } from '../../../../renderer/objects/state-marks.ts';
import type { RegionMark } from '../../../../shared/model/dicom-object.ts';
import type { ImageInfo } from '../../../../shared/model/image.ts';
import type { Point2 } from '../../../../shared/model/measurement.ts';
import type { PresentationState } from '../../../../shared/model/presentation-state.ts';
import { fromSheet, ontoSheet, sheetPart } from '../../../../shared/rules/sheet-part.ts';
import { stateOnSheet, stateOnSlice } from '../../../../shared/rules/sheet-state.ts';
import { axial } from '../hanging/studies.ts';

const SHEET = { apart: true, rows: 30, columns: 24, across: 3 } as const;
const slices = axial('sheet', 0);
const sheet: ImageInfo = {
  ...slices,
  ...{
    sopUid: '1.2.3',
    frames: 7,
    sheet: SHEET,
    perFrame: Array.from({ length: 7 }, () => slices.perFrame[0] ?? never()),
  },
  ...(slices.pixels ? { pixels: { ...slices.pixels, rows: 10, columns: 8 } } : {}),
};
function never(): never {
  throw new Error('the fixture has a frame');
}

const place = fc.tuple(fc.double({ min: 0, max: 7, noNaN: true }), fc.double({ min: 0, max: 9, noNaN: true }));
const frames = fc.integer({ min: 1, max: 7 });

describe('a slice of a sheet', () => {
  it('stands in its row and column, and any other picture is all of its object', () => {
    expect(sheetPart(sheet, 1)).toEqual({ left: 0, top: 0, columns: 8, rows: 10 });
    expect(sheetPart(sheet, 6)).toEqual({ left: 16, top: 10, columns: 8, rows: 10 });
    expect(sheetPart(slices, 1)).toBeNull();
    expect(ontoSheet(slices, 1, [[1, 2]])).toEqual([[1, 2]]);
    expect(fromSheet(slices, 1, [[1, 2]])).toEqual([[1, 2]]);
  });

  it('has points of its own, and of no other slice', () => {
    fc.assert(
      fc.property(frames, frames, fc.array(place, { minLength: 1 }), (frame, other, points) => {
        const there = ontoSheet(sheet, frame, points);
        const back = fromSheet(sheet, frame, there) ?? [];
        expect(back).toHaveLength(points.length);
        for (const [at, [x, y]] of back.entries()) {
          expect(x).toBeCloseTo(points[at]?.[0] ?? NaN, 9);
          expect(y).toBeCloseTo(points[at]?.[1] ?? NaN, 9);
        }
        if (other !== frame) expect(fromSheet(sheet, other, there)).toBeNull();
      }),
    );
  });
});

describe('what was said of a sheet', () => {
  it('is drawn on the slice that it lies on, whoever said it', () => {
    const mark: RegionMark = {
      ...{ shape: 'POLYLINE', label: 'L', finding: null, points: [18.5, 13.5, 20.5, 15.5] },
      place: { in: 'image', image: { sopUid: '1.2.3', sopClass: '1.2', frames: [] } },
    };
    const drawn = Array.from({ length: 7 }, (_, at) => regionMarks([mark], sheet, at + 1));
    expect(drawn.map((one) => one !== null)).toEqual([false, false, false, false, false, true, false]);
    const line: Point2[] = [
      [2, 3],
      [4, 5],
    ];
    expect(drawn[5]?.[0]).toMatchObject({ kind: 'line', points: line });
  });
});

describe('a presentation state', () => {
  const reference = { sopUid: '1.2.3', sopClass: '1.2', frame: null };
  const state: PresentationState = {
    ...{ kind: 'grey', label: 'VIEW', description: '', creator: null, date: null, time: null },
    images: [{ ...reference, seriesUid: '1.2' }],
    ...{ rescale: null, modalityLut: null, voi: [], shape: 'IDENTITY', presentationLut: null },
    areas: [{ of: [], left: -0.5, top: -0.5, right: 7.5, bottom: 9.5, mode: 'fit', ratio: null }],
    ...{ rotation: 0, flip: false, leftOut: [] },
    shutter: [
      { shape: 'rectangular', left: 1, right: 8, upper: 1, lower: 10 },
      { shape: 'circular', row: 5, column: 4, radius: 3 },
    ],
    bitmaps: [{ role: 'graphic', layer: 'A', rows: 10, columns: 8, runs: [2, 1, 3] }],
    annotations: [
      {
        ...{ of: [], layer: 'A' },
        graphics: [
          {
            type: 'POLYLINE',
            units: 'pixel',
            points: [
              [1, 1],
              [2, 2],
            ],
            filled: false,
            trackingUid: null,
          },
        ],
        texts: [{ text: 'T', units: 'pixel', at: [1, 1], trackingUid: null, anchor: { units: 'pixel', at: [3, 3] } }],
      },
    ],
  };

  it('of one slice stands over its part of the sheet for others, and comes back to it alone', () => {
    fc.assert(
      fc.property(frames, frames, (frame, other) => {
        const written = stateOnSheet(state, sheet, frame);
        expect(stateOnSlice(written, sheet, frame)).toEqual(state);
        const marks = stateMarks(written, 'A', sheet, frame, new Set());
        expect(marks?.map(({ kind }) => kind)).toEqual(['mask', 'line', 'text']);
        if (other === frame) return;
        const there = stateOnSlice(written, sheet, other);
        expect([there.areas, there.annotations[0]?.graphics, there.annotations[0]?.texts]).toEqual([[], [], []]);
      }),
    );
  });

  it('of any other picture is what it is', () => {
    expect(stateOnSheet(state, slices, 1)).toBe(state);
    expect(stateOnSlice(state, slices, 1)).toBe(state);
  });
});
