import { spawn } from 'node:child_process';
import { runCommand } from './lib/failure.mjs';
import { inProject } from './lib/paths.mjs';
import { say } from './lib/say.mjs';
import { startVirtualDisplay } from './lib/virtual-display.mjs';
import { setUp } from './setup/setup.mjs';

/**
 * `npm run smoke -- [--studies DIR] [--shots DIR] [--packaged DIR]`: the whole program in real Electron on the samples or on a folder of studies.
 * Screenshots and summary.json go to DIR, by default test-results/smoke; the summary goes to stdout as well.
 * --packaged takes the folder that `npm run dist -- --allow-debugging` made, in place of the checkout.
 * A virtual display is used even where there is a real one: the run must not open windows over somebody's work.
 */
await runCommand(async () => {
  const { node } = await setUp({ window: true });
  const display = process.platform === 'linux' ? await startVirtualDisplay({ size: '1920x1080' }) : undefined;
  try {
    const code = await run(node, display?.env ?? {});
    say(code === 0 ? 'The smoke run found no fault.' : 'The smoke run found faults: see its summary.');
    return code;
  } finally {
    display?.stop();
  }
});

function run(node, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [inProject('test', 'smoke', 'main.ts'), ...process.argv.slice(2)], {
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
