import { asAppError } from '../../../../shared/errors/app-error.ts';
import { openTestStation, say } from '../../ingest/programs/open-station.ts';

/* Takes one package into the store of the first argument, saying how far it is: it may be killed at any of these lines. */
const [, , dir = '', file = ''] = process.argv;
const station = await openTestStation(dir);
const { jobs } = station.access.requireStore();
say({ opened: true });
jobs.onProgress.on(({ kind, doneCount }) => {
  if (kind === 'review-take') say({ done: doneCount });
});
try {
  say({ taken: await jobs.wait(station.rooms.packages.take(file)) });
} catch (error) {
  say({ failed: asAppError(error).code });
}
await station.close();
say({ closed: true });
