import { FAULT_POINTS, FaultPoints } from '../../../../electron/station/kernel/fault-points.ts';
import { deskSteps, importStep } from './fault-steps.ts';
import { openTestStation, say } from './open-station.ts';
import { SlowPrinter } from './slow-printer.ts';
import { snapshot } from './snapshot.ts';

/*
 * Does one thing after the other in a store and says, after each, what the store holds now. The point of the last argument
 * ends the process where it is reached.
 */
const [, , dir = '', source = '', out = '', what = '', armed = ''] = process.argv;
const faults = new FaultPoints(FAULT_POINTS.find((point) => point === armed) ?? null);
const printer = new SlowPrinter();
const station = await openTestStation(dir, { faults, printer });
const parts = { ...station.access.requireStore(), archive: station.rooms.archive, out };
say({ state: snapshot(parts) });
for (const step of what === 'import' ? [importStep(station, source)] : deskSteps(station, printer, out)) {
  await step();
  say({ state: snapshot(parts) });
}
await station.close();
say({ ended: true });
