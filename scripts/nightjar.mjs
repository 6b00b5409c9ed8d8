import { spawn } from 'node:child_process';
import { runCommand } from './lib/failure.mjs';
import { compiledSources, inProject } from './lib/paths.mjs';
import { STATION_ENV, STATION_FLAGS } from './lib/station-node.mjs';
import { setUp } from './setup/setup.mjs';

/** `npm run -s nightjar -- VERB …`: the command line, run from its sources. Only its own JSON goes to stdout. */
await runCommand(async () => {
  const { node } = await setUp();
  return new Promise((resolve, reject) => {
    const child = spawn(node, [...STATION_FLAGS, inProject('electron', 'cli', 'main.ts'), ...process.argv.slice(2)], {
      stdio: 'inherit',
      env: { ...STATION_ENV, ...compiledSources(), ...process.env },
      // npm works in the project's folder; paths that a person typed count from where they stood.
      cwd: process.env.INIT_CWD || process.cwd(),
    });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
});
