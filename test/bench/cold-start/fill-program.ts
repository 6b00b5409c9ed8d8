import { parseArguments } from '../../../electron/cli/arguments.ts';
import { openStation } from '../../../electron/cli/open-station.ts';
import { PROGRAM_FILES } from '../../../electron/cli/program-files.ts';
import { fillIndex } from '../worklist/generate.ts';

// Makes a store with so many studies in its index: `node fill-program.ts STORE STUDIES`. Prints { studies }.

const [, , store = '', studies = '0'] = process.argv;
const { station } = await openStation(parseArguments(['--data', store], { data: 'value' }), {
  ...{ env: process.env, files: PROGRAM_FILES },
  say: () => undefined,
});
try {
  const { index } = station.access.requireStore();
  const ids = fillIndex(index, { studies: Number(studies), instances: Number(studies), seed: 7 });
  process.stdout.write(JSON.stringify({ studies: ids.length }));
} finally {
  await station.close();
}
