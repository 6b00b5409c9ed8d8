import { Access } from '../../../../electron/station/access/access.ts';
import { Moving } from '../../../../electron/station/access/move/moving.ts';
import { FaultPoints, MOVE_FAULT_POINTS } from '../../../../electron/station/kernel/fault-points.ts';
import { stationFile } from '../../../helpers/station-file.ts';

/* Moves a store, and is killed at the point of the last argument: `move-and-die.ts STORE WHAT PACKAGE POINT`. */
const [, , dir = '', what = '', folder = '', armed = ''] = process.argv;
const proof = 'correct horse';
const access = new Access({
  dir,
  blobWorkerFile: stationFile('blobs'),
  scryptLogN: 10,
  faults: new FaultPoints(MOVE_FAULT_POINTS.find((point) => point === armed) ?? null),
});
const leave = (): Promise<void> => Promise.resolve();
await access.unlock(null, proof);
const moving = new Moving(access);
if (what === 'pack') await moving.pack({ to: folder, proof }, leave);
else if (what === 'cancel') await moving.cancel({ destroyed: true, proof }, leave);
else await moving.arrive({ from: folder, again: false, proof });
await access.close();
