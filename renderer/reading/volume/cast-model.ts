import type { SeriesFrame } from '../../../shared/dicom/sort-frames.ts';
import type { VolumePreset } from '../../../shared/model/desk-volume.ts';
import type { Vec3 } from '../../../shared/model/image.ts';
import type { Point2 } from '../../../shared/model/measurement.ts';
import { HOUNSFIELD, modalityUnit } from '../../../shared/rules/modality.ts';
import { directionLetters } from '../../../shared/rules/orientation.ts';
import { frontCamera, throughPixel, turnedCamera } from '../../../shared/volume/cast/camera.ts';
import type { Camera, CameraTurn } from '../../../shared/volume/cast/camera.ts';
import type { CastBox, CastOrder } from '../../../shared/volume/cast/cast-rows.ts';
import type { CastGrid } from '../../../shared/volume/cast/cast-volume.ts';
import { cutOf } from '../../../shared/volume/cast/cut.ts';
import type { Cut } from '../../../shared/volume/cast/cut.ts';
import type { FoundBody } from '../../viewer/index.ts';
import { presetsFor } from '../../../shared/volume/cast/transfer.ts';
import type { CastPreset } from '../../../shared/volume/cast/transfer.ts';

/** A side of the picture; a coarser one is a whole number of times smaller. */
export const PIXELS = 512;
/** While it moves, and what it becomes when it rests. */
export const MOVING = 4;
export const MOVING_ON_CARD = 2;
export const RESTING = [2, 1] as const;
/** The keys of a face move it so far, mm. */
const FACE_MM = 5;
/** Narrowest and widest field, mm. */
const FIELDS = [10, 2000] as const;

/** One face of the clipping box: an axis of the volume, and which end of it. */
export interface Face {
  readonly axis: 0 | 1 | 2;
  readonly end: 'low' | 'high';
}
export const FACES: readonly Face[] = ([0, 1, 2] as const).flatMap((axis) => [
  { axis, end: 'low' } as const,
  { axis, end: 'high' } as const,
]);

/** How a volume is looked at from outside, as the reader left it: plain values, changed as a whole. */
export class CastModel {
  readonly grid: CastGrid;
  readonly presets: readonly CastPreset[];
  /** Values in which the patient can be told from the couch. */
  readonly hasTable: boolean;
  camera: Camera;
  preset = 0;
  box: CastBox;
  /** The face that the keys move; null: none was chosen yet. */
  face: number | null = null;
  /** The patient in the volume; null: nobody found it, or it was not looked for. */
  body: FoundBody | null = null;
  /** Everything else was emptied. */
  tableGone = false;
  byCard = false;
  /** Why it is not drawn by the card that began it, in words. */
  instead: string | null = null;
  /** What the mouse does next, in words. */
  note: string | null = null;
  cuts: readonly Cut[] = [];

  constructor(grid: CastGrid, middle: SeriesFrame) {
    this.grid = grid;
    const isHounsfield = modalityUnit(middle.image, middle.frame) === HOUNSFIELD;
    this.hasTable = middle.image.modality === 'CT' && isHounsfield;
    this.presets = presetsFor(middle.image.modality, isHounsfield);
    this.camera = frontCamera(grid);
    this.box = wholeBox(grid);
  }

  get now(): CastPreset {
    const found = this.presets[this.preset] ?? this.presets[0];
    if (!found) throw new RangeError('there is always a preset');
    return found;
  }

  /** As a hanging asks for it; values that have no such tissue are projected. */
  choose(wanted: VolumePreset): void {
    const at = this.presets.findIndex(({ id }) => id === wanted);
    this.preset =
      at < 0
        ? Math.max(
            0,
            this.presets.findIndex(({ kind }) => kind === 'projection'),
          )
        : at;
  }

  order(times: number, padding: number): CastOrder {
    const finest = Math.min(...this.grid.spacing);
    return {
      ...{ camera: this.camera, preset: this.now, box: this.box, cuts: this.cuts, padding },
      pixels: PIXELS / times,
      stepMm: times === 1 ? finest : 2 * finest,
    };
  }

