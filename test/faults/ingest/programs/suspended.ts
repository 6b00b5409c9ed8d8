import type { FramePriority } from '../../../../shared/contract/frames.ts';
import { openTestStation, say } from './open-station.ts';

/*
 * Imports folders, and asks the decoders for a small picture of each new object meanwhile, until all have one. What fails is
 * said. The test stops this process with all its children, and lets them go on.
 */
const urgent = (): FramePriority => 'shown';
const ENDED: ReadonlySet<string> = new Set(['done', 'failed', 'cancelled']);
const [, , dir = '', ...paths] = process.argv;
const station = await openTestStation(dir);
say({ opened: true });
const pictures = new Map<string, Promise<void>>();
function askForNew(): void {
  for (const { objectId } of station.rooms.archive.objectsWithPixels()) {
    if (pictures.has(objectId)) continue;
    const { signal } = new AbortController();
    const came = station.frames.obtain({ objectId, frame: 1, form: 'thumbnail', priority: urgent, signal });
    pictures.set(
      objectId,
      came.then(
        () => say({ picture: objectId }),
        (error: unknown) => say({ failed: String(error) }),
      ),
    );
  }
}
station.events.on(({ name }) => {
  if (name === 'worklist.changed') askForNew();
});
const jobId = station.rooms.startImport({ paths, site: null });
await new Promise<void>((resolve) => {
  station.events.on((event) => {
    const ended = event.name === 'jobs.progress' && event.payload.jobId === jobId && ENDED.has(event.payload.state);
    if (ended) resolve();
  });
});
askForNew();
await Promise.all(pictures.values());
say({ report: station.rooms.importReport(jobId) });
await station.close();
