import { Access } from '../../../../electron/station/access/access.ts';
import { systemClock } from '../../../../electron/station/kernel/clock.ts';
import { COMMITMENT_FAULT_POINTS, FaultPoints } from '../../../../electron/station/kernel/fault-points.ts';
import { openOutbox } from '../../../../electron/station/transfer/outbox/open-outbox.ts';
import { committingSource } from '../../../integration/transfer/outbox/committing-source.ts';
import { stationFile } from '../../../helpers/station-file.ts';

/* Sends what waits to an archive that is asked to keep it, does what the point needs, and is killed there: `commit-and-die.ts STORE POINT`. */
const [, , dir = '', armed = ''] = process.argv;
const access = new Access({
  dir,
  blobWorkerFile: stationFile('blobs'),
  scryptLogN: 10,
  faults: new FaultPoints(COMMITMENT_FAULT_POINTS.find((point) => point === armed) ?? null),
});
await access.unlock(null, 'correct horse battery staple');
const keeps = !/notCommitted|askAgain|resend/.test(armed);
const { outbox, unsent } = openOutbox({
  ...{ store: access.requireStore(), clock: systemClock, emit: () => undefined },
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  sources: () => [{ id: 'pacs', name: 'PACS', site: 'St. Anna', open: () => committingSource('1.2.3.4', keeps) }],
});
const early = unsent.list(null).map(({ reportId }) => reportId);
if (armed.includes('leave')) unsent.leave('St. Anna', early);
if (armed.includes('sendUnsent')) {
  unsent.send(
    outbox.destinations.list().map(({ destinationId }) => destinationId),
    early,
  );
}
outbox.start();
for (;;) {
  const failed = outbox.list().find(({ commitment }) => commitment?.state === 'failed');
  if (failed !== undefined && armed.includes('askAgain')) outbox.askAgain(failed.outgoingId);
  if (failed !== undefined && armed.includes('resend')) outbox.resend(failed.outgoingId);
  await new Promise((resolve) => setTimeout(resolve, 5));
}
