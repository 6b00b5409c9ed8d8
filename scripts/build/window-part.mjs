import { existsSync } from 'node:fs';
import { build } from 'vite';
import { inProject } from '../lib/paths.mjs';

/** Bundles the window into dist/window. */
export async function buildWindow() {
  if (!existsSync(inProject('renderer', 'index.html'))) {
    process.stderr.write('  not there yet, left out: renderer/index.html\n');
    return;
  }
  await build({ configFile: inProject('vite.config.ts'), logLevel: 'warn' });
}
