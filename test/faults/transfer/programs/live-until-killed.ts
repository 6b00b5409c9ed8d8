import path from 'node:path';
import { systemClock } from '../../../../electron/station/kernel/clock.ts';
import { nodeProcessHost } from '../../../../electron/station/kernel/node-process-host.ts';
import { Station } from '../../../../electron/station/station.ts';
import { stationFile } from '../../../helpers/station-file.ts';
import { PASSPHRASE, say } from '../../ingest/programs/open-station.ts';

/*
 * A station with all its lines open: `live-until-killed.mjs STORE PROJECT`. Says how far it is, and
 * closes when nothing is left to fetch or to send. Fails where something went wrong that nobody did.
 */
const [, , dataDir = '', project = ''] = process.argv;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
say({ opening: true, pid: process.pid });
const station = new Station({
  ...{ dataDir, clock: systemClock, log: quiet, printer: null, nativeBinding: null, checkReplies: true },
  processHost: nodeProcessHost({
    parser: stationFile('parser'),
    decoder: stationFile('decoder'),
    dimse: stationFile('dimse'),
  }),
  blobWorkerFile: stationFile('blobs'),
  templatesDir: path.join(project, 'resources', 'templates'),
});
await station.unlock(null, PASSPHRASE);
say({ open: true });
const { index } = station.access.requireStore();
const count = (sql: string): number => index.prepare<[], number>(sql).pluck().get() ?? 0;
/** Nobody here does anything wrong: what is held, refused or given up is so for no reason. */
const WRONG = `SELECT 'outbox' AS what, state, format AS of, hold AS why FROM outbox WHERE state IN ('held', 'refused', 'dropped')
  UNION ALL SELECT 'transfer', state, way, error FROM transfer WHERE state IN ('failed', 'cancelled', 'paused')`;
for (;;) {
  const here = count('SELECT count(*) FROM object');
  const toFetch = count("SELECT count(*) FROM transfer WHERE state NOT IN ('done', 'failed', 'cancelled')");
  const toSend = count("SELECT count(*) FROM outbox WHERE state NOT IN ('delivered', 'dropped')");
  say({ here, toFetch, toSend });
  const wrong = index.prepare(WRONG).all();
  if (wrong.length > 0) throw new Error(JSON.stringify(wrong));
  if (toFetch === 0 && toSend === 0) break;
  await new Promise((resolve) => setTimeout(resolve, 20));
}
await station.close();
say({ closed: true });
