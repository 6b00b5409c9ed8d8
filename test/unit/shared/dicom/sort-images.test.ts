import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortImages } from '../../../../shared/dicom/sort-images.ts';
import type { SortableImage } from '../../../../shared/dicom/sort-images.ts';
import type { FrameInfo, Orientation, Vec3 } from '../../../../shared/model/image.ts';

const AXIAL: Orientation = [1, 0, 0, 0, 1, 0];
const CORONAL: Orientation = [1, 0, 0, 0, 0, -1];
const SAGITTAL: Orientation = [0, 1, 0, 0, 0, -1];

interface Facts {
  readonly name: string;
  readonly number?: number | null;
  readonly position?: Vec3 | null;
  readonly orientation?: Orientation | null;
  readonly acquisition?: number | null;
  readonly temporal?: number | null;
  readonly stack?: string | null;
}

function image(facts: Facts): SortableImage & { readonly name: string } {
  const frame: FrameInfo = {
    position: facts.position ?? null,
    orientation: facts.orientation ?? null,
    pixelSpacing: null,
    sliceThickness: null,
    windows: [],
    voiFunction: 'LINEAR',
    rescale: null,
    stack: facts.stack === undefined ? null : { id: facts.stack, position: null },
    temporalPosition: facts.temporal ?? null,
  };
  return {
    name: facts.name,
    sopUid: `1.2.${facts.name}`,
    instanceNumber: facts.number ?? null,
    acquisitionNumber: facts.acquisition ?? null,
    perFrame: [frame],
  };
}

const axial = (name: string, z: number, more: Partial<Facts> = {}) =>
  image({ name, position: [0, 0, z], orientation: AXIAL, ...more });
const order = (images: readonly (SortableImage & { readonly name: string })[]): string =>
  sortImages(images)
    .map(({ name }) => name)
    .join('');

describe('sortImages', () => {
  it('stacks axial slices from head to feet, whatever their numbers say', () => {
    expect(order([axial('a', 0, { number: 1 }), axial('b', 10, { number: 2 }), axial('c', 5, { number: 3 })])).toBe(
      'bca',
    );
  });

  it('stacks coronal slices from front to back and sagittal ones from right to left', () => {
    const coronal = (name: string, y: number) => image({ name, position: [0, y, 0], orientation: CORONAL });
    const sagittal = (name: string, x: number) => image({ name, position: [x, 0, 0], orientation: SAGITTAL });
    expect(order([coronal('a', 5), coronal('b', -5)])).toBe('ba');
    expect(order([sagittal('a', 5), sagittal('b', -5)])).toBe('ba');
  });

  it('gives the same direction when the scanner went the other way or flipped the columns', () => {
    const upside: Orientation = [1, 0, 0, 0, -1, 0];
    const flipped = (name: string, z: number) => image({ name, position: [0, 0, z], orientation: upside });
    expect(order([flipped('a', 0), flipped('b', 10)])).toBe('ba');
  });

  it('projects on the normal of a tilted gantry', () => {
    const tilt: Orientation = [1, 0, 0, 0, 0.9659, 0.2588];
    const slice = (name: string, y: number, z: number) => image({ name, position: [0, y, z], orientation: tilt });
    // The second lies lower in z, yet further along the normal, because the table moved in y.
    expect(order([slice('a', 0, 0), slice('b', -40, -1)])).toBe('ba');
  });

  it('keeps orientations apart and leads with the one of the lowest number', () => {
    const scout = image({ name: 's', number: 1, position: [0, 0, 0], orientation: CORONAL });
    expect(order([axial('a', 0, { number: 3 }), scout, axial('b', 5, { number: 2 })])).toBe('sba');
  });

  it('splits phases at the same places by temporal position', () => {
    const images = [
      axial('a', 0, { temporal: 2, number: 1 }),
      axial('b', 0, { temporal: 1, number: 4 }),
      axial('c', 5, { temporal: 1, number: 3 }),
      axial('d', 5, { temporal: 2, number: 2 }),
    ];
    expect(order(images)).toBe('cbda');
  });

  it('splits by stack or acquisition when that tells volumes apart', () => {
    const by = (key: 'stack' | 'acquisition') => {
      const value = (n: number) => (key === 'stack' ? { stack: String(n) } : { acquisition: n });
      return order([
        axial('a', 0, value(2)),
        axial('b', 0, value(1)),
        axial('c', 5, value(1)),
        axial('d', 5, value(2)),
      ]);
    };
    expect(by('stack')).toBe('cbda');
    expect(by('acquisition')).toBe('cbda');
  });

  it('does not split one volume that was scanned in several acquisitions', () => {
    expect(
      order([axial('a', 0, { acquisition: 1 }), axial('b', 5, { acquisition: 2 }), axial('c', 10, { acquisition: 1 })]),
    ).toBe('cba');
  });

  it('makes volumes by rank where nothing names them', () => {
    const images = [
      axial('a', 0, { number: 1 }),
      axial('b', 0, { number: 2 }),
      axial('c', 5, { number: 3 }),
      axial('d', 5, { number: 4 }),
    ];
    expect(order(images)).toBe('cadb');
  });

  it('sorts by instance number where there is no geometry, and puts that last', () => {
    const bare = (name: string, number: number | null) => image({ name, number });
    expect(order([bare('x', 2), axial('a', 0, { number: 9 }), bare('y', 1), bare('z', null)])).toBe('ayxz');
  });

  it('takes a position without orientation for no geometry', () => {
    const half = (name: string, number: number, z: number) => image({ name, number, position: [0, 0, z] });
    expect(order([half('a', 2, 10), half('b', 1, 0)])).toBe('ba');
  });

  const anyImage = fc
    .record({
      name: fc.uuid(),
      number: fc.option(fc.integer({ min: 0, max: 20 })),
      position: fc.option(
        fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 })),
      ),
      orientation: fc.option(fc.constantFrom(AXIAL, CORONAL, SAGITTAL)),
      acquisition: fc.option(fc.integer({ min: 1, max: 2 })),
      temporal: fc.option(fc.integer({ min: 1, max: 2 })),
    })
    .map(image);

  it('keeps every image, and does not depend on the order of arrival', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyImage, { selector: ({ name }) => name, maxLength: 30 }),
        fc.infiniteStream(fc.nat()),
        (images, random) => {
          const sorted = sortImages(images);
          expect(new Set(sorted)).toEqual(new Set(images));
          const shuffled = images
            .map((one) => ({ one, key: random.next().value ?? 0 }))
            .sort((a, b) => a.key - b.key)
            .map(({ one }) => one);
          expect(sortImages(shuffled)).toEqual(sorted);
          expect(sortImages(sorted)).toEqual(sorted);
        },
      ),
    );
  });
});
