import { readFileSync } from 'node:fs';
import { openTestStation, say } from './open-station.ts';

/*
 * Imports folders while a timer of 5 ms runs in the same event loop, and says how late it was each time. `own` is without
 * the time that this thread stood ready while the system gave its core to others (Linux counts it): what is left is work
 * and waiting of our own.
 */
const EVERY_MS = 5;
const [, , dir = '', ...paths] = process.argv;
const station = await openTestStation(dir);
const lags: number[] = [];
const own: number[] = [];
let last = performance.now();
let lastQueued = queuedMs();
const timer = setInterval(() => {
  const now = performance.now();
  const queued = queuedMs();
  const lag = Math.max(0, now - last - EVERY_MS);
  lags.push(lag);
  own.push(Math.max(0, lag - (queued - lastQueued)));
  last = now;
  lastQueued = queued;
}, EVERY_MS);
const jobId = station.rooms.startImport({ paths, site: null });
await new Promise<void>((resolve) => {
  station.events.on((event) => {
    const ended = event.name === 'jobs.progress' && event.payload.jobId === jobId && event.payload.state === 'done';
    if (ended) resolve();
  });
});
clearInterval(timer);
say({ lags, own, report: station.rooms.importReport(jobId) });
await station.close();

/** Milliseconds that this thread has waited for a core, ready to run; 0 where the system does not say. */
function queuedMs(): number {
  if (process.platform !== 'linux') return 0;
  return Number(readFileSync('/proc/self/schedstat', 'latin1').split(' ')[1] ?? 0) / 1e6;
}
