import { z } from 'zod';
import { systemClock } from '../../../../electron/station/kernel/clock.ts';
import { Jobs } from '../../../../electron/station/kernel/jobs.ts';
import { migrate } from '../../../../electron/station/kernel/migrate.ts';
import { indexMigrations } from '../../../../electron/station/kernel/migrations/index.ts';
import { openDatabase } from '../../../../electron/station/kernel/sqlite.ts';
import { PersonId } from '../../../../shared/model/ids.ts';

/* Begins a job that never ends, names it, and waits to be killed. */
const [, , file = '', key = '', personId = ''] = process.argv;
const db = openDatabase(file, Buffer.from(key, 'hex'));
migrate(db, indexMigrations);
const jobs = new Jobs({ db, clock: systemClock });
jobs.define('work', {
  payload: z.strictObject({ n: z.number() }),
  maxAttempts: 3,
  run: (context) => {
    context.report({ doneCount: 1, totalCount: 4, doneBytes: 0, totalBytes: null });
    process.stdout.write(`${context.jobId}\n`);
    return new Promise(() => undefined);
  },
});
jobs.enqueue('work', { n: 4 }, { personId: PersonId.parse(personId) });
jobs.start();
