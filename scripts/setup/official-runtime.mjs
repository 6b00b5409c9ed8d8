import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, inProject, projectNode } from '../lib/paths.mjs';
import { runLogged } from '../lib/run.mjs';
import { say, step } from '../lib/say.mjs';

const PROBE_MS = 8_000;
const DOWNLOAD_MS = 20 * 60 * 1000;
/** How long a refusal is believed, so that later starts are instant. */
export const REFUSAL_HOURS = 24;

const electronFolder = () => inProject('node_modules', 'electron');
const refusalFile = () => path.join(cacheFolder(), 'official-electron-refused.json');

/** Version of the official Electron that the project asks for. */
export const officialVersion = () =>
  JSON.parse(readFileSync(path.join(electronFolder(), 'package.json'), 'utf8')).version;

/**
 * The official Electron's executable, downloaded when its release page can be reached.
 * @returns {Promise<{ executable: string } | { refused: string }>}
 */
export async function ensureOfficialRuntime() {
  const version = officialVersion();
  const installed = installedExecutable(version);
  if (installed) return { executable: installed };
  const known = readRefusal(version, Date.now());
  if (known) return { refused: known };
  const reason = await obtain(version);
  const executable = installedExecutable(version);
  if (executable) {
    rmSync(refusalFile(), { force: true });
    return { executable };
  }
  rememberRefusal(version, reason);
  return { refused: reason };
}

function installedExecutable(version) {
  const dist = path.join(electronFolder(), 'dist');
  const name = path.join(electronFolder(), 'path.txt');
  if (!existsSync(name) || !existsSync(path.join(dist, 'version'))) return undefined;
  if (readFileSync(path.join(dist, 'version'), 'utf8').trim().replace(/^v/, '') !== version) return undefined;
  const executable = path.join(dist, readFileSync(name, 'utf8'));
  return existsSync(executable) ? executable : undefined;
}

async function obtain(version) {
  const behindProxy = Boolean(process.env.HTTPS_PROXY || process.env.https_proxy);
  // Node's own fetch knows no proxy: behind one the probe would say no where the download itself gets through.
  if (!behindProxy && !(await canReach(releaseAddress(version)))) return 'its release page cannot be reached';
  const result = await step(`Downloading Electron ${version}`, () =>
    runLogged(projectNode(), [path.join(electronFolder(), 'install.js')], {
      log: 'electron-download',
      cwd: inProject(),
      env: { ...process.env, ...(behindProxy ? { ELECTRON_GET_USE_PROXY: '1' } : {}) },
      limitMs: DOWNLOAD_MS,
    }),
  );
  if (result.timedOut) return 'its download did not end';
  return result.code === 0 ? 'its download left no program behind' : 'its download failed';
}

/** The file that @electron/get would fetch; ELECTRON_MIRROR replaces the address of the release page. */
function releaseAddress(version) {
  const base = process.env.ELECTRON_MIRROR || 'https://github.com/electron/electron/releases/download/';
  return `${base}v${version}/electron-v${version}-${process.platform}-${process.arch}.zip`;
}

async function canReach(address) {
  try {
    const answer = await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_MS) });
    return answer.ok;
  } catch {
    return false; // no route, no name, no answer in time: all mean the same here
  }
}

/**
 * Why the official download is not tried again yet, or undefined when it is time to try.
 * @param {string} version
 * @param {number} now milliseconds
 * @param {string} [file]
 */
export function readRefusal(version, now, file = refusalFile()) {
  if (!existsSync(file)) return undefined;
  try {
    const refusal = JSON.parse(readFileSync(file, 'utf8'));
    const age = now - refusal.at;
    if (refusal.version !== version || !(age >= 0 && age < REFUSAL_HOURS * 3_600_000)) return undefined;
    return String(refusal.reason);
  } catch {
    return undefined; // a damaged note is no note
  }
}

function rememberRefusal(version, reason) {
  mkdirSync(cacheFolder(), { recursive: true });
  writeFileSync(refusalFile(), JSON.stringify({ version, at: Date.now(), reason }));
  say(`  Electron ${version}: ${reason}. It is tried again in ${REFUSAL_HOURS} hours.`);
}
