import { runCommand } from './lib/failure.mjs';
import { addUp, lastLine } from './lib/counts.mjs';
import { countMissing, missingForTests } from './lib/peers.mjs';
import { inLanes } from './lib/lanes.mjs';
import { inProject } from './lib/paths.mjs';
import { say } from './lib/say.mjs';
import { runSourceChecks, runTests } from './lib/steps.mjs';
import { startVirtualDisplay } from './lib/virtual-display.mjs';
import { setUp } from './setup/setup.mjs';

/**
 * `npm test`: every check and every test, the last ones in the real Electron. `--long` runs the full counts (test:long).
 * The virtual display is used even where there is a real one: a test must not open windows over somebody's work.
 */
await runCommand(async () => {
  const begin = Date.now();
  const long = process.argv.includes('--long');
  await setUp({ window: true, peers: true });
  const env = long ? { NIGHTJAR_LONG: '1' } : {};
  const counts = [missingPeers(), ...(await runSourceChecks())];
  counts.push(await runTests('unit', { env }));
  // Each of the two leaves the processors idle for a third of its time: waiting for disks, for processes, for a window.
  const NIGHTJAR_TEST_CLI = inProject('dist', 'node', 'cli.mjs');
  const both = [() => runTests('integration', { env: { ...env, NIGHTJAR_TEST_CLI } }), () => runInWindow(env)];
  counts.push(...(await inLanes(both, 2)));
  const total = addUp(counts);
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

async function runInWindow(env) {
  if (process.platform !== 'linux') return runTests('e2e', { env });
  const display = await startVirtualDisplay();
  try {
    return await runTests('e2e', { env: { ...env, ...display.env } });
  } finally {
    display.stop();
  }
}
