import { z } from 'zod';
import { PROCESS_KINDS } from '../kernel/ports.ts';

/** The page that asks, as the shell names it; null when the shell itself asks. */
const Page = z.string().nullable();

/** What the key store of the system said; see `SecretStore`. */
const SecretAnswer = z.strictObject({
  backend: z.string().nullable(),
  refusal: z.enum(['none', 'unavailable', 'basic-text', 'unknown']).nullable(),
  /** Of what was to be sealed or opened; null: it could not be. */
  bytes: z.instanceof(Uint8Array).nullable(),
});
export type SecretAnswer = z.infer<typeof SecretAnswer>;

/** What went wrong in the shell itself, without any words of the error: they may hold anything. */
const ShellFault = z.strictObject({
  kind: z.enum(['exception', 'rejection', 'window', 'process']),
  /** Class of the error, or what ended. */
  name: z.string().max(100),
  code: z.string().max(100),
  /** File, line and column; empty where that is not known. */
  at: z.string().max(120),
});
export type ShellFault = z.infer<typeof ShellFault>;

/** Messages between Electron main and the station process. Ports travel beside them. */
export const ToStationProcess = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('call'), id: z.number().int(), name: z.string(), request: z.unknown(), page: Page }),
  /** ports[0] is the station's end of a window's frame port. */
  z.strictObject({ t: z.literal('frame-port'), page: z.string() }),
  z.strictObject({ t: z.literal('page-gone'), page: z.string() }),
  /** ports[0] leads to the process asked for. */
  z.strictObject({ t: z.literal('spawned'), id: z.number().int(), pid: z.number().int().nullable() }),
  z.strictObject({ t: z.literal('exited'), id: z.number().int(), code: z.number().int().nullable() }),
  z.strictObject({ t: z.literal('printed'), id: z.number().int(), pdf: z.instanceof(Uint8Array).nullable() }),
  /** Whether the browser of the system was asked to show a page. */
  z.strictObject({ t: z.literal('browsed'), id: z.number().int(), ok: z.boolean() }),
  z.strictObject({ t: z.literal('secret'), id: z.number().int(), answer: SecretAnswer }),
  /** A person's hand touched a window, said every few seconds at most. */
  z.strictObject({ t: z.literal('hand') }),
  /** For the log, which the station writes. */
  z.strictObject({ t: z.literal('fault'), fault: ShellFault }),
  z.strictObject({ t: z.literal('close') }),
]);
export type ToStationProcess = z.infer<typeof ToStationProcess>;

export const FromStationProcess = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('ready') }),
  z.strictObject({ t: z.literal('reply'), id: z.number().int(), envelope: z.unknown() }),
  z.strictObject({ t: z.literal('event'), name: z.string(), payload: z.unknown() }),
  z.strictObject({
    t: z.literal('spawn'),
    id: z.number().int(),
    kind: z.enum(PROCESS_KINDS),
    memoryMb: z.number().int(),
  }),
  z.strictObject({ t: z.literal('kill'), id: z.number().int() }),
  z.strictObject({ t: z.literal('print'), id: z.number().int(), html: z.string() }),
  z.strictObject({ t: z.literal('browse'), id: z.number().int(), address: z.string() }),
  z.strictObject({
    t: z.literal('secret'),
    id: z.number().int(),
    act: z.enum(['state', 'seal', 'open']),
    /** Null where the act has none. */
    bytes: z.instanceof(Uint8Array).nullable(),
  }),
  z.strictObject({ t: z.literal('closed') }),
]);
export type FromStationProcess = z.infer<typeof FromStationProcess>;

/** What main passes on the command line of the station process, as one JSON argument. */
export const StationArguments = z.strictObject({
  dataDir: z.string(),
  logFile: z.string(),
  blobWorker: z.string(),
  /** Memory of the stores that this user has opened, apart from them. */
  anchorDir: z.string(),
  templates: z.string(),
  nativeBinding: z.string().nullable(),
});
export type StationArguments = z.infer<typeof StationArguments>;
