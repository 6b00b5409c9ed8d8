import { z } from 'zod';
import { MeasureTool } from './measurement.ts';

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

/**
 * What a drag with a button does; `cursor`: points at a place with the 3D cursor. The left one alone always holds the tool of the tool
 * bar: figures are drawn with no other.
 */
export const DragAct = z.enum(['window', 'zoom', 'pan', 'scroll', 'magnify', 'cursor', 'none']);
export type DragAct = z.infer<typeof DragAct>;

/** What the wheel does; `fast`: ten pictures a notch. */
export const WheelAct = z.enum(['scroll', 'fast', 'zoom', 'window', 'pan', 'series', 'phase', 'none']);
export type WheelAct = z.infer<typeof WheelAct>;

const NOTHING = DragAct.default('none');
/** Every drag that the reader may choose an act for: a button, alone or with one key held. What was kept before some of them were there has their defaults. */
export const DragActs = z.strictObject({
  ...{ middle: DragAct, right: DragAct, both: NOTHING },
  ...{ 'shift left': DragAct.default('cursor'), 'ctrl left': NOTHING, 'alt left': NOTHING },
  ...{ 'shift middle': NOTHING, 'ctrl middle': NOTHING, 'alt middle': NOTHING },
  ...{ 'shift right': NOTHING, 'ctrl right': NOTHING, 'alt right': NOTHING },
  ...{ 'shift both': NOTHING, 'ctrl both': NOTHING, 'alt both': NOTHING },
});
export type DragActs = z.infer<typeof DragActs>;
export const DragName = DragActs.keyof();
export type DragName = z.infer<typeof DragName>;

export const WheelActs = z.strictObject({ plain: WheelAct, ctrl: WheelAct, shift: WheelAct, alt: WheelAct });
export type WheelActs = z.infer<typeof WheelActs>;

/** A tool of the left button, or all that draw. */
export const HabitTool = z.enum(['drawing', 'window', 'scroll', 'zoom', 'pan', 'magnify', ...MeasureTool.options]);
export type HabitTool = z.infer<typeof HabitTool>;

/** What is otherwise while one tool is held; what is not in it is as with every tool. */
export const MouseHabit = z.strictObject({
  drag: z.partialRecord(DragName, DragAct).readonly(),
  wheel: z.partialRecord(WheelActs.keyof(), WheelAct).readonly(),
});
export type MouseHabit = z.infer<typeof MouseHabit>;

export const MouseActs = z.strictObject({
  drag: DragActs,
  wheel: WheelActs,
  byTool: z.partialRecord(HabitTool, MouseHabit).readonly().default({}),
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
  /** Bytes of data in its reports: a device may tell of other things in longer or shorter ones. Absent: any. */
  length: z.number().int().min(1).max(1024).optional(),
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
    drag: DragActs.parse({ middle: 'pan', right: 'window' }),
    wheel: { plain: 'scroll', ctrl: 'zoom', shift: 'fast', alt: 'phase' },
    ...{ byTool: {}, inverted: false, back: null, forward: null },
  },
  devices: [],
};
