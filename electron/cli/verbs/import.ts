import path from 'node:path';
import { ImportReport } from '../../../shared/model/job.ts';
import type { JobProgress } from '../../../shared/model/job.ts';
import { usage } from '../arguments.ts';
import type { Verb } from '../verb.ts';

export const importVerb: Verb = {
  name: 'import',
  usage: 'import PATH… [--site NAME]',
  help: `Imports files, folders, ZIP archives and DICOMDIR media.
Prints { imported, already, conflicts: [{ path, objectId }], ignored, refused: [{ path, code, message }] }; the five
counts add up to the files seen, those inside archives too. Refusals still exit 0.`,
  options: { site: 'value' },
  takesWords: true,
  check(args) {
    if (args.positional.length === 0) throw usage('import needs at least one path');
  },
  async run({ station, args, say }) {
    const { jobs } = station.access.requireStore();
    const stop = jobs.onProgress.on((progress) => say(progressLine(progress)));
    try {
      const jobId = station.rooms.startImport({
        paths: args.positional.map((given) => path.resolve(given)),
        site: args.value('site'),
      });
      return ImportReport.parse(await jobs.wait(jobId));
    } finally {
      stop();
    }
  },
};

function progressLine(progress: JobProgress): string {
  const of = progress.totalCount === null ? '' : ` of ${progress.totalCount}`;
  const rate = progress.rate === null ? '' : `, ${(progress.rate / 1e6).toFixed(1)} MB/s`;
  const left = progress.timeLeft === null ? '' : `, ${Math.ceil(progress.timeLeft)} s left`;
  return `${progress.state}: ${progress.doneCount}${of} files, ${(progress.doneBytes / 1e6).toFixed(1)} MB${rate}${left}`;
}
