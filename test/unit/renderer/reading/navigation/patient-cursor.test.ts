import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stackedSeries } from '../../../../../renderer/hanging/series-stacks.ts';
import { LinkedScroll } from '../../../../../renderer/reading/linked-scroll.ts';
import { PatientCursor } from '../../../../../renderer/reading/navigation/patient-cursor.ts';
import type { CursorGlass } from '../../../../../renderer/reading/navigation/patient-cursor.ts';
import type { GlassLayer, GlassMark } from '../../../../../renderer/viewer/layers/glass-layer.ts';
import { EMPTY_GLASS } from '../../../../../renderer/viewer/glass-truth.ts';
import { frameInfo } from '../../../../../shared/model/image.ts';
import type { ImageInfo, Orientation, Vec3 } from '../../../../../shared/model/image.ts';
import type { Point2 } from '../../../../../shared/model/measurement.ts';
import { planeNormal } from '../../../../../shared/rules/geometry.ts';
import { cross, dot, length, minus } from '../../../../../shared/rules/vector.ts';
import { objectId, seriesOf } from '../../../shared/hanging/studies.ts';
import { imageOf } from '../../../shared/rules/image-fixture.ts';

const SPACE = '1.2.9';
const SIZE = 90;

interface Lay {
  readonly orientation: Orientation;
  /** Of the first pixel of the first slice. */
  readonly first: Vec3;
  /** From one slice to the next. */
  readonly step: Vec3;
  readonly spacing: number;
  readonly count: number;
}

const [C, S] = [Math.cos(0.35), Math.sin(0.35)];
const LAYS: Readonly<Record<string, Lay>> = {
  axial: { orientation: [1, 0, 0, 0, 1, 0], first: [-40, -40, -45], step: [0, 0, 3], spacing: 0.9, count: 30 },
  // The gantry leans by twenty degrees: the table moves on, and the slices are not one above the other along their normal.
  tilted: { orientation: [1, 0, 0, 0, C, S], first: [-38, -42, -50], step: [0, 0, 4], spacing: 0.95, count: 22 },
  // As planes of a reformat lie, head first.
  coronal: { orientation: [1, 0, 0, 0, 0, -1], first: [-40, -35, 42], step: [0, 1.5, 0], spacing: 0.9, count: 50 },
  oblique: { orientation: [C, S, 0, 0, 0, -1], first: [-20, -50, 40], step: [-1.2 * S, 1.2 * C, 0], spacing: 0.88, count: 60 }, // prettier-ignore
};

function imagesOf(
  name: string,
  { orientation, first, step, spacing, count }: Lay,
  frameOfReference = SPACE,
): ImageInfo[] {
  return Array.from({ length: count }, (_unused, at) =>
    imageOf({
      size: [SIZE, SIZE],
      frame: {
        position: [first[0] + at * step[0], first[1] + at * step[1], first[2] + at * step[2]],
        ...{ orientation, pixelSpacing: [spacing, spacing], sliceThickness: 1 },
      },
      image: { objectId: objectId(`${name} ${at}`), sopUid: `1.2.${name}.${at}`, frameOfReference, instanceNumber: at },
    }),
  );
}

interface TestGlass extends CursorGlass {
  target: number;
  marksOn(index: number): readonly GlassMark[] | null;
}

/** Viewports with a stack each, tied as the desk ties them; nothing is drawn, all else is real. */
function desk(spaces: Readonly<Record<string, string>> = {}) {
  const link = new LinkedScroll();
  const known = new Map<string, ImageInfo>();
  const glasses = Object.entries(LAYS).map(([id, lay]) => {
    const images = imagesOf(id, lay, spaces[id]);
    for (const image of images) known.set(image.objectId, image);
    const [stack] = stackedSeries(seriesOf(id, 'CT', images)).stacks;
    if (!stack) throw new Error('no stack');
    let layers: readonly GlassLayer[] = [];
    const glass: TestGlass = {
      ...{ id, stack: stack.refs, target: 0 },
      get truth() {
        const ref = stack.refs[glass.target] ?? null;
        return { ...EMPTY_GLASS, state: 'shown' as const, ref, image: (ref && known.get(ref.objectId)) ?? null };
      },
      scrollTo: (index: number) => void (glass.target = index),
      setLayers: (own: readonly GlassLayer[]) => void (layers = own),
      marksOn: (index: number): readonly GlassMark[] | null => {
        const ref = stack.refs[index];
        return (ref && layers[0]?.of(ref)) ?? null;
      },
    };
    link.set(id, { handle: glass, stack: stack.link, studyId: 's', role: 'current' });
    return glass;
  });
  const handles = (): readonly CursorGlass[] => glasses;
  const source = { image: (id: string) => known.get(id) ?? null };
  const cursor = new PatientCursor({ source, handles, link, registered: () => null }, () => undefined);
  return { cursor, glasses };
}

