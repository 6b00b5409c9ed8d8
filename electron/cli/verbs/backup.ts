import { ADMINISTRATION, REPORTING } from '../../../shared/contract/roles.ts';
import path from 'node:path';
import { parseBackupReport } from '../../station/kernel/backup/backup-job.ts';
import type { JobProgress } from '../../../shared/model/job.ts';
import { placeOf } from '../place.ts';
import type { Verb } from '../verb.ts';

export const backupVerb: Verb = {
  name: 'backup',
  tellsOfNoStudy: true,
  usage: 'backup --to DIR [--check] [--place DE|US-PA [--whole]]',
  help: `Copies the store, encrypted as it is, into a folder outside it, and proves every copy.
What a former backup into the same folder copied is not copied again; an interrupted backup goes on when it is called
again, and the former one stays whole. It is opened with the passphrases and the recovery key of the store.
A sixteenth of the former copies is proved again each time, with --check all of them; what rotted is copied again. Objects
that neither this backup nor the one before it names are removed from the folder.
--place says where the folder lies, once and for good: a study whose site keeps it in another region is then left out, and said
in leftOutWords; with --whole there is rather no backup than such a one. Without it the folder lies where the store does.
Prints { objects, copied, already, bytes, bad, place, leftOut, leftOutWords }; bad: objects that are damaged in the store and in
no new backup; leftOut: studies.`,
  options: { to: 'value', check: 'flag', place: 'value', whole: 'flag' },
  roles: [...REPORTING, ...ADMINISTRATION],
  check(args) {
    args.required('to');
    placeOf(args);
  },
  async run({ station, args, say }) {
    const { jobs } = station.access.requireStore();
    const stop = jobs.onProgress.on((progress) => say(progressLine(progress)));
    try {
      const to = path.resolve(args.required('to'));
      const wanted = { everything: args.has('check'), place: placeOf(args), whole: args.has('whole') };
      const jobId = station.rooms.startBackup({ to, ...wanted });
      return parseBackupReport(await jobs.wait(jobId));
    } finally {
      stop();
    }
  },
};

function progressLine({ state, doneCount, totalCount, doneBytes }: JobProgress): string {
  return `${state}: ${doneCount} of ${totalCount ?? '?'} objects, ${(doneBytes / 1e6).toFixed(1)} MB`;
}
