import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { PlainFailure, runCommand } from './lib/failure.mjs';
import { launchArguments } from './lib/launch-arguments.mjs';
import { cacheFolder, inProject } from './lib/paths.mjs';
import { say } from './lib/say.mjs';
import { startVirtualDisplay } from './lib/virtual-display.mjs';
import { hasDisplay, setUp } from './setup/setup.mjs';

/** npm passes on the Ctrl+C that we have had from the terminal already: two within this time are one. */
const ONE_KEY_MS = 1_000;

/** `npm start [-- ARGUMENTS]`: sets up what is missing and opens the window. */
await runCommand(async () => {
  const { runtime } = await setUp({ window: true });
  const switches = launchArguments({ test: runtime.kind === 'test' });
  if (switches.includes('--no-sandbox')) say('Running as root: Chromium’s sandbox is off (--no-sandbox).');
  if (runtime.kind === 'test') say(`Running on ${runtime.label}.`);
  const display = hasDisplay() ? undefined : await virtualDisplay();
  // A machine without a display has no desktop services either, and Chromium complains of each.
  const quiet = display ? ['--log-level=3'] : [];
  try {
    const args = [...switches, ...quiet, inProject(), ...process.argv.slice(2)];
    return await open(runtime.executable, args, display?.env ?? {});
  } finally {
    display?.stop();
  }
});

async function virtualDisplay() {
  const shots = path.join(cacheFolder(), 'screen');
  mkdirSync(shots, { recursive: true, mode: 0o700 });
  const shot = process.env.NIGHTJAR_SCREENSHOT || path.join(shots, 'window.png');
  rmSync(shot, { force: true });
  const display = await startVirtualDisplay({ endsWithProgram: true });
  say(`No display: the window opens on a virtual one (Xvfb ${display.name}); its picture is written to ${shot}.`);
  say('Press Ctrl+C to quit.');
  return { env: { ...display.env, NIGHTJAR_SCREENSHOT: shot }, stop: display.stop };
}

/** Runs the program until it ends. Its exit code is ours. */
function open(executable, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(executable, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
      // Ctrl+C reaches every process of a group at once and would kill the station under the window. In a group of its own
      // the program is asked to quit, and closes its store in order.
      detached: process.platform !== 'win32',
    });
    let askedAt = 0;
    const quit = () => {
      if (askedAt === 0) {
        askedAt = Date.now();
        say('Closing Nightjar … (again to stop it at once)');
        child.kill('SIGTERM');
      } else if (Date.now() - askedAt > ONE_KEY_MS) {
        child.kill('SIGKILL');
      }
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, quit);
    child.once('error', () =>
      reject(
        new PlainFailure('Electron could not be started: type `npm start` again, and see CONTRIBUTING.md if it stays.'),
      ),
    );
    child.once('exit', (code) => resolve(code ?? (askedAt > 0 ? 0 : 1)));
  });
}
