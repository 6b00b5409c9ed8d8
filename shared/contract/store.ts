import { z } from 'zod';
import { JobId, StudyId } from '../model/ids.ts';
import { call, event } from './define.ts';

/** A security alert that stands until a reader has acknowledged it. */
export const StoreAlarm = z.strictObject({
  alarmId: z.number().int(),
  kind: z.enum(['rolled-back', 'audit-cut', 'journal-rolled-back', 'anchor-forged', 'clock-set-back']),
  raisedAt: z.string(),
});
export type StoreAlarm = z.infer<typeof StoreAlarm>;

/** What a reader has to know about the store itself. */
export const StoreHealth = z.strictObject({
  alarms: z.array(StoreAlarm),
  /** Studies to compare with their source. */
  checkAgain: z.array(StudyId),
  /** Objects that are damaged and kept out of use. */
  quarantined: z.number().int(),
  /** Parts that were made anew when the store was opened. */
  recovered: z.array(z.enum(['index', 'journal', 'ledger', 'keys', 'slots'])),
  /** Error code of why nothing can be saved now ("store/lost", "disk/read-only" …); null while all is well. */
  storage: z.string().nullable(),
});
export type StoreHealth = z.infer<typeof StoreHealth>;

export const storeCalls = {
  'store.health': call(z.strictObject({}), StoreHealth),
  'store.acknowledgeAlarm': call(z.strictObject({ alarmId: z.number().int() }), StoreHealth),
  /** By absolute path, so the shell alone asks; a stored job with progress. */
  'store.backup': call(z.strictObject({ to: z.string().min(1).max(4096) }), z.strictObject({ jobId: JobId }), {
    caller: 'shell',
  }),
} as const;

export const storeEvents = {
  /** Alarms, quarantine or storage changed. */
  'store.health': event(StoreHealth),
} as const;
