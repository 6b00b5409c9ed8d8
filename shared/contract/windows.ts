import { z } from 'zod';
import { DeskMessage, SaidByWindow } from '../model/desk-message.ts';
import { GlassPlace, MonitorUse, MOST_MONITORS, OpenWindow, WindowPlace } from '../model/desk-window.ts';
import { call, event } from './define.ts';
import { CLINICAL, EVERY_ROLE } from './roles.ts';

/** A monitor as the reader chooses it. */
export const ShownMonitor = z.strictObject({
  key: z.string().max(300),
  name: z.string().max(200),
  /** From 1, left to right: as "identify" writes it on the glass. */
  number: z.number().int().positive(),
  use: MonitorUse,
  /** Percent of the system's scaling. */
  scale: z.number(),
  portrait: z.boolean(),
});
export type ShownMonitor = z.infer<typeof ShownMonitor>;

const Monitors = z.strictObject({
  monitors: z.array(ShownMonitor).max(MOST_MONITORS),
  /** Windows with pictures that are open. */
  open: z.array(GlassPlace),
  /** All windows that are open, from left to right. */
  windows: z.array(OpenWindow).max(WindowPlace.options.length),
});
export type ShownMonitors = z.infer<typeof Monitors>;

const EMPTY = z.strictObject({});
const SHELL = { side: 'shell' } as const;

export const windowCalls = {
  /** Which of the windows asks. */
  'windows.self': call(EMPTY, z.strictObject({ place: WindowPlace }), {
    ...SHELL,
    roles: 'nobody-yet',
    needsOpenStore: false,
  }),
  'windows.monitors': call(EMPTY, Monitors, { ...SHELL, roles: EVERY_ROLE }),
  /** Says what a monitor is for; windows open, close and move by it at once. Kept for this set of monitors. */
  'windows.use': call(z.strictObject({ key: z.string().max(300), use: MonitorUse }), Monitors, {
    ...SHELL,
    roles: EVERY_ROLE,
  }),
  /** Writes the number of each monitor on it, for some seconds. */
  'windows.identify': call(EMPTY, EMPTY, { ...SHELL, roles: EVERY_ROLE }),
  /** Opens the windows that the monitors are for, where somebody closed one. */
  'windows.open': call(EMPTY, Monitors, { ...SHELL, roles: EVERY_ROLE }),
  /** A window with pictures has nothing left to write, and may go. */
  'windows.gone': call(EMPTY, EMPTY, { ...SHELL, roles: 'nobody-yet', needsOpenStore: false }),
  /** Brings the window with the worklist and the report to the front. */
  'windows.front': call(EMPTY, EMPTY, { ...SHELL, roles: EVERY_ROLE }),
  /** Tells the other windows, or one of them. The shell passes it on as it is, and keeps nothing. */
  'windows.say': call(z.strictObject({ to: WindowPlace.nullable(), message: DeskMessage }), EMPTY, {
    ...SHELL,
    roles: CLINICAL,
  }),
} as const;

export const windowEvents = {
  'windows.said': event(SaidByWindow),
  /** Windows were opened, closed or put elsewhere. */
  'windows.changed': event(z.strictObject({ open: z.array(GlassPlace) })),
  /** This window is closed by hand: it writes what is not written yet and calls `windows.gone`. */
  'windows.closing': event(EMPTY),
  /** A hand touched another window: somebody is there. */
  'windows.hand': event(EMPTY),
} as const;
