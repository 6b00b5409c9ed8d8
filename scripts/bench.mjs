import { spawn } from 'node:child_process';
import { runCommand } from './lib/failure.mjs';
import { inProject } from './lib/paths.mjs';
import { startVirtualDisplay } from './lib/virtual-display.mjs';
import { ensureSystemPackages } from './setup/system-packages.mjs';
import { setUp } from './setup/setup.mjs';

/**
 * `npm run bench [TASK…] [-- --quick --rounds N --out DIR]`: our figures beside those of other programs, in one run. On a
 * virtual display even where there is a real one: it must not open windows over somebody's work.
 */
await runCommand(async () => {
  const { node } = await setUp({ window: true, peers: true });
  await ensureSystemPackages({ bench: true });
  const display = process.platform === 'linux' ? await startVirtualDisplay({ size: '1920x1080' }) : undefined;
  try {
    return await run(node, display?.env ?? {});
  } finally {
    display?.stop();
  }
});

function run(node, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [inProject('test', 'bench', 'main.ts'), ...process.argv.slice(2)], {
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
