import { z } from 'zod';
import { LockReason } from '../model/access.ts';
import { WindowPlace } from '../model/desk-window.ts';
import { call, event } from './define.ts';
import { FileToken } from './file-token.ts';
import { ADMINISTRATION, CLINICAL, EVERY_ROLE, KEEPING, REPORTING } from './roles.ts';

export const AppInfo = z.strictObject({
  version: z.string(),
  electron: z.string(),
  chromium: z.string(),
  node: z.string(),
  /** What the program runs on, in words: official Electron, or the test runtime. */
  runtime: z.string(),
  packaged: z.boolean(),
  evaluation: z.boolean(),
  gpu: z.boolean(),
  platform: z.string(),
});
export type AppInfo = z.infer<typeof AppInfo>;

/** The monitor that a window stands on: `key` stays the same from day to day, `name` is for the reader. */
export const AppMonitor = z.strictObject({
  key: z.string().max(300),
  name: z.string().max(200),
  /** What the system says of the way to its light: bits of one colour, and whether it turns our colours into others. */
  light: z
    .strictObject({
      depth: z.number().int().nullable(),
      hdr: z.boolean().nullable(),
      wideGamut: z.boolean().nullable(),
    })
    .optional(),
});
export type AppMonitor = z.infer<typeof AppMonitor>;

/** One study that another program asked for. */
export const LaunchRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('study'), studyUid: z.string().max(64) }),
  z.strictObject({ kind: z.literal('accession'), accession: z.string().max(64) }),
]);
export type LaunchRequest = z.infer<typeof LaunchRequest>;

/** `refused`: somebody asked for more than one study, or for something that is none. */
export const Launch = z.strictObject({ request: LaunchRequest.nullable(), refused: z.boolean() });
export type Launch = z.infer<typeof Launch>;

export const appCalls = {
  'app.info': call(z.strictObject({}), AppInfo, { roles: 'nobody-yet', side: 'shell', needsOpenStore: false }),
  /** Opens the system's dialog. The token stands for what was chosen; null when the reader cancelled. */
  'app.chooseImport': call(
    z.strictObject({ kind: z.enum(['folder', 'files']) }),
    z.strictObject({ token: FileToken.nullable() }),
    { roles: KEEPING, side: 'shell' },
  ),
  'app.chooseExport': call(
    z.strictObject({ suggestedName: z.string().max(200) }),
    z.strictObject({ token: FileToken.nullable() }),
    { roles: [...CLINICAL, ...ADMINISTRATION], side: 'shell' },
  ),
  /** Asks for the folder that a backup goes into. */
  'app.chooseBackup': call(z.strictObject({}), z.strictObject({ token: FileToken.nullable() }), {
    roles: [...REPORTING, ...ADMINISTRATION],
    side: 'shell',
  }),
  /** A token for the sample studies that came with the program, or null. */
  'app.samples': call(z.strictObject({}), z.strictObject({ token: FileToken.nullable(), bytes: z.number() }), {
    roles: KEEPING,
    side: 'shell',
  }),
  /** Null where the window is on none. */
  'app.monitor': call(z.strictObject({}), AppMonitor.nullable(), {
    roles: 'nobody-yet',
    side: 'shell',
    needsOpenStore: false,
  }),
  /** The graphics card and its driver as the system says them; empty where it does not. */
  'app.graphics': call(z.strictObject({}), z.strictObject({ driver: z.string() }), {
    roles: 'nobody-yet',
    side: 'shell',
    needsOpenStore: false,
  }),
  /**
   * Fills the monitor with the window, or not any more. `next`: goes to the next monitor first. Replies with the monitor that
   * the window stands on then, and how many there are.
   */
  'app.fillScreen': call(
    z.strictObject({ on: z.boolean(), next: z.boolean() }),
    z.strictObject({ monitor: AppMonitor.nullable(), monitors: z.number().int() }),
    { roles: EVERY_ROLE, side: 'shell' },
  ),
  /** Asks the shell for a fresh frame port; it arrives as a window message. */
  'app.connectFrames': call(z.strictObject({}), z.strictObject({}), {
    roles: 'nobody-yet',
    side: 'shell',
    needsOpenStore: false,
  }),
  /** What the program was started for, once: the next answer is empty until somebody asks again. */
  'app.takeLaunch': call(z.strictObject({}), Launch, { roles: CLINICAL, side: 'shell' }),
  /** Answers `app.closing`: the reader is asked first whether to go. */
  'app.stay': call(z.strictObject({}), z.strictObject({}), {
    roles: 'nobody-yet',
    side: 'shell',
    needsOpenStore: false,
  }),
  'app.quit': call(z.strictObject({}), z.strictObject({}), {
    roles: 'nobody-yet',
    side: 'shell',
    needsOpenStore: false,
  }),
} as const;

export const appEvents = {
  /** The station process ended and was started again: windows must reload what they hold. */
  'app.stationRestarted': event(z.strictObject({})),
  /** A part of the program that has no screen of its own failed; its code has the words. place: of the window that ended. */
  'app.fault': event(
    z.strictObject({
      code: z.enum(['process/shell', 'process/window', 'process/window-closed']),
      place: WindowPlace.nullable(),
    }),
  ),
  /** The program is to end: windows write what is not in the journal yet, then call `app.quit`. by window: somebody closed it. */
  'app.closing': event(z.strictObject({ by: z.enum(['window', 'program']) })),
  /** Another program asked for a study: `app.takeLaunch` says which. */
  'app.launched': event(z.strictObject({})),
  /** The computer goes to sleep or locks its screen: windows write what is not written yet, and lock. */
  'app.locking': event(z.strictObject({ reason: LockReason })),
} as const;
