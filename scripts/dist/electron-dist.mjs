import { cpSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

/**
 * The folder of Electron as the packager wants it. Null: the packager obtains official Electron itself.
 * @param {import('../setup/runtime.mjs').Runtime} runtime
 * @param {string} to fresh folder, used for the test runtime only
 */
export function electronDistOf(runtime, to) {
  if (runtime.kind === 'official') return null;
  cpSync(path.dirname(runtime.executable), to, { recursive: true, verbatimSymlinks: true });
  rmSync(path.join(to, 'nightjar-complete'), { force: true });
  rmSync(path.join(to, 'resources', 'app'), { recursive: true, force: true });
  renameSync(path.join(to, 'LICENSE.electron.txt'), path.join(to, 'LICENSE'));
  return to;
}
