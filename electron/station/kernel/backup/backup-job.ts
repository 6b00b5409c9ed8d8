import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { Jurisdiction } from '../../../../shared/model/credentials.ts';
import type { Commands } from '../command.ts';
import type { Jobs, Json } from '../jobs.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import type { Db } from '../sqlite.ts';
import { runBackup } from './run-backup.ts';
import type { BackupParts, BackupReport } from './run-backup.ts';

export const BACKUP_JOB = 'backup';
const LEFT_OUT = 'backup-left-out';

const Payload = z.strictObject({
  to: z.string(),
  everything: z.boolean().default(false),
  place: Jurisdiction.nullable().default(null),
  whole: z.boolean().default(false),
});

export interface BackupJobOptions extends BackupParts {
  readonly commands: Pick<Commands, 'run'>;
  readonly personId: PersonId;
}

/** Defines the job that backs the store up while it is open. Beginning again after a crash goes on where it was. */
export function defineBackupJob(jobs: Pick<Jobs, 'define'>, options: BackupJobOptions): void {
  jobs.define(BACKUP_JOB, {
    payload: Payload,
    maxAttempts: 3,
    run: async (context, { to, ...wanted }) => {
      const { report, leftOut } = await runBackup(options, to, context, wanted);
      const { commands, personId } = options;
      const { leftOutWords, ...detail } = report;
      commands.run({ name: 'store.backup', personId, subject: context.jobId, detail }, (db) => {
        db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(LEFT_OUT, JSON.stringify(leftOut));
      });
      return { ...detail, leftOutWords: [...leftOutWords] } satisfies Json;
    },
  });
}

/** Studies that the last backup left out, since their sites keep them in their region; ids of ours. */
export function lastLeftOut(index: Db): ReadonlySet<string> {
  const text = index.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(LEFT_OUT);
  return new Set(text === undefined ? [] : z.array(z.string()).parse(JSON.parse(text)));
}

/** When the last backup was finished, UTC; null for a store without one. */
export function lastBackup(index: Db): string | null {
  const newest = "SELECT at FROM audit WHERE command = 'store.backup' ORDER BY seq DESC LIMIT 1";
  return index.prepare<[], string>(newest).pluck().get() ?? null;
}

const Report = z.strictObject({
  objects: z.number(),
  copied: z.number(),
  already: z.number(),
  bytes: z.number(),
  bad: z.number(),
  place: z.string().nullable().default(null),
  leftOut: z.number().default(0),
  leftOutWords: z.array(z.string()).default([]),
});

/** The report of a finished backup; null while it runs. @throws AppError job/payload */
export function parseBackupReport(result: Json): BackupReport | null {
  if (result === null) return null;
  const parsed = Report.safeParse(result);
  if (!parsed.success) throw new AppError('job/payload', 'the result of this job is no backup report');
  return parsed.data;
}
