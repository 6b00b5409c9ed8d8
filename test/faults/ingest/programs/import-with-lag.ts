import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { openDatabase } from '../../../../electron/station/kernel/sqlite.ts';
import { lagsDuring } from './lag-timer.ts';
import { openTestStation, say } from './open-station.ts';

/*
 * Imports folders and says how late the event loop was meanwhile; and how late it was in the same process on the same disk
 * while it did the one thing that no station can leave out: a durable write of one encrypted row after the other.
 */
const BARE_WRITES = 400;
const [, , dir = '', ...paths] = process.argv;
const station = await openTestStation(dir);
let report: unknown = null;
const importing = await lagsDuring(
  () =>
    new Promise<void>((resolve) => {
      const jobId = station.rooms.startImport({ paths, site: null });
      station.events.on((event) => {
        if (event.name !== 'jobs.progress' || event.payload.jobId !== jobId || event.payload.state !== 'done') return;
        report = station.rooms.importReport(jobId);
        resolve();
      });
    }),
);
const bare = await lagsDuring(writeBareRows);
say({ ...importing, bare: bare.own, report });
await station.close();

async function writeBareRows(): Promise<void> {
  const db = openDatabase(path.join(dir, 'bare.db'), randomBytes(32));
  db.exec('CREATE TABLE object (id INTEGER PRIMARY KEY, header BLOB)');
  const insert = db.prepare('INSERT INTO object (header) VALUES (?)');
  for (let count = 0; count < BARE_WRITES; count += 1) {
    insert.run(randomBytes(4096));
    await setImmediate();
  }
  db.close();
}
