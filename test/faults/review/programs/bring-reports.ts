import { BringFormat } from '../../../../shared/model/review/brought.ts';
import { asAppError } from '../../../../shared/errors/app-error.ts';
import {
  FAULT_POINTS,
  FaultPoints,
  REVIEW_BRING_FAULT_POINTS,
} from '../../../../electron/station/kernel/fault-points.ts';
import { openTestStation, say } from '../../ingest/programs/open-station.ts';

/*
 * Brings one list of reports into the store of the first argument, or waits for the work that an earlier process had begun, saying how far
 * it is: it may be killed at any of these lines. The point of the last argument ends the process where it is reached.
 */
const [, , dir = '', file = '', format = '', armed = ''] = process.argv;
const points = [...FAULT_POINTS, ...REVIEW_BRING_FAULT_POINTS];
const faults = new FaultPoints(points.find((point) => point === armed) ?? null);
const station = await openTestStation(dir, { faults });
const { jobs } = station.access.requireStore();
say({ opened: true });
jobs.onProgress.on(({ kind, doneCount }) => {
  if (kind === 'review-bring') say({ done: doneCount });
});
const begun = jobs
  .list()
  .find(({ kind, state }) => kind === 'review-bring' && (state === 'waiting' || state === 'running'));
const bringing = { file, format: BringFormat.parse(format), site: 'North', zone: 'UTC' };
try {
  say({ goesOn: begun !== undefined });
  say({ brought: await jobs.wait(begun?.jobId ?? station.rooms.reviewBring.start(bringing)) });
} catch (error) {
  say({ failed: asAppError(error).code });
}
await station.close();
say({ closed: true });
