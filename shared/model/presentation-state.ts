import { z } from 'zod';
import { LookupTable, MaskItem, RowColumn, ShutterShape, VoiFunction } from './image.ts';
import { Point2 } from './measurement.ts';
import { ImageReference } from './segmentation.ts';

/** Where points count from: a pixel of the stored image (centre of the first one 0,0), or a share of the displayed area, 0 to 1. */
export const GraphicUnits = z.enum(['pixel', 'display']);
export type GraphicUnits = z.infer<typeof GraphicUnits>;

export const StateGraphic = z.strictObject({
  type: z.enum(['POINT', 'POLYLINE', 'INTERPOLATED', 'CIRCLE', 'ELLIPSE']),
  units: GraphicUnits,
  /** CIRCLE: centre and a point of the rim; ELLIPSE: ends of the major axis, then of the minor one. */
  points: z.array(Point2).min(1),
  filled: z.boolean(),
  /** Of the measurement that it is; null: none of which anybody said. */
  trackingUid: z.string().nullable(),
});
export type StateGraphic = z.infer<typeof StateGraphic>;

export const StateText = z.strictObject({
  text: z.string(),
  units: GraphicUnits,
  /** Top left corner of its box, else its anchor. */
  at: Point2,
  trackingUid: z.string().nullable(),
  /** Of its box, in `units`: the other corner, and to which side lines are set; absent: it has none. */
  box: z.strictObject({ to: Point2, align: z.enum(['left', 'center', 'right']) }).optional(),
  /** What it points at, where that is to be seen. */
  anchor: z.strictObject({ units: GraphicUnits, at: Point2 }).optional(),
});
export type StateText = z.infer<typeof StateText>;

/** `of`: pictures that an entry is about; empty: all that the state names. */
const Of = { of: z.array(ImageReference) };

export const StateAnnotation = z.strictObject({
  ...Of,
  layer: z.string(),
  graphics: z.array(StateGraphic),
  texts: z.array(StateText),
});
export type StateAnnotation = z.infer<typeof StateAnnotation>;

export const StateVoi = z.strictObject({
  ...Of,
  show: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('window'), center: z.number(), width: z.number(), fn: VoiFunction }),
    z.strictObject({ kind: z.literal('lut'), lut: LookupTable }),
  ]),
});
export type StateVoi = z.infer<typeof StateVoi>;

/**
 * Part of the picture that is shown, in pixels (centre of the first one 0,0); `left` and `top` are those of the corner that
 * stands top left after rotation and flip, so that they may be the larger ones.
 */
export const StateArea = z.strictObject({
  ...Of,
  left: z.number(),
  top: z.number(),
  right: z.number(),
  bottom: z.number(),
  mode: z.enum(['fit', 'true-size', 'magnify']),
  /** Of `magnify`: screen pixels for one of the picture. */
  ratio: z.number().positive().nullable(),
  /** Length of a pixel on paper or glass, mm; absent: only its shape is said. */
  spacing: RowColumn.optional(),
  /** Height of a pixel by its width; absent: `spacing` says it, or nobody. */
  aspect: z.number().positive().optional(),
});
export type StateArea = z.infer<typeof StateArea>;

/** CIE L* from 0 to 100, a* and b* from -128 to 127. */
const Lab = z.tuple([z.number(), z.number(), z.number()]);

/** How a graphic layer is to be drawn; later ones over earlier ones. */
export const StateLayer = z.strictObject({
  name: z.string(),
  lab: Lab.nullable(),
  /** Share of white, 0 to 1, where no colour is said. */
  grey: z.number().nullable(),
});
export type StateLayer = z.infer<typeof StateLayer>;

/** A bitmap of the state itself (group 60xx), over every picture that it names. */
export const StateBitmap = z.strictObject({
  /** `shutter`: what it covers is hidden; `graphic`: it is drawn in `layer`. */
  role: z.enum(['shutter', 'graphic']),
  layer: z.string(),
  rows: z.number().int().positive(),
  columns: z.number().int().positive(),
  /** Runs of set bits: row, first column, last column … in pixels of the picture, from 0. */
  runs: z.array(z.number().int()),
});
export type StateBitmap = z.infer<typeof StateBitmap>;

/** What a presentation state says (Part 3, A.33), as far as this program can show it. */
export const PresentationState = z.strictObject({
  kind: z.enum(['grey', 'colour']),
  label: z.string(),
  description: z.string(),
  creator: z.string().nullable(),
  /** DICOM DA and TM text. */
  date: z.string().nullable(),
  time: z.string().nullable(),
  /** Every picture that it is about, with its series. */
  images: z.array(ImageReference.extend({ seriesUid: z.string() })),
  /** In place of the picture's own; both null: stored values are shown as they are. */
  rescale: z.strictObject({ slope: z.number(), intercept: z.number() }).nullable(),
  modalityLut: LookupTable.nullable(),
  voi: z.array(StateVoi),
  /** Black for the smallest value, or white. */
  shape: z.enum(['IDENTITY', 'INVERSE']).nullable(),
  presentationLut: LookupTable.nullable(),
  /** What is subtracted from frames of a run it is about, in place of what the image says (C.11.13); absent: nothing is asked for. */
  masks: z.array(MaskItem).optional(),
  areas: z.array(StateArea),
  /** Quarter turns clockwise, degrees; then the flip, left to right (Part 3, C.10.6). */
  rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  flip: z.boolean(),
  shutter: z.array(ShutterShape),
  /** What stands in place of what a shutter hides; absent: black. */
  shutterTone: z.strictObject({ grey: z.number(), lab: Lab.nullable() }).optional(),
  bitmaps: z.array(StateBitmap).optional(),
  /** In the order in which they are drawn; absent: as they come. */
  layers: z.array(StateLayer).optional(),
  annotations: z.array(StateAnnotation),
  /** What it asks for and nobody here does, in words. */
  leftOut: z.array(z.string()),
});
export type PresentationState = z.infer<typeof PresentationState>;

export const GREY_STATE_CLASS = '1.2.840.10008.5.1.4.1.1.11.1';
export const COLOUR_STATE_CLASS = '1.2.840.10008.5.1.4.1.1.11.2';
