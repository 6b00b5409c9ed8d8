import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { PlainFailure } from '../lib/failure.mjs';
import { inProject } from '../lib/paths.mjs';
import { npmCommand, runLogged } from '../lib/run.mjs';
import { step } from '../lib/say.mjs';

const STAMP = () => inProject('node_modules', '.nightjar-lock');

/** Installs the packages of package-lock.json where they are missing or of another lock file. */
export async function ensureDependencies() {
  const wanted = createHash('sha256')
    .update(readFileSync(inProject('package-lock.json')))
    .digest('hex');
  if (readOrNothing(STAMP()) === wanted) return;
  const installed = readOrNothing(inProject('node_modules', '.package-lock.json'));
  if (installed === undefined || !isInstalled(readFileSync(inProject('package-lock.json'), 'utf8'), installed)) {
    await install();
  }
  writeFileSync(STAMP(), wanted);
}

/**
 * Whether npm's record of node_modules holds what the lock file asks for. Optional packages of other systems may be absent.
 * @param {string} lockText package-lock.json
 * @param {string} installedText node_modules/.package-lock.json
 */
export function isInstalled(lockText, installedText) {
  const wanted = JSON.parse(lockText).packages ?? {};
  const present = JSON.parse(installedText).packages ?? {};
  return Object.entries(wanted).every(([place, entry]) => {
    if (place === '') return true;
    if (present[place] === undefined) return entry.optional === true || entry.devOptional === true;
    return present[place].version === entry.version;
  });
}

async function install() {
  const { program, before } = npmCommand();
  const result = await step('Installing packages (npm ci)', () =>
    runLogged(program, [...before, 'ci', '--no-audit', '--no-fund'], { log: 'npm-ci', cwd: inProject() }),
  );
  if (result.code !== 0) {
    const outOfStep = result.output.includes('in sync');
    throw new PlainFailure(
      outOfStep
        ? 'The packages could not be installed because package-lock.json does not fit package.json: type `npm install` to see why.'
        : 'The packages could not be installed: check the network connection, then type `npm ci`.',
      { log: result.log },
    );
  }
}

function readOrNothing(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
