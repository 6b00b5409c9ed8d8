import { ADMINISTRATION, REPORTING } from '../../../shared/contract/roles.ts';
import path from 'node:path';
import { BACKUP_JOB, parseBackupReport } from '../../station/kernel/backup/backup-job.ts';
import type { JobProgress } from '../../../shared/model/job.ts';
import type { Verb } from '../verb.ts';

export const backupVerb: Verb = {
  name: 'backup',
  usage: 'backup --to DIR [--check]',
  help: `Copies the store, encrypted as it is, into a folder outside it, and proves every copy.
What a former backup into the same folder copied is not copied again; an interrupted backup goes on when it is called
again, and the former one stays whole. It is opened with the passphrases and the recovery key of the store.
A sixteenth of the former copies is proved again each time, with --check all of them; what rotted is copied again. Objects
that neither this backup nor the one before it names are removed from the folder.
Prints { objects, copied, already, bytes, bad }; bad: objects that are damaged in the store and in no new backup.`,
  options: { to: 'value', check: 'flag' },
  roles: [...REPORTING, ...ADMINISTRATION],
  check(args) {
    args.required('to');
  },
  async run({ station, args, say }) {
    const { jobs, personId } = station.access.requireStore();
    const stop = jobs.onProgress.on((progress) => say(progressLine(progress)));
    try {
      const to = path.resolve(args.required('to'));
      const jobId = args.has('check')
        ? jobs.enqueue(BACKUP_JOB, { to, everything: true }, { personId })
        : station.rooms.startBackup({ to });
      return parseBackupReport(await jobs.wait(jobId));
    } finally {
      stop();
    }
  },
};

function progressLine({ state, doneCount, totalCount, doneBytes }: JobProgress): string {
  return `${state}: ${doneCount} of ${totalCount ?? '?'} objects, ${(doneBytes / 1e6).toFixed(1)} MB`;
}
