import {
  FAULT_POINTS,
  FaultPoints,
  REVIEW_COPY_FAULT_POINTS,
} from '../../../../electron/station/kernel/fault-points.ts';
import { ReviewId } from '../../../../shared/model/ids.ts';
import type { ReviewView } from '../../../../shared/model/review/review-view.ts';
import { openTestStation, PASSPHRASE, say } from '../../ingest/programs/open-station.ts';

/*
 * Opens a case as its reviewer and waits until its copy is whole, saying how far it is: it may be killed at any of these lines. The point
 * of the last argument ends the process where it is reached.
 */
const [, , dir = '', personId = '', id = '', armed = ''] = process.argv;
const points = [...FAULT_POINTS, ...REVIEW_COPY_FAULT_POINTS];
const faults = new FaultPoints(points.find((point) => point === armed) ?? null);
const reviewId = ReviewId.parse(id);
const station = await openTestStation(dir, { faults });
await station.unlock(personId as never, PASSPHRASE);
say({ opened: true });
const { jobs } = station.access.requireStore();
jobs.onProgress.on(({ kind, doneCount }) => {
  if (kind === 'review-copy') say({ done: doneCount });
});
const open = async (): Promise<ReviewView> => {
  const envelope = await station.call('review.open', { reviewId }, 'a page');
  if (!envelope.ok) throw new Error(envelope.error.code);
  return envelope.value as ReviewView;
};
const whole = new Promise<void>((resolve) => {
  station.events.on(({ name }) => {
    // A move of it is told as well.
    if (name === 'review.changed' && station.rooms.review.see(reviewId).copy !== null) resolve();
  });
});
const first = await open();
if (first.copy === null) await whole;
for (const job of jobs.list()) if (job.kind === 'review-copy') await jobs.wait(job.jobId);
const { copy } = await open();
const study = copy === null ? null : await station.call('study.open', { studyId: copy.studyId }, 'a page');
say({ copy: copy?.studyId ?? null, study: JSON.stringify(study) });
await station.close();
say({ closed: true });
