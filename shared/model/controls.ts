import { z } from 'zod';

/** Id of a command of the window, as the one registry has it: "image.invert". */
export const CommandName = z
  .string()
  .max(100)
  .regex(/^[a-z][\w-]*(\.[\w-]+)+$/);

/** A key in canonical words: "Ctrl K", "Alt Shift V", "PgUp", "?". */
export const KeyName = z
  .string()
  .max(40)
  .regex(/^(Ctrl )?(Alt )?(Shift )?\S{1,12}$/u);

const MOST_COMMANDS = 1000;
/** More keys for one command are nobody's wish. */
export const MOST_KEYS = 6;

/** A reader's own keys by command; a command that is not in it has the keys of the program, one with none has none. */
export const OwnKeys = z
  .record(CommandName, z.array(KeyName).max(MOST_KEYS).readonly())
  .refine((table) => Object.keys(table).length <= MOST_COMMANDS)
  .readonly();
export type OwnKeys = z.infer<typeof OwnKeys>;

/** What a drag with a button does. The left one always holds the tool of the tool bar: figures are drawn with no other. */
export const DragAct = z.enum(['window', 'zoom', 'pan', 'scroll', 'magnify', 'none']);
export type DragAct = z.infer<typeof DragAct>;

/** What the wheel does; `fast`: ten pictures a notch. */
export const WheelAct = z.enum(['scroll', 'fast', 'zoom', 'window', 'pan', 'series', 'phase', 'none']);
export type WheelAct = z.infer<typeof WheelAct>;

export const MouseActs = z.strictObject({
  drag: z.strictObject({ middle: DragAct, right: DragAct }),
  wheel: z.strictObject({ plain: WheelAct, ctrl: WheelAct, shift: WheelAct, alt: WheelAct }),
  /** Towards the reader goes to the picture before. */
  inverted: z.boolean(),
  /** Commands of the fourth and the fifth button. */
  back: CommandName.nullable(),
  forward: CommandName.nullable(),
});
export type MouseActs = z.infer<typeof MouseActs>;

const Byte = z.number().int().min(0).max(255);

/** A button of a device, as it was learned: held while the byte of the report, under the mask, has this value. */
export const DeviceButton = z.strictObject({
  report: Byte,
  /** Place in the data of the report, without its number. */
  byte: z.number().int().min(0).max(1023),
  mask: Byte.refine((mask) => mask > 0),
  value: Byte,
  /** Another byte that has to have this value, in a report that tells of several things by turns. */
  when: z.strictObject({ byte: z.number().int().min(0).max(1023), value: Byte }).optional(),
  press: CommandName.nullable(),
  release: CommandName.nullable(),
});
export type DeviceButton = z.infer<typeof DeviceButton>;

/** A kind of device, by the numbers that its maker gave it. */
export const DeviceKind = z.strictObject({
  vendorId: z.number().int().min(0).max(0xffff),
  productId: z.number().int().min(0).max(0xffff),
});
export type DeviceKind = z.infer<typeof DeviceKind>;

/** A device that a person lets the program listen to, with the name that it says of itself. */
export const AllowedDevice = DeviceKind.extend({ name: z.string().max(200) });
export type AllowedDevice = z.infer<typeof AllowedDevice>;

export const DeviceButtons = DeviceKind.extend({ buttons: z.array(DeviceButton).max(64) });
export type DeviceButtons = z.infer<typeof DeviceButtons>;

/** How a reader works the program by hand: kept for each person, and the form of the file that takes it to another station. */
export const Controls = z.strictObject({
  kind: z.literal('nightjar-controls'),
  version: z.literal(1),
  keys: OwnKeys,
  mouse: MouseActs,
  devices: z.array(DeviceButtons).max(16),
});
export type Controls = z.infer<typeof Controls>;

/** As the program comes: the left button has the tool, the right one the window, the middle one pans, the wheel scrolls. */
export const PROGRAM_CONTROLS: Controls = {
  kind: 'nightjar-controls',
  version: 1,
  keys: {},
  mouse: {
    drag: { middle: 'pan', right: 'window' },
    wheel: { plain: 'scroll', ctrl: 'zoom', shift: 'fast', alt: 'phase' },
    ...{ inverted: false, back: null, forward: null },
  },
  devices: [],
};
