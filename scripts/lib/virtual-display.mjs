import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PlainFailure } from './failure.mjs';
import { installLine } from '../setup/system-packages.mjs';

const START_MS = 15_000;

/**
 * Starts an X server without a screen on a free number, closed to other users of the machine by a cookie.
 * @param {{ size?: string, endsWithProgram?: boolean }} [options] size: pixels, WIDTHxHEIGHT; endsWithProgram: the server ends
 *   with the last window, so that none is left over if we are killed
 * @returns {Promise<{ name: string, env: { DISPLAY: string, XAUTHORITY: string }, stop: () => void }>}
 */
export async function startVirtualDisplay({ size = '1920x1200', endsWithProgram = false } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-x-'));
  const authority = path.join(folder, 'authority');
  const cookie = randomBytes(16).toString('hex');
  // The server reads only the cookie, so the number may be wrong until it is known.
  allow(authority, ':0', cookie);
  const args = ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-auth', authority];
  const server = spawn('Xvfb', [...args, ...(endsWithProgram ? ['-terminate'] : [])], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    detached: true, // Ctrl+C must not take the display away before the program has closed
  });
  const stop = () => {
    server.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const name = `:${await firstLineOf(server)}`;
    allow(authority, name, cookie);
    return { name, env: { DISPLAY: name, XAUTHORITY: authority }, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

function allow(authority, name, cookie) {
  spawnSync('xauth', ['-q', '-f', authority, 'add', name, '.', cookie], { stdio: 'ignore' });
}

function firstLineOf(server) {
  return new Promise((resolve, reject) => {
    const fail = () =>
      reject(new PlainFailure(`The virtual display could not be started; type: ${installLine(['xvfb', 'xauth'])}`));
    const timer = setTimeout(fail, START_MS);
    server.once('error', fail);
    server.once('exit', fail);
    let text = '';
    server.stdio[3].on('data', (chunk) => {
      text += String(chunk);
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      resolve(text.trim());
    });
  });
}
