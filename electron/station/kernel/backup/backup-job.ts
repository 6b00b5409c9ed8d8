import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Commands } from '../command.ts';
import type { Jobs, Json } from '../jobs.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import type { Db } from '../sqlite.ts';
import { runBackup } from './run-backup.ts';
import type { BackupParts, BackupReport } from './run-backup.ts';

export const BACKUP_JOB = 'backup';

export interface BackupJobOptions extends BackupParts {
  readonly commands: Pick<Commands, 'run'>;
  readonly personId: PersonId;
}

/** Defines the job that backs the store up while it is open. Beginning again after a crash goes on where it was. */
export function defineBackupJob(jobs: Pick<Jobs, 'define'>, options: BackupJobOptions): void {
  jobs.define(BACKUP_JOB, {
    payload: z.strictObject({ to: z.string(), everything: z.boolean().default(false) }),
    maxAttempts: 3,
    run: async (context, { to, everything }) => {
      const report = await runBackup(options, to, context, { everything });
      const { commands, personId } = options;
      commands.run({ name: 'store.backup', personId, subject: context.jobId, detail: { ...report } }, () => undefined);
      return { ...report } satisfies Json;
    },
  });
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
});

/** The report of a finished backup; null while it runs. @throws AppError job/payload */
export function parseBackupReport(result: Json): BackupReport | null {
  if (result === null) return null;
  const parsed = Report.safeParse(result);
  if (!parsed.success) throw new AppError('job/payload', 'the result of this job is no backup report');
  return parsed.data;
}
