import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArguments } from '../../../electron/cli/arguments.ts';
import { openStation } from '../../../electron/cli/open-station.ts';
import { PROGRAM_FILES } from '../../../electron/cli/program-files.ts';
import { ImportReport } from '../../../shared/model/job.ts';

// The station of the command line in a process of its own, as the peer is a server: `node import-program.ts STORE FOLDER WARM`.
// Prints { seconds, imported, lagP99Ms } of the import alone: the station runs, as the peer does, and has imported the few
// files of WARM before, so that the start of its processes is not in it.

const [, , store = '', folder = '', warm = ''] = process.argv;
const { station } = await openStation(parseArguments(['--data', store], { data: 'value' }), {
  ...{ env: process.env, files: PROGRAM_FILES },
  say: () => undefined,
});
try {
  const { jobs } = station.access.requireStore();
  await jobs.wait(station.rooms.startImport({ paths: [warm], site: null }));
  const lag = monitorEventLoopDelay({ resolution: 5 });
  lag.enable();
  const begin = performance.now();
  const jobId = station.rooms.startImport({ paths: [folder], site: null });
  const report = ImportReport.parse(await jobs.wait(jobId));
  const seconds = (performance.now() - begin) / 1000;
  lag.disable();
  const { imported } = report;
  process.stdout.write(JSON.stringify({ seconds, imported, lagP99Ms: lag.percentile(99) / 1e6 }));
} finally {
  await station.close();
}
