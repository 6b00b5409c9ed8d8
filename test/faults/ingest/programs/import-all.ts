import { once } from 'node:events';
import { asAppError } from '../../../../shared/errors/app-error.ts';
import { openTestStation, say } from './open-station.ts';

/*
 * Imports folders into the store of the first argument, and names each object as soon as the station says that its study has
 * changed: what was named must survive the death of this process. Where it is asked to, it waits for a signal once the store
 * is open: whoever makes the disk fail wants it open first.
 */
const ENDED: ReadonlySet<string> = new Set(['done', 'failed', 'cancelled']);
const [, , dir = '', ...paths] = process.argv;
const began = performance.now();
const station = await openTestStation(dir);
// Listened for before anybody is told of this process: a signal that nobody listens for ends it.
const signalled = process.env['WAIT_FOR_SIGNAL'] === undefined ? null : once(process, 'SIGUSR2');
say({ opened: performance.now() - began, pid: process.pid });
await signalled;
const { index } = station.access.requireStore();
const named = new Set<string>();
station.events.on(({ name }) => {
  if (name !== 'worklist.changed') return;
  for (const sha256 of index.prepare<[], string>('SELECT sha256 FROM object').pluck().all()) {
    if (named.has(sha256)) continue;
    named.add(sha256);
    say({ stored: sha256 });
  }
});
const jobId = station.rooms.startImport({ paths, site: null });
await new Promise<void>((resolve) => {
  station.events.on((event) => {
    const ended = event.name === 'jobs.progress' && event.payload.jobId === jobId && ENDED.has(event.payload.state);
    if (ended) resolve();
  });
});
try {
  say({ report: station.rooms.importReport(jobId) });
} catch (error) {
  say({ failed: asAppError(error).code });
}
await station.close();
say({ closed: true });
