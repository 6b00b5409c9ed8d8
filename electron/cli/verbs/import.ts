import { KEEPING } from '../../../shared/contract/roles.ts';
import path from 'node:path';
import { AppError, asAppError, fromWire } from '../../../shared/errors/app-error.ts';
import { ImportReport } from '../../../shared/model/job.ts';
import type { JobProgress } from '../../../shared/model/job.ts';
import { usage } from '../arguments.ts';
import { onStopSignal } from '../stop-signal.ts';
import { FailedVerb } from '../verb.ts';
import type { Verb } from '../verb.ts';

export const importVerb: Verb = {
  name: 'import',
  tellsOfNoStudy: true,
  usage: 'import PATH… [--site NAME]',
  help: `Imports files, folders, ZIP archives and DICOMDIR media.
Prints { imported, already, conflicts: [{ path, objectId }], ignored, refused: [{ path, code, message }] }; the five
counts add up to the files seen, those inside archives too. Refusals still exit 0.
Ctrl C or SIGTERM ends it after the files in hand: exit 1, { error: { code: "job/cancelled" } } with the five counts so far.
What they count is stored; the same command again goes on.`,
  options: { site: 'value' },
  roles: KEEPING,
  makes: true,
  takesWords: true,
  check(args) {
    if (args.positional.length === 0) throw usage('import needs at least one path');
  },
  async run({ station, args, say }) {
    const { jobs } = station.access.requireStore();
    const silence = jobs.onProgress.on((progress) => say(progressLine(progress)));
    let full: AppError | null = null;
    const jobId = station.rooms.startImport({
      paths: args.positional.map((given) => path.resolve(given)),
      site: args.value('site'),
    });
    const deafen = onStopSignal(() => {
      say('stopping after the files in hand …');
      jobs.cancel(jobId);
    });
    // The station would wait for room; whoever started this command is told now.
    const watch = jobs.onProgress.on((progress) => {
      if (progress.jobId !== jobId || progress.state !== 'waiting' || progress.error === null) return;
      full = fromWire(progress.error);
      if (full.code === 'disk/full') jobs.cancel(jobId);
    });
    try {
      const report = await countsOf(jobs.wait(jobId));
      if (full !== null) throw full;
      const cancelled = jobs.list().some((job) => job.jobId === jobId && job.state === 'cancelled');
      if (cancelled) throw new FailedVerb(new AppError('job/cancelled', 'the import was stopped'), report);
      return report;
    } finally {
      watch();
      deafen();
      silence();
    }
  },
};

/** Of an import that was stopped before it began there are none. */
async function countsOf(ended: Promise<unknown>): Promise<ImportReport> {
  try {
    return ImportReport.parse(await ended);
  } catch (error) {
    if (asAppError(error).code !== 'job/cancelled') throw error;
    return { imported: 0, already: 0, conflicts: [], ignored: 0, refused: [] };
  }
}

function progressLine(progress: JobProgress): string {
  const of = progress.totalCount === null ? '' : ` of ${progress.totalCount}`;
  const rate = progress.rate === null ? '' : `, ${(progress.rate / 1e6).toFixed(1)} MB/s`;
  const left = progress.timeLeft === null ? '' : `, ${Math.ceil(progress.timeLeft)} s left`;
  return `${progress.state}: ${progress.doneCount}${of} files, ${(progress.doneBytes / 1e6).toFixed(1)} MB${rate}${left}`;
}
