import { z } from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { ImportReport } from '../../../shared/model/job.ts';
import type { JobContext, Jobs, Json } from '../kernel/jobs.ts';
import type { ImportOptions, ImportPayload } from './import-options.ts';
import { ImportRun } from './import-run.ts';
import { SiteIngests } from './site-ingests.ts';

export const IMPORT_JOB = 'import';

const Payload = z.strictObject({ paths: z.array(z.string()), site: z.string().nullable() });

/** ingests: the way into the archive that everything of this store uses; absent: nothing but imports does. */
export type ImportJobOptions = ImportOptions & { readonly ingests?: SiteIngests | undefined };

/**
 * Defines the job that imports files, folders, archives and discs. Its result is the ImportReport, also of a cancelled
 * run. Beginning again after a crash finds what is stored already and goes on.
 */
export function defineImportJob(jobs: Pick<Jobs, 'define'>, options: ImportJobOptions): void {
  const ingests = options.ingests ?? new SiteIngests(options);
  jobs.define(IMPORT_JOB, {
    payload: Payload,
    maxAttempts: 3,
    waitsForRoom: true,
    run: async (context, payload) => toJson(await runImport({ ...options, ingests }, context, payload)),
  });
}

/** Runs one import to its end, or until it is cancelled between two batches. */
export async function runImport(
  options: ImportOptions & { readonly ingests: SiteIngests },
  context: Pick<JobContext, 'jobId' | 'signal' | 'report'>,
  payload: ImportPayload,
): Promise<ImportReport> {
  const run = new ImportRun(options, context, payload);
  return run.run();
}

function toJson(report: ImportReport): Json {
  return {
    imported: report.imported,
    already: report.already,
    conflicts: report.conflicts.map(({ path, objectId }) => ({ path, objectId })),
    ignored: report.ignored,
    refused: report.refused.map(({ path, code, message }) => ({ path, code, message })),
  };
}

/** The report of a finished import. @throws AppError job/payload when the stored result is none */
export function parseImportReport(result: Json): ImportReport | null {
  if (result === null) return null;
  const parsed = Report.safeParse(result);
  if (!parsed.success) throw new AppError('job/payload', 'the result of this job is no import report');
  return parsed.data;
}

const Report = z.strictObject({
  imported: z.number().int(),
  already: z.number().int(),
  conflicts: z.array(z.strictObject({ path: z.string(), objectId: z.string() })),
  ignored: z.number().int(),
  refused: z.array(z.strictObject({ path: z.string(), code: z.string(), message: z.string() })),
});
