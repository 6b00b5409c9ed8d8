import { setTimeout as sleep } from 'node:timers/promises';
import { parseArguments } from '../../../electron/cli/arguments.ts';
import { openStation } from '../../../electron/cli/open-station.ts';
import { PROGRAM_FILES } from '../../../electron/cli/program-files.ts';
import { SourceSettings } from '../../../shared/model/source-settings.ts';
import { RetrieveWay } from '../../../shared/model/source.ts';

// The station of the command line in a process of its own: `node retrieve-program.ts STORE SETTINGS WAY WARM-UID STUDY-UID`.
// Prints { seconds, received, peakMb } of the second study: the first one is there so that processes and connections are.

const [, , store = '', settings = '', wanted = '', warm = '', studyUid = ''] = process.argv;
const way = RetrieveWay.parse(wanted);
const { station } = await openStation(parseArguments(['--data', store], { data: 'value' }), {
  ...{ env: process.env, files: PROGRAM_FILES },
  say: () => undefined,
});
/** What came is read back and decoded behind everything else: of the first study that is not to be measured. */
async function untilProved(): Promise<void> {
  const left = station.access
    .requireStore()
    .index.prepare<[], { n: number }>(
      'SELECT count(*) AS n FROM object LEFT JOIN object_proof USING (object_id) WHERE at IS NULL',
    );
  while ((left.get()?.n ?? 0) > 0) await sleep(50);
}

try {
  const { transfers } = station.rooms;
  const { sourceId } = transfers.sources.add(SourceSettings.parse(JSON.parse(settings)), {});
  transfers.start();
  const fetched = async (uid: string): Promise<number> => {
    const transferId = transfers.ask({ sourceId, studyUid: uid, seriesUid: null, way, rank: 'open' });
    const row = await transfers.desk.wait(transferId);
    if (row.state !== 'done') throw new Error(`the transfer is ${row.state}: ${row.error?.code ?? ''}`);
    return row.counts.received;
  };
  await fetched(warm);
  await untilProved();
  let peak = process.memoryUsage.rss();
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
  const begin = performance.now();
  const received = await fetched(studyUid);
  const seconds = (performance.now() - begin) / 1000;
  clearInterval(watch);
  process.stdout.write(JSON.stringify({ seconds, received, peakMb: peak / 2 ** 20 }));
} finally {
  await station.close();
}
