import { displayFrames } from '../../../../shared/dicom/sort-frames.ts';
import type { SeriesFrame } from '../../../../shared/dicom/sort-frames.ts';
import { ObjectId } from '../../../../shared/model/ids.ts';
import type { FrameInfo, ImageInfo, RowColumn, Vec3 } from '../../../../shared/model/image.ts';
import { cross } from '../../../../shared/rules/vector.ts';
import { step } from '../../../../shared/volume/grid.ts';
import { planVolume } from '../../../../shared/volume/plan-volume.ts';
import type { VolumePlan } from '../../../../shared/volume/plan-volume.ts';
import { imageOf } from '../rules/image-fixture.ts';

export interface PhantomOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly spacing?: RowColumn;
  readonly row?: Vec3;
  readonly column?: Vec3;
  /** Centre of the volume, mm LPS. */
  readonly middle?: Vec3;
  /** Distances of the slices along the normal from the middle, mm; as they were scanned. */
  readonly places?: readonly number[];
  /** How far each slice is pushed down its columns for each mm along the normal: the tangent of the tilt. */
  readonly lean?: number;
  /** Stored value at a place of the patient. */
  readonly value?: (place: Vec3) => number;
  readonly rescale?: { readonly slope: number; readonly intercept: number };
  readonly frame?: (slice: number) => Partial<FrameInfo>;
  readonly image?: (slice: number) => Partial<ImageInfo>;
}

export interface Phantom {
  /** In display order. */
  readonly frames: readonly SeriesFrame[];
  readonly pixelsOf: (frame: SeriesFrame) => Int16Array;
}

/** So many places, `by` mm apart, round the middle. */
export function evenPlaces(count: number, by: number): readonly number[] {
  return Array.from({ length: count }, (_unused, at) => (at - (count - 1) / 2) * by);
}

/** A stack of made-up slices whose stored values are a function of the place in the patient, rounded to whole numbers. */
export function phantom(options: PhantomOptions = {}): Phantom {
  const { columns = 24, rows = 20, spacing = [1, 1], row = [1, 0, 0], column = [0, 1, 0], lean = 0 } = options;
  const { middle = [0, 0, 0], places = evenPlaces(16, 1), value = () => 0 } = options;
  const normal = cross(row, column);
  const pixels = new Map<string, Int16Array>();
  const images = places.map((place, slice): ImageInfo => {
    const centre = step(step(middle, normal, place), column, lean * place);
    const position = step(step(centre, row, (-(columns - 1) / 2) * spacing[1]), column, (-(rows - 1) / 2) * spacing[0]);
    const data = new Int16Array(columns * rows);
    for (let y = 0; y < rows; y += 1) {
      const start = step(position, column, y * spacing[0]);
      for (let x = 0; x < columns; x += 1) data[y * columns + x] = Math.round(value(step(start, row, x * spacing[1])));
    }
    const objectId = ObjectId.parse(String(slice).padStart(26, '0'));
    const image = imageOf({
      size: [columns, rows],
      frame: {
        position,
        orientation: [...row, ...column],
        pixelSpacing: spacing,
        rescale: { slope: 1, intercept: 0, type: 'HU', ...options.rescale },
        windows: [{ center: 40, width: 400, explanation: null }],
        ...options.frame?.(slice),
      },
    });
    const made = {
      ...image,
      objectId,
      instanceNumber: slice + 1,
      sopUid: `1.2.3.${slice}`,
      frameOfReference: '1.2.840.9',
      ...options.image?.(slice),
    };
    pixels.set(made.objectId, data);
    return made;
  });
  return {
    frames: displayFrames(images),
    pixelsOf: ({ image }) => pixels.get(image.objectId) ?? new Int16Array(),
  };
}

/** The volume of a phantom, with its slices in the order of the grid. @throws where it is none */
export function volumeOf(
  made: Phantom,
): Extract<VolumePlan, { ok: true }> & { readonly pixels: readonly Int16Array[] } {
  const plan = planVolume(made.frames);
  if (!plan.ok) throw new Error(plan.words);
  return { ...plan, pixels: plan.frames.map((frame) => made.pixelsOf(frame)) };
}

const OBLIQUE = ((): { row: Vec3; column: Vec3 } => {
  const [c, s] = [Math.cos(0.3), Math.sin(0.3)];
  return { row: [c, s, 0], column: [-s * c, c * c, -s] };
})();

/** Eight ways in which a scanner may have laid its slices: directions, flips, head and feet first, leaning. */
export const EIGHT_WAYS: readonly { readonly name: string; readonly row: Vec3; readonly column: Vec3 }[] = [
  { name: 'axial', row: [1, 0, 0], column: [0, 1, 0] },
  { name: 'axial, left and right changed', row: [-1, 0, 0], column: [0, 1, 0] },
  { name: 'axial, prone', row: [-1, 0, 0], column: [0, -1, 0] },
  { name: 'axial, front and back changed', row: [1, 0, 0], column: [0, -1, 0] },
  { name: 'coronal', row: [1, 0, 0], column: [0, 0, -1] },
  { name: 'coronal, head down', row: [1, 0, 0], column: [0, 0, 1] },
  { name: 'sagittal', row: [0, 1, 0], column: [0, 0, -1] },
  { name: 'oblique', ...OBLIQUE },
];
