import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { PlainFailure, runCommand } from './lib/failure.mjs';
import { launchArguments } from './lib/launch-arguments.mjs';
import { cacheFolder, inProject } from './lib/paths.mjs';
import { say } from './lib/say.mjs';
import { startVirtualDisplay } from './lib/virtual-display.mjs';
import { hasDisplay, setUp } from './setup/setup.mjs';

/** `npm start [-- ARGUMENTS]`: sets up what is missing and opens the window. */
await runCommand(async () => {
  const { runtime } = await setUp({ window: true });
  const args = launchArguments({ test: runtime.kind === 'test' });
  if (args.includes('--no-sandbox')) say('Running as root: Chromium’s sandbox is off (--no-sandbox).');
  if (runtime.kind === 'test') say(`Running on ${runtime.label}.`);
  const display = hasDisplay() ? undefined : await virtualDisplay();
  try {
    return await open(runtime.executable, [...args, inProject(), ...process.argv.slice(2)], display?.env ?? {});
  } finally {
    display?.stop();
  }
});

async function virtualDisplay() {
  const shots = path.join(cacheFolder(), 'screen');
  mkdirSync(shots, { recursive: true, mode: 0o700 });
  const shot = process.env.NIGHTJAR_SCREENSHOT || path.join(shots, 'window.png');
  rmSync(shot, { force: true });
  const display = await startVirtualDisplay();
  say(`No display: the window opens on a virtual one (Xvfb ${display.name}); its picture is written to ${shot}.`);
  say('Press Ctrl+C to quit.');
  return { env: { ...display.env, NIGHTJAR_SCREENSHOT: shot }, stop: display.stop };
}

function open(executable, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(executable, args, { stdio: 'inherit', env: { ...process.env, ...env } });
    // The terminal sends Ctrl+C to both of us: the program closes its store in its own time, and we wait for it.
    process.on('SIGINT', () => undefined);
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.once('error', () =>
      reject(
        new PlainFailure('Electron could not be started: type `npm start` again, and see CONTRIBUTING.md if it stays.'),
      ),
    );
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)));
  });
}
