// Builds the program into dist/. Runs on the project's Node: `node scripts/build.mjs [node] [window]`, both by default.
import { mkdirSync } from 'node:fs';
import { runCommand } from './lib/failure.mjs';
import { inProject } from './lib/paths.mjs';
import { buildNode } from './build/node-part.mjs';
import { buildWindow } from './build/window-part.mjs';
import { fingerprint, markBuilt, PARTS } from './setup/sources.mjs';

const builders = { node: buildNode, window: buildWindow };

await runCommand(async () => {
  const asked = process.argv.slice(2);
  mkdirSync(inProject('dist'), { recursive: true });
  for (const part of Object.keys(builders).filter((name) => asked.length === 0 || asked.includes(name))) {
    const print = fingerprint(PARTS[part].from);
    await builders[part]();
    markBuilt(part, print);
  }
});
