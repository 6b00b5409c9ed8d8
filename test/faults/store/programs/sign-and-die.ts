import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../../../electron/station/kernel/clock.ts';
import { nodeProcessHost } from '../../../../electron/station/kernel/node-process-host.ts';
import { Station } from '../../../../electron/station/station.ts';
import { stationFile } from '../../../helpers/station-file.ts';

/* Signs a draft and is killed the moment that it hears "signed". */
const [, , dir = '', reportId = ''] = process.argv;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../..');
const quiet = (): void => undefined;
const station = new Station({
  dataDir: dir,
  clock: systemClock,
  log: { info: quiet, warn: quiet, error: quiet },
  processHost: nodeProcessHost({
    parser: stationFile('parser'),
    decoder: stationFile('decoder'),
  }),
  blobWorkerFile: stationFile('blobs'),
  templatesDir: path.join(root, 'resources/templates'),
  printer: null,
  nativeBinding: null,
  checkReplies: true,
});
await station.unlock(null, 'correct horse battery');
const checked = await station.call('report.check', { reportId });
if (!checked.ok) throw new Error(checked.error.code);
const { findings } = checked.value as { findings: { code: string }[] };
const request = { reportId, acknowledged: findings.map(({ code }) => code), zone: '+01:00' };
const signed = await station.call('report.sign', request);
if (!signed.ok) throw new Error(signed.error.code);
process.kill(process.pid, 'SIGKILL');
