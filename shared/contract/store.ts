import { z } from 'zod';
import { Jurisdiction } from '../model/credentials.ts';
import { JobId, StudyId } from '../model/ids.ts';
import { call, event } from './define.ts';
import { FileToken } from './file-token.ts';
import { ADMINISTRATION, CLINICAL, EVERY_ROLE, REPORTING } from './roles.ts';

const BACKUP = [...REPORTING, ...ADMINISTRATION] as const;

/** A security alert that stands until a reader has acknowledged it. */
export const StoreAlarm = z.strictObject({
  alarmId: z.number().int(),
  kind: z.enum(['rolled-back', 'audit-cut', 'journal-rolled-back', 'anchor-forged', 'clock-set-back', 'other-patient']),
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

/** What a backup did: `objects` = `copied` + `already` + `bad`. */
export const BackupReport = z.strictObject({
  objects: z.number().int(),
  copied: z.number().int(),
  already: z.number().int(),
  bytes: z.number(),
  /** Damaged in the store: they are in no new backup. */
  bad: z.number().int(),
  /** Where the folder was declared to lie; null: in the place of the store. */
  place: z.string().nullable(),
  /** Studies that are not in it, since their sites keep them in their region; in words, a sentence a site. */
  leftOut: z.number().int(),
  leftOutWords: z.array(z.string()).readonly(),
});
export type BackupReport = z.infer<typeof BackupReport>;

const backupOptions = {
  /** Where the folder lies, said once for a folder and for good; null: as it was said, at first the place of the store. */
  place: Jurisdiction.nullable().default(null),
  /** Rather no backup than one that leaves out the studies whose sites keep them in their region. */
  whole: z.boolean().default(false),
  /** All former copies are proved again, not a sixteenth of them. */
  everything: z.boolean().default(false),
} as const;

export const storeCalls = {
  'store.health': call(z.strictObject({}), StoreHealth, { roles: EVERY_ROLE }),
  'store.acknowledgeAlarm': call(z.strictObject({ alarmId: z.number().int() }), StoreHealth, {
    roles: [...CLINICAL, ...ADMINISTRATION],
  }),
  /** A study was compared with its source: its mark goes. */
  'store.studyChecked': call(z.strictObject({ studyId: StudyId }), StoreHealth, { roles: CLINICAL }),
  /** Into the folder that the reader chose. */
  'store.backupTo': call(z.strictObject({ token: FileToken, ...backupOptions }), z.strictObject({ jobId: JobId }), {
    roles: BACKUP,
    side: 'shell',
  }),
  /** Null until the backup has ended. */
  'store.backupReport': call(z.strictObject({ jobId: JobId }), BackupReport.nullable(), { roles: EVERY_ROLE }),
  /** When the last backup was finished, UTC; null when this store knows of none. */
  'store.lastBackup': call(z.strictObject({}), z.strictObject({ at: z.string().nullable() }), {
    roles: EVERY_ROLE,
  }),
  /** By absolute path, so the shell alone asks; a stored job with progress. */
  'store.backup': call(
    z.strictObject({ to: z.string().min(1).max(4096), ...backupOptions }),
    z.strictObject({ jobId: JobId }),
    {
      roles: BACKUP,
      caller: 'shell',
    },
  ),
} as const;

export const storeEvents = {
  /** Alarms, quarantine or storage changed. */
  'store.health': event(StoreHealth),
} as const;
