import { z } from 'zod';
import { VolumePreset } from '../../model/desk-volume.ts';
import { FindingKind } from '../../model/study-beside.ts';
import { StackOrder } from '../../model/stack-order.ts';

/** A name inside one protocol. */
export const LocalId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
/** Names of protocols. */
export const ProtocolId = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/);

const Share = z.number().min(0).max(1);
const Plane = z.enum(['axial', 'coronal', 'sagittal']);

/** What the reader sees where the pictures of a display set are not there. */
export const WhenMissing = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('leave-out') }),
  /** The stack of another image set. */
  z.strictObject({ do: z.literal('next-best'), set: LocalId }),
  z.strictObject({ do: z.literal('message'), text: z.string().min(1).max(200) }),
  /** This protocol does not hang; `protocol`: that one is tried next, else the next by score. */
  z.strictObject({ do: z.literal('other-protocol'), protocol: ProtocolId.optional() }),
]);
export type WhenMissing = z.infer<typeof WhenMissing>;

/**
 * The picture where something was found: a key image, a measurement, a mark of a program, the largest frame of a segmentation; `finding`:
 * the first of these that its stack has. `otherwise`: what holds where there is none; absent: as usual.
 */
export const FindingPicture = z.strictObject({
  at: z.enum(['finding', ...FindingKind.options]),
  otherwise: z.union([z.enum(['first', 'middle', 'last']), Share]).optional(),
});
export type FindingPicture = z.infer<typeof FindingPicture>;

/** How it looks at first. What is absent stays as the picture and the habits of the reader say. */
export const Presentation = z.strictObject({
  /** A share of the stack, 0 the first, 1 the last picture. */
  picture: z.union([z.enum(['first', 'middle', 'last']), Share, FindingPicture]).optional(),
  /** A preset by its name, the header's own, or values in modality units. */
  window: z
    .union([
      z.enum([
        'header',
        'brain',
        'stroke',
        'subdural',
        'bone',
        'lung',
        'mediastinum',
        'soft-tissue',
        'abdomen',
        'liver',
        'angio',
      ]),
      z.strictObject({ center: z.number(), width: z.number().positive() }),
    ])
    .optional(),
  turn: z.enum(['90', '180', '270']).optional(),
  flip: z.enum(['horizontal', 'vertical']).optional(),
  /** `same-size`: one scale, in mm, for all that say so in a stage. */
  zoom: z.union([z.enum(['fit', 'same-size', 'true-size', 'pixel']), z.number().positive().max(32)]).optional(),
  /** The edge of the viewport that the picture stands at: chest wall to chest wall. */
  justify: z.enum(['left', 'right', 'top', 'bottom']).optional(),
  invert: z.boolean().optional(),
  colourMap: z.enum(['grey', 'hot-iron', 'pet', 'hot-metal-blue', 'pet-20-step', 'rainbow']).optional(),
  sort: StackOrder.optional(),
  /** Groups that act together within a stage. */
  sync: z
    .array(z.strictObject({ group: LocalId, of: z.array(z.enum(['scroll', 'window', 'zoom', 'pan', 'cine'])).min(1) }))
    .max(8)
    .optional(),
});
export type Presentation = z.infer<typeof Presentation>;

const common = {
  id: LocalId,
  /** What the reader calls it. */
  label: z.string().min(1).max(64),
  /** The image set that it shows. */
  set: LocalId,
  missing: WhenMissing,
  look: Presentation.optional(),
};

/** What one viewport shows of an image set. */
export const DisplaySet = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('stack'), ...common }),
  z.strictObject({ kind: z.literal('mpr'), plane: Plane, ...common }),
  z.strictObject({
    kind: z.literal('slab'),
    plane: Plane,
    mode: z.enum(['max', 'min', 'mean']),
    /** mm. */
    thickness: z.number().positive().max(500),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('volume'),
    preset: VolumePreset,
    ...common,
  }),
  z.strictObject({ kind: z.literal('fusion'), over: LocalId, opacity: Share, plane: Plane.optional(), ...common }),
  /** Frames a second: as the object says where absent. */
  z.strictObject({ kind: z.literal('cine'), rate: z.number().positive().max(120).optional(), ...common }),
  /** Of the study that the set is of. */
  z.strictObject({ kind: z.literal('key-images'), ...common }),
  z.strictObject({ kind: z.literal('report'), ...common }),
  z.strictObject({ kind: z.literal('ai-result'), ...common }),
]);
export type DisplaySet = z.infer<typeof DisplaySet>;
