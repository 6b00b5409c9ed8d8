import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { PEER_PACKAGES } from '../lib/peer-programs.mjs';
import { ask, isOnPath, runLogged } from '../lib/run.mjs';
import { say, step } from '../lib/say.mjs';

const WINDOW = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'libatk-bridge2.0-0'];
const DISPLAY = ['xvfb', 'xauth'];
const TEST_RUNTIME = ['unzip', 'g++', 'make', 'python3'];
/** The browser of the other viewer, the writer of the synthetic CT, native decoders. */
const BENCH = [
  'chromium',
  'python3-numpy',
  'python3-pydicom',
  'g++',
  'libcharls-dev',
  'libopenjp2-7-dev',
  'libopenjph-dev',
];

/**
 * The Debian packages that a command needs.
 * @param {{ window?: boolean, display?: boolean, testRuntime?: boolean, peers?: boolean, bench?: boolean }} needs display: one of our own
 */
export function packagesFor(needs) {
  return [
    ...(needs.window ? WINDOW : []),
    ...(needs.display ? DISPLAY : []),
    ...(needs.testRuntime ? TEST_RUNTIME : []),
    ...(needs.peers ? PEER_PACKAGES : []),
    ...(needs.bench ? BENCH : []),
  ];
}

/**
 * Which of the wanted packages are not installed. Newer releases of Debian and Ubuntu add "t64" to some names.
 * @param {readonly string[]} wanted
 * @param {string} statusText lines of `dpkg-query -W -f='${Package} ${db:Status-Status}\n'`
 */
export function missingPackages(wanted, statusText) {
  const installed = new Set(
    statusText
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return wanted.filter((name) => !installed.has(name) && !installed.has(`${name}t64`));
}

/**
 * The line a person types to install packages.
 * @param {readonly string[]} names
 */
export const installLine = (names) => `sudo apt-get install --no-install-recommends ${names.join(' ')}`;

/**
 * On Debian as root installs what is missing; elsewhere says what to type and goes on.
 * @param {Parameters<typeof packagesFor>[0]} needs
 */
export async function ensureSystemPackages(needs) {
  if (process.platform !== 'linux') return;
  const wanted = packagesFor(needs);
  if (wanted.length === 0) return;
  if (!existsSync('/etc/debian_version')) return adviseByProgram(needs);
  const missing = missingPackages(wanted, ask('dpkg-query', ['-W', '-f=${Package} ${db:Status-Status}\\n']) ?? '');
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    say(`  Some system packages are missing; type: ${installLine(missing)}`);
    return;
  }
  const result = await step(`Installing system packages (${missing.join(' ')})`, () => install(missing));
  if (result.code !== 0) {
    say(`  Not every system package could be installed; what follows may fail. Type: ${installLine(missing)}`);
    say(`  (Details: ${result.log})`);
  }
}

async function install(names) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runLogged('apt-get', ['update', '-q'], { log: 'apt-update', env });
  const real = names.map((name) => (ask('apt-cache', ['show', '--no-all-versions', name]) ? name : `${name}t64`));
  const restore = keepServicesStopped();
  try {
    return await runLogged('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...real], {
      log: 'apt-install',
      env,
    });
  } finally {
    restore();
  }
}

/** A test peer must not become a service of the machine: Debian asks this file before it starts one. */
function keepServicesStopped() {
  const policy = '/usr/sbin/policy-rc.d';
  if (existsSync(policy)) return () => undefined;
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  return () => rmSync(policy, { force: true });
}

function adviseByProgram(needs) {
  const programs = [
    ...(needs.display ? ['Xvfb', 'xauth'] : []),
    ...(needs.testRuntime ? ['unzip', 'g++', 'make', 'python3'] : []),
    ...(needs.peers ? ['Orthanc', 'storescu', 'dciodvfy', 'gdcmconv', 'pdftotext'] : []),
    ...(needs.bench ? ['chromium', 'python3'] : []),
  ].filter((name) => !isOnPath(name));
  if (programs.length > 0) say(`  Install these with your system's package tool: ${programs.join(', ')}`);
}
