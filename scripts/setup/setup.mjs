import path from 'node:path';
import { cacheFolder, inProject, projectNode } from '../lib/paths.mjs';
import { withLock } from '../lib/lock.mjs';
import { ensureBuild } from './build-step.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { checkNode } from './node-version.mjs';
import { ensureRuntime } from './runtime.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

/**
 * Brings the checkout into the state that a command needs, doing only what is missing.
 * @param {{ window?: boolean, peers?: boolean }} needs window: Electron and a build; peers: what the tests talk to
 * @returns {Promise<{ node: string, runtime: import('./runtime.mjs').Runtime | undefined }>}
 */
export async function setUp(needs = {}) {
  checkNode();
  return withLock(path.join(cacheFolder(), 'lock', lockName()), async () => {
    const window = needs.window === true;
    await ensureSystemPackages({
      window,
      display: window && (needs.peers === true || !hasDisplay()),
      peers: needs.peers === true,
    });
    await ensureDependencies();
    const runtime = window ? await ensureRuntime() : undefined;
    if (window) await ensureBuild();
    return { node: projectNode(), runtime };
  });
}

/** One lock a checkout: two checkouts may set up side by side, and share the cache by renaming whole folders into it. */
const lockName = () => `${inProject().replaceAll(/[^A-Za-z0-9]+/g, '-')}.lock`;

/** Whether a window can be shown to somebody. */
export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}
