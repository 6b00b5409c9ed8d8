import { runCommand } from './lib/failure.mjs';
import { addUp, lastLine } from './lib/counts.mjs';
import { countMissing, missingForTests } from './lib/peers.mjs';
import { inLanes } from './lib/lanes.mjs';
import { inProject } from './lib/paths.mjs';
import { say } from './lib/say.mjs';
import { runSourceChecks, runTests } from './lib/steps.mjs';
import { startVirtualDisplay } from './lib/virtual-display.mjs';
import { setUp } from './setup/setup.mjs';

/** So many that neither lane waits long for the other at the end; the start of each takes two seconds. */
const WINDOW_SHARES = 8;

/**
 * `npm test`: every check and every test, the last ones in the real Electron. `--long` runs the full counts (test:long).
 * The virtual display is used even where there is a real one: a test must not open windows over somebody's work.
 */
await runCommand(async () => {
  const begin = Date.now();
  const long = process.argv.includes('--long');
  await setUp({ window: true, peers: true });
  const env = long ? { NIGHTJAR_LONG: '1' } : {};
  const [firstShare, ...otherShares] = windowShares(env);
  // A window leaves half a processor idle while it waits for what is to be seen: all that needs none runs beside it from the
  // beginning, and the shares of the window that are left after that are taken by both lanes.
  const counts = await inLanes([firstShare, () => withoutWindow(env), ...otherShares], 2);
  const total = addUp([missingPeers(), ...counts]);
  say(`All steps took ${Math.round((Date.now() - begin) / 1000)} s.`);
  process.stdout.write(`${lastLine(total)}\n`);
  return total.failed === 0 ? 0 : 1;
});

function missingPeers() {
  const missing = missingForTests();
  const inCi = Boolean(process.env.CI);
  for (const name of missing) process.stdout.write(`${inCi ? 'FAILED' : 'skipped'}  not on this machine: ${name}\n`);
  return countMissing(missing, inCi);
}

async function withoutWindow(env) {
  const counts = await runSourceChecks();
  counts.push(await runTests('unit', { env }));
  const NIGHTJAR_TEST_CLI = inProject('dist', 'node', 'cli.mjs');
  counts.push(await runTests('integration', { env: { ...env, NIGHTJAR_TEST_CLI } }));
  return addUp(counts);
}

/** One display each, since two windows on one would take the keys from each other: where none can be had, one share. */
function windowShares(env) {
  const count = process.platform === 'linux' ? WINDOW_SHARES : 1;
  return Array.from({ length: count }, (_, at) => () => runInWindow({ env, share: `${at + 1}/${count}` }));
}

async function runInWindow({ env, share }) {
  if (process.platform !== 'linux') return runTests('e2e', { env, share });
  const display = await startVirtualDisplay();
  try {
    return await runTests('e2e', { env: { ...env, ...display.env }, share });
  } finally {
    display.stop();
  }
}
