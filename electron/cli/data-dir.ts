import os from 'node:os';
import path from 'node:path';
import type { Arguments } from './arguments.ts';

/** The folder of the store that a command is about. */
export function dataDirOf(args: Arguments, env: Readonly<Record<string, string | undefined>>): string {
  return path.resolve(args.value('data') ?? env['NIGHTJAR_DATA'] ?? defaultDataDir(env));
}

/** The same store that the window opens when nothing else is said. */
export function defaultDataDir(env: Readonly<Record<string, string | undefined>>): string {
  const home = os.homedir();
  if (process.platform === 'win32') return path.join(env['APPDATA'] ?? home, 'Nightjar', 'store');
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Nightjar', 'store');
  return path.join(env['XDG_CONFIG_HOME'] ?? path.join(home, '.config'), 'Nightjar', 'store');
}
