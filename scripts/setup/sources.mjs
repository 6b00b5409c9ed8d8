import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inProject } from '../lib/paths.mjs';

/** The parts of the build: what each is made of, and where its result and stamp lie. */
export const PARTS = Object.freeze({
  node: {
    from: ['electron', 'shared', 'scripts/build.mjs', 'scripts/build', 'package-lock.json'],
    result: ['dist', 'node'],
  },
  window: { from: ['renderer', 'shared', 'vite.config.ts', 'package-lock.json'], result: ['dist', 'window'] },
});

const stampFile = (part) => inProject('dist', `.${part}-sources`);

/**
 * One hash over the names and bytes of files and folders.
 * @param {readonly string[]} places relative to the root
 * @param {string} root
 */
export function fingerprint(places, root = inProject()) {
  const hash = createHash('sha256');
  for (const file of places.flatMap((place) => filesUnder(path.join(root, place)))) {
    hash.update(`${path.relative(root, file)}\0`);
    hash.update(createHash('sha256').update(readFileSync(file)).digest());
  }
  return hash.digest('hex');
}

function filesUnder(place) {
  if (!existsSync(place)) return [];
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesUnder(path.join(place, entry.name)));
}

/** Whether a part was built from exactly the present sources. */
export function isFresh(part) {
  const stamp = stampFile(part);
  if (!existsSync(stamp) || !existsSync(inProject(...PARTS[part].result))) return false;
  return readFileSync(stamp, 'utf8') === fingerprint(PARTS[part].from);
}

/** Records which sources a part was built from; the fingerprint is the one taken before the build began. */
export function markBuilt(part, print) {
  writeFileSync(stampFile(part), print);
}
