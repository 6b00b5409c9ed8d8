import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inProject } from '../lib/paths.mjs';

const DRIVER = 'driver/better_sqlite3.node';

/**
 * What a package is made of, told apart on the About box and in every store it makes.
 * @typedef {{ runtime: import('../setup/runtime.mjs').Runtime, debuggable: boolean }} Facts
 */

/** Words of the runtime for the packaged program: a package for trying says so itself. */
export function packagedRuntime({ runtime, debuggable }) {
  const marks = [
    ...(runtime.kind === 'test' ? ['for trying only, not for users'] : []),
    ...(debuggable ? ['remote debugging allowed, for tests'] : []),
  ];
  return {
    kind: runtime.kind,
    electron: runtime.electron,
    label: [runtime.label, ...marks].join('; '),
    // Relative to dist/: the builder's paths mean nothing on another machine.
    nativeBinding: DRIVER,
    debuggable,
  };
}

/**
 * Lays out the program's own files as they will lie in the archive: bundles, the driver, a
 * package.json without tools; and the resources that lie beside it.
 * @param {string} to fresh folder
 * @param {Facts} facts
 * @returns {string} the folder
 */
export function stage(to, facts) {
  mkdirSync(to, { recursive: true });
  // The command line needs a Node of its own: the packaged program refuses to be one.
  for (const part of ['node', 'window']) {
    cpSync(inProject('dist', part), path.join(to, 'dist', part), {
      recursive: true,
      filter: (file) => !file.endsWith('.map') && path.basename(file) !== 'cli.mjs',
    });
  }
  cpSync(inProject('resources'), path.join(to, 'resources'), { recursive: true });
  writeFileSync(path.join(to, 'dist', 'runtime.json'), `${JSON.stringify(packagedRuntime(facts), null, 2)}\n`);
  writeFileSync(path.join(to, 'package.json'), `${JSON.stringify(packagedManifest(), null, 2)}\n`);
  cpSync(facts.runtime.nativeBinding, path.join(to, 'dist', DRIVER));
  return to;
}

function packagedManifest() {
  const { name, version, productName, description, license, author, type, main } = JSON.parse(
    readFileSync(inProject('package.json'), 'utf8'),
  );
  return { name, version, productName, description, license, author, type, main };
}
