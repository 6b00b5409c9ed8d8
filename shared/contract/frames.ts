import { z } from 'zod';
import { ObjectId } from '../model/ids.ts';
import { WireError } from '../errors/app-error.ts';

/**
 * The frame port: one message port from the station to a window, no Electron main between.
 * The window pulls. It grants byte credit (`hello`, `credit`), asks with request ids and priorities, and may cancel.
 * The station never sends more payload bytes than it was granted, except for the one frame that crosses the line.
 */

export const FRAME_CREDIT_BYTES = 32 * 1024 * 1024;

/** Small numbers first. */
export const FramePriority = z.enum(['shown', 'near', 'ahead', 'idle']);
export type FramePriority = z.infer<typeof FramePriority>;

/**
 * stored: values as the CLI says them (segmentations). display: colour turned to interleaved 8-bit RGB. thumbnail: small RGBA
 * picture. video: a whole video as one row of bytes (model/video-track.ts). document: the PDF inside an object, the same way.
 */
export const FrameForm = z.enum(['stored', 'display', 'thumbnail', 'overlay', 'video', 'document']);
export type FrameForm = z.infer<typeof FrameForm>;

export const ToStation = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('hello'), credit: z.number().int().nonnegative() }),
  z.strictObject({
    t: z.literal('get'),
    id: z.number().int().nonnegative(),
    objectId: ObjectId,
    frame: z.number().int().positive(),
    form: FrameForm,
    priority: FramePriority,
    /** Of the study that was open when the frame was asked for: comes back with it (fault F50). */
    token: z.number().int().nonnegative().optional(),
  }),
  z.strictObject({ t: z.literal('priority'), id: z.number().int(), priority: FramePriority }),
  z.strictObject({ t: z.literal('cancel'), id: z.number().int() }),
  z.strictObject({ t: z.literal('credit'), bytes: z.number().int().positive() }),
]);
export type ToStation = z.infer<typeof ToStation>;

export const PixelType = z.enum(['uint8', 'int8', 'uint16', 'int16', 'uint32', 'int32', 'float32', 'float64']);
export type PixelType = z.infer<typeof PixelType>;

export const FrameHeader = z.strictObject({
  objectId: ObjectId,
  frame: z.number().int().positive(),
  rows: z.number().int().positive(),
  columns: z.number().int().positive(),
  samples: z.number().int().positive(),
  type: PixelType,
  /** After decoding: MONOCHROME1, MONOCHROME2 or RGB (RGBA for thumbnails). */
  photometric: z.string(),
  min: z.number(),
  max: z.number(),
  /** Of the whole object, and only where the number in its header is not what is really there. */
  objectFrames: z.strictObject({ declared: z.number().int(), found: z.number().int() }).optional(),
});
export type FrameHeader = z.infer<typeof FrameHeader>;

export const ToWindow = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('hello') }),
  z.strictObject({
    t: z.literal('frame'),
    id: z.number().int(),
    header: FrameHeader,
    data: z.instanceof(Uint8Array),
    token: z.number().int().nonnegative().optional(),
  }),
  z.strictObject({ t: z.literal('fail'), id: z.number().int(), error: WireError }),
]);
export type ToWindow = z.infer<typeof ToWindow>;
