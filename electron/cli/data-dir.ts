import os from 'node:os';
import path from 'node:path';

/** The same store that the window opens when nothing else is said. */
export function defaultDataDir(env: Readonly<Record<string, string | undefined>>): string {
  const home = os.homedir();
  if (process.platform === 'win32') return path.join(env['APPDATA'] ?? home, 'Nightjar', 'store');
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Nightjar', 'store');
  return path.join(env['XDG_CONFIG_HOME'] ?? path.join(home, '.config'), 'Nightjar', 'store');
}
