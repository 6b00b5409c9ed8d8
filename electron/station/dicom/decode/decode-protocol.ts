import { z } from 'zod';
import { FrameHeader } from '../../../../shared/contract/frames.ts';
import { WireError } from '../../../../shared/errors/app-error.ts';

/** Any typed array of bytes; a Buffer is one too. */
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** How grey becomes light in a thumbnail; modality = stored * slope + intercept, the window is in modality units. */
export const GreyRendering = z.strictObject({
  slope: z.number(),
  intercept: z.number(),
  window: z.strictObject({ center: z.number(), width: z.number() }).nullable(),
});
export type GreyRendering = z.infer<typeof GreyRendering>;

/** Work for a decoder process. `bytes` is null where the process is believed to hold the object. */
export const DecoderTask = z.discriminatedUnion('t', [
  z.strictObject({
    t: z.literal('decode'),
    id: z.number().int(),
    objectId: z.string(),
    bytes: bytes.nullable(),
    frame: z.number().int(),
    form: z.enum(['stored', 'display', 'thumbnail', 'overlay', 'video', 'document', 'text']),
    grey: GreyRendering,
  }),
  z.strictObject({
    t: z.literal('layout'),
    id: z.number().int(),
    objectId: z.string(),
    bytes: bytes.nullable(),
  }),
]);
export type DecoderTask = z.infer<typeof DecoderTask>;

const Layout = z.strictObject({
  transferSyntax: z.string(),
  framesDeclared: z.number().int(),
  framesFound: z.number().int(),
  rows: z.number().int(),
  columns: z.number().int(),
  samples: z.number().int(),
  photometric: z.string(),
  native: z
    .strictObject({ offset: z.number().int(), stride: z.number().int(), type: FrameHeader.shape.type })
    .nullable(),
});

/** A process's answer. `held` names the objects it keeps, newest last. */
export const DecoderAnswer = z.discriminatedUnion('t', [
  z.strictObject({
    t: z.literal('frame'),
    id: z.number().int(),
    header: FrameHeader,
    data: bytes,
    held: z.array(z.string()),
  }),
  z.strictObject({ t: z.literal('layout'), id: z.number().int(), layout: Layout, held: z.array(z.string()) }),
  z.strictObject({ t: z.literal('need-bytes'), id: z.number().int(), held: z.array(z.string()) }),
  z.strictObject({ t: z.literal('fail'), id: z.number().int(), error: WireError, held: z.array(z.string()) }),
]);
export type DecoderAnswer = z.infer<typeof DecoderAnswer>;
