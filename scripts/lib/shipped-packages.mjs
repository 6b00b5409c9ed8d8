import { readFileSync } from 'node:fs';
import { inProject } from './paths.mjs';

/**
 * Packages of the lock file that are not for development alone, each copy once, by name and version. npm's own list
 * (`npm sbom --omit dev`) leaves out packages that a tool also asks for as a peer: react among them.
 * @param {{ packages: Record<string, Record<string, any>> }} lock
 * @returns {{ name: string, version: string, licence: string | null, integrity: string | null, place: string }[]}
 */
export function shippedPackages(lock = JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8'))) {
  return Object.entries(lock.packages)
    .filter(([place, entry]) => place !== '' && !entry.dev && !entry.optional && !entry.devOptional)
    .map(([place, entry]) => ({
      name: entry.name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version,
      licence: entry.license ?? null,
      integrity: entry.integrity ?? null,
      place,
    }))
    .sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}