/** Where a pixel lies, from the header as Part 3 C.7.6.2.1.1 has it. */
function placeOf(image: ImageInfo, [x, y]: Point2): Vec3 {
  const { position, orientation, pixelSpacing } = frameInfo(image, 1);
  const [a, b, c, d, e, f] = orientation ?? [0, 0, 0, 0, 0, 0];
  const [u, v] = [x * (pixelSpacing?.[1] ?? 0), y * (pixelSpacing?.[0] ?? 0)];
  const [px, py, pz] = position ?? [0, 0, 0];
  return [px + u * a + v * d, py + u * b + v * e, pz + u * c + v * f];
}

/** The middle of a cross: half way between where its two arms along a row begin. */
function middleOf(marks: readonly GlassMark[]): Point2 {
  const [right, left] = marks.flatMap((mark) => (mark.kind === 'line' ? [mark.points[0]] : []));
  if (!right || !left) throw new Error('there is no cross');
  return [(right[0] + left[0]) / 2, (right[1] + left[1]) / 2];
}

const names = Object.keys(LAYS);
const pointed = fc.record({
  from: fc.constantFrom(...names),
  share: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
  pixel: fc.tuple(fc.double({ min: 15, max: 75, noNaN: true }), fc.double({ min: 15, max: 75, noNaN: true })),
});

describe('the 3D cursor', () => {
  it('stands in every viewport at the pixel of its one place, on the slice that it lies in, tilted or oblique too (property)', () => {
    let crosses = 0;
    fc.assert(
      fc.property(pointed, ({ from, share, pixel }) => {
        const { cursor, glasses } = desk();
        const own = glasses.find(({ id }) => id === from);
        if (!own) throw new Error(from);
        own.target = Math.floor(share * own.stack.length);
        const image = own.truth.image;
        expect(image && cursor.point(own, pixel)).toBe(true);
        const place = image ? placeOf(image, pixel) : [0, 0, 0] as const; // prettier-ignore
        for (const glass of glasses) {
          const lay = LAYS[glass.id];
          const shown = glass.truth.image;
          const normal = lay && planeNormal(lay.orientation);
          if (!lay || !shown || !normal) throw new Error('the fixture has places');
          const thick = Math.abs(dot(lay.step, normal));
          const marks = glass.marksOn(glass.target);
          const off = minus([...place], placeOf(shown, [0, 0]));
          const inPicture = [lay.orientation.slice(0, 3), lay.orientation.slice(3)].every((axis) => {
            const along = dot(off, [axis[0] ?? 0, axis[1] ?? 0, axis[2] ?? 0]) / lay.spacing;
            return along > -0.5 && along < SIZE - 0.5;
          });
          // Beyond the stack, or beside its pictures, nothing is shown.
          if (Math.abs(dot(off, normal)) > Math.max(thick, 1) / 2 + 0.02 || !inPicture) {
            expect(marks).toBeNull();
            continue;
          }
          const miss = minus([...place], placeOf(shown, middleOf(marks ?? [])));
          // On the picture itself exact; what is left is how far the slice lies from the place.
          expect(length(cross(miss, normal))).toBeLessThan(1e-6);
          expect(length(miss)).toBeLessThanOrEqual(thick / 2 + 0.02);
          const elsewhere = glass.stack.flatMap((_ref, at) => (at !== glass.target && glass.marksOn(at) ? [at] : []));
          expect(elsewhere.length).toBeLessThanOrEqual(Math.abs(dot(off, normal)) > thick / 2 - 0.02 ? 1 : 0);
          crosses += 1;
        }
      }),
      { numRuns: 60 },
    );
    expect(crosses).toBeGreaterThan(150);
  });

  it('says nothing in another space, and is gone when it is put away', () => {
    const { cursor, glasses } = desk({ coronal: '9.9' });
    const [axial] = glasses;
    if (!axial) throw new Error('no viewport');
    axial.target = 15;
    expect(cursor.point(axial, [45, 45])).toBe(true);
    const shown = () => glasses.flatMap((glass) => (glass.marksOn(glass.target) === null ? [] : [glass.id]));
    expect(shown()).toEqual(['axial', 'tilted', 'oblique']);
    cursor.clear();
    expect(shown()).toEqual([]);
  });
});
