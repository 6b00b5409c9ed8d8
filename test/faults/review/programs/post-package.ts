import { asAppError } from '../../../../shared/errors/app-error.ts';
import { openTestStation, say } from '../../ingest/programs/open-station.ts';

/* Goes on with what is under way in the store of the first argument, and posts what waits to the node of that name. It may be killed at any line. */
const [, , dir = '', peer = '', node = ''] = process.argv;
const station = await openTestStation(dir);
const { jobs } = station.access.requireStore();
say({ opened: true });
jobs.onProgress.on(({ kind, doneCount, state }) => {
  if (kind === 'review-mail' || kind === 'review-look') say({ done: doneCount, state });
});
try {
  for (const { jobId, kind, state } of jobs.list())
    if (kind.startsWith('review-') && ['waiting', 'running'].includes(state)) await jobs.wait(jobId);
  if (peer !== '') {
    for (const { kind, programmeId } of station.rooms.packages.packages().waiting)
      say({
        posted: await jobs.wait(station.rooms.reviewNodes.mailOut.send(node, { peer, kind, programmeId, days: 30 })),
      });
  }
  say({ looked: await jobs.wait(station.rooms.reviewNodes.mailIn.begin(node)) });
} catch (error) {
  const { code, context } = asAppError(error);
  say({ failed: code, context });
}
await station.close();
say({ closed: true });
