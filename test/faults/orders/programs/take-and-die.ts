import { Access } from '../../../../electron/station/access/access.ts';
import { systemClock } from '../../../../electron/station/kernel/clock.ts';
import { FaultPoints, IMAGING_ORDER_FAULT_POINTS } from '../../../../electron/station/kernel/fault-points.ts';
import { openImagingOrders } from '../../../../electron/station/worklist/imaging-orders/open-imaging-orders.ts';
import { FEED, MESSAGES } from '../messages.ts';
import { stationFile } from '../../../helpers/station-file.ts';

/* Takes what a site says of its orders, and is killed where it is armed: `take-and-die.ts STORE POINT`. */
const [, , dir = '', armed = ''] = process.argv;
const access = new Access({
  dir,
  blobWorkerFile: stationFile('blobs'),
  scryptLogN: 10,
  faults: new FaultPoints(IMAGING_ORDER_FAULT_POINTS.find((point) => point === armed) ?? null),
});
await access.unlock(null, 'correct horse');
const { intake } = openImagingOrders({
  ...{ store: access.requireStore(), clock: systemClock, emit: () => undefined, profiles: () => [] },
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
});
if (armed.includes('setFeeds')) await intake.set(intake.feeds());
for (const text of MESSAGES) {
  const { answer } = await intake.receive(new TextEncoder().encode(text), intake.terms(FEED));
  // What the sender heard.
  process.stdout.write(`${JSON.stringify({ answer: /\rMSA\|(\w+)\|([^\r|]+)/.exec(answer)?.slice(1).join(' ') })}\n`);
}
await access.close();
