import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PlainFailure } from '../lib/failure.mjs';
import { inProject } from '../lib/paths.mjs';
import { runLogged } from '../lib/run.mjs';
import { step } from '../lib/say.mjs';

/** How the packager calls the folder of the packaged program. */
const UNPACKED = { linux: 'linux-unpacked', darwin: 'mac', win32: 'win-unpacked' };

/**
 * Packs the staged program with electron-builder and puts beside it what a receiver must find.
 * @param {{ node: string, app: string, out: string, sbom: string, electronDist: string | null,
 *   facts: import('./stage.mjs').Facts, target: string[] }} job
 * @returns {Promise<string>} the folder of the packaged program
 */
export async function pack({ node, app, out, sbom, electronDist, facts, target }) {
  mkdirSync(out, { recursive: true });
  const request = { app, out, electronDist, electronVersion: facts.runtime.electron, target };
  const result = await step('Packing', () =>
    runLogged(node, [inProject('scripts', 'dist', 'pack.mjs'), JSON.stringify(request)], {
      log: 'pack',
      cwd: inProject(),
    }),
  );
  if (result.code !== 0) {
    process.stderr.write(result.output.split('\n').slice(-30).join('\n'));
    throw new PlainFailure('The program could not be packed: mend what the lines above name, then type it again.', {
      log: result.log,
    });
  }
  const folder = path.join(out, UNPACKED[process.platform]);
  copyFileSync(inProject('LICENSE'), path.join(folder, 'LICENSE.nightjar.txt'));
  copyFileSync(sbom, path.join(folder, 'sbom.cdx.json'));
  const marks = marksOf(facts);
  if (marks.length > 0) writeFileSync(path.join(folder, 'NOT-FOR-USERS.txt'), `${marks.join('\n')}\n`);
  // The packager's notes to itself name paths of this machine.
  for (const name of ['builder-debug.yml', 'builder-effective-config.yaml']) {
    rmSync(path.join(out, name), { force: true });
  }
  return folder;
}

function marksOf({ runtime, debuggable }) {
  return [
    ...(runtime.kind === 'test'
      ? [`This package runs on a test runtime (${runtime.label}). It is for trying only.`]
      : []),
    ...(debuggable ? ['This package lets a debugger in. It is for tests only: put no patient data into it.'] : []),
  ];
}
