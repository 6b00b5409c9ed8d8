import { once } from 'node:events';
import { parseArguments } from '../../../electron/cli/arguments.ts';
import { openStation } from '../../../electron/cli/open-station.ts';
import { PROGRAM_FILES } from '../../../electron/cli/program-files.ts';
import { SourceSettings } from '../../../shared/model/source-settings.ts';

// The station of the command line in a process of its own, with its receiver open: `node receiver-program.ts STORE SETTINGS`. Prints a line
// when it listens; ends when its input does, and prints { objects } of its store.

const [, , store = '', settings = ''] = process.argv;
const { station } = await openStation(parseArguments(['--data', store], { data: 'value' }), {
  ...{ env: process.env, files: PROGRAM_FILES },
  say: () => undefined,
});
try {
  const { transfers } = station.rooms;
  transfers.sources.add(SourceSettings.parse(JSON.parse(settings)), {});
  transfers.start();
  process.stdout.write('started\n');
  process.stdin.resume();
  await once(process.stdin, 'end');
  const row = station.access.requireStore().index.prepare<[], { n: number }>('SELECT count(*) AS n FROM object').get();
  process.stdout.write(`${JSON.stringify({ objects: row?.n ?? 0 })}\n`);
} finally {
  await station.close();
}
