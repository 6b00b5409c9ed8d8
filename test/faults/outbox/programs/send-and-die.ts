import { Access } from '../../../../electron/station/access/access.ts';
import { systemClock } from '../../../../electron/station/kernel/clock.ts';
import { FaultPoints, OUTBOX_FAULT_POINTS } from '../../../../electron/station/kernel/fault-points.ts';
import { openOutbox } from '../../../../electron/station/transfer/outbox/open-outbox.ts';
import { DestinationSettings } from '../../../../shared/model/destination.ts';
import { sayingSource } from '../../../integration/transfer/outbox/saying-source.ts';
import { stationFile } from '../../../helpers/station-file.ts';

/* Sends what waits, does what the point needs, and is killed there: `send-and-die.ts STORE POINT`. "-" goes on until it is killed. */
const [, , dir = '', armed = ''] = process.argv;
const access = new Access({
  dir,
  blobWorkerFile: stationFile('blobs'),
  scryptLogN: 10,
  faults: new FaultPoints(OUTBOX_FAULT_POINTS.find((point) => point === armed) ?? null),
});
await access.unlock(null, 'correct horse battery staple');
const other = armed.includes('hold') || armed.includes('release') ? { birthDate: '19990101' } : {};
const { outbox, close } = openOutbox({
  ...{ store: access.requireStore(), clock: systemClock, emit: () => undefined },
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  sources: () => [{ id: 'pacs', name: 'PACS', site: 'St. Anna', open: () => sayingSource('1.2.3.4', other, ['CT']) }],
});
process.stdout.write('{"open":true}\n');

async function inState(...states: readonly string[]): Promise<void> {
  while (!outbox.list().some(({ state }) => states.includes(state))) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const settings = DestinationSettings.parse({ kind: 'hl7', host: '127.0.0.1', port: 1, tls: false });
if (armed.includes('destination')) {
  const added = outbox.destinations.add({ name: 'Second', site: 'St. Anna', settings, secrets: { token: 'secret' } });
  outbox.destinations.change(added.destinationId, { name: 'Other', settings, secrets: null });
  outbox.destinations.remove(added.destinationId);
}
const first = outbox.list().find(({ state }) => state === 'waiting');
if (first !== undefined && armed.includes('drop')) outbox.drop(first.outgoingId, 'Not any more.');
outbox.start();
if (first !== undefined && armed.includes('release')) {
  await inState('held');
  for (const row of outbox.list().filter(({ state }) => state === 'held')) outbox.release(row.outgoingId);
}
if (armed.includes('retry') || armed.includes('answer')) {
  await inState('refused', 'unclear');
  for (const row of outbox.list().filter(({ state }) => state === 'refused' || state === 'unclear')) {
    if (armed.includes('retry')) outbox.retry(row.outgoingId);
    else outbox.answer(row.outgoingId, false);
  }
}
await inState('never');
await close();
