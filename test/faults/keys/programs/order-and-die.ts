import { readFileSync } from 'node:fs';
import { Access } from '../../../../electron/station/access/access.ts';
import { OrderDesk } from '../../../../electron/station/access/orders/order-desk.ts';
import { systemClock } from '../../../../electron/station/kernel/clock.ts';
import { FaultPoints, ORDER_FAULT_POINTS } from '../../../../electron/station/kernel/fault-points.ts';
import { stationFile } from '../../../helpers/station-file.ts';

/* Takes the orders of a file, one after the other, and is killed at the point: `order-and-die.ts STORE ORDERS POINT`. */
const [, , dir = '', file = '', armed = ''] = process.argv;
const access: Access = new Access({
  dir,
  blobWorkerFile: stationFile('blobs'),
  scryptLogN: 10,
  faults: new FaultPoints(ORDER_FAULT_POINTS.find((point) => point === armed) ?? null),
  admit: (store) => desk.admit(store),
});
const desk = new OrderDesk({
  ...{ access, dir, clock: systemClock, nativeBinding: undefined, anchorDir: undefined },
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  leave: () => Promise.resolve(),
  tell: () => undefined,
});
const texts: unknown = JSON.parse(readFileSync(file, 'utf8'));
if (!Array.isArray(texts)) throw new TypeError('no list of orders');
for (const text of texts) {
  desk.offer(String(text), false);
  await access.unlock(null, 'correct horse');
  if (desk.atDoor === null) await desk.take(String(text));
}
await desk.close();
await access.close();