  turn(by: CameraTurn): void {
    this.camera = turnedCamera(this.camera, by);
  }

  zoom(factor: number): void {
    const field = Math.max(FIELDS[0], Math.min(FIELDS[1], this.camera.field / factor));
    this.camera = { ...this.camera, field };
  }

  /** By pixels of the picture. */
  pan([x, y]: Point2): void {
    const middle = (PIXELS - 1) / 2;
    this.camera = { ...this.camera, centre: throughPixel(this.camera, PIXELS, [middle - x, middle - y]) };
  }

  front(): void {
    this.camera = frontCamera(this.grid, this.body?.box ?? null);
  }

  cut(outline: readonly Point2[], away: 'inside' | 'outside'): void {
    this.cuts = [...this.cuts, cutOf(this.camera, PIXELS, outline, away)];
  }

  nextFace(): void {
    this.face = this.face === null ? 0 : (this.face + 1) % FACES.length;
  }

  /** The chosen face, so many millimetres outwards. */
  moveFace(steps: number): void {
    this.face ??= 0;
    const face = FACES[this.face];
    if (!face) return;
    const by = (steps * FACE_MM) / this.grid.spacing[face.axis];
    this.setFace(face, this.box[face.end][face.axis] + (face.end === 'high' ? by : -by));
  }

  /** To a voxel coordinate; the faces do not pass each other. */
  setFace({ axis, end }: Face, to: number): void {
    const other = this.box[end === 'low' ? 'high' : 'low'][axis];
    const last = this.grid.size[axis] - 1;
    const held = end === 'low' ? Math.max(0, Math.min(other - 1, to)) : Math.min(last, Math.max(other + 1, to));
    const moved: [number, number, number] = [...this.box[end]];
    moved[axis] = held;
    this.box = { ...this.box, [end]: moved };
  }

  wholeBox(): void {
    this.box = wholeBox(this.grid);
  }

  /** What the reader has to know of the picture, in words. */
  get words(): readonly string[] {
    const { every, size } = this.grid;
    const thinned = every.some((one) => one > 1) ? [`SUBSAMPLED: 1 VOXEL OF ${every.join(' × ')}`] : [];
    const clipped = FACES.flatMap(({ axis, end }) => {
      const off = end === 'low' ? this.box.low[axis] : size[axis] - 1 - this.box.high[axis];
      return off > 0.01 ? [`${this.faceLetters({ axis, end })} ${Math.round(off * this.grid.spacing[axis])} mm`] : [];
    });
    const chosen = this.face === null ? undefined : FACES[this.face];
    return [
      ...(this.note === null ? [] : [this.note]),
      `${this.now.name.toUpperCase()}${this.byCard ? ', BY THE GRAPHICS CARD' : ''}`,
      ...(this.instead === null ? [] : [`DRAWN BY THE PROCESSOR: ${this.instead.toUpperCase()}`]),
      ...(this.tableGone ? ['TABLE REMOVED, BY ITS SHAPE'] : []),
      ...thinned,
      ...(chosen ? [`BOX FACE ${this.faceLetters(chosen)}: [ INWARDS, ] OUTWARDS`] : []),
      ...(clipped.length > 0 ? [`CLIPPED: ${clipped.join(', ')}`] : []),
      ...(this.cuts.length > 0 ? [`CUT AWAY: ${this.cuts.length} REGION${this.cuts.length > 1 ? 'S' : ''}`] : []),
    ];
  }

  /** Which side of the patient a face is on. */
  faceLetters({ axis, end }: Face): string {
    const [x, y, z] = this.grid.axes[axis];
    const outwards: Vec3 = end === 'high' ? [x, y, z] : [-x, -y, -z];
    return directionLetters(outwards);
  }
}

function wholeBox({ size }: CastGrid): CastBox {
  return { low: [0, 0, 0], high: [size[0] - 1, size[1] - 1, size[2] - 1] };
}
