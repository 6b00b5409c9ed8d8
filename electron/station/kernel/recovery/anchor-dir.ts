import { homedir } from 'node:os';
import path from 'node:path';

/** Where anchors lie when nothing else is said: with the user's state, apart from any store. */
export function defaultAnchorDir(env: Readonly<Record<string, string | undefined>>): string {
  const named = env['NIGHTJAR_STATE'];
  if (named !== undefined && named !== '') return path.join(named, 'anchors');
  const home = homedir();
  if (process.platform === 'win32') return path.join(env['LOCALAPPDATA'] ?? home, 'Nightjar', 'anchors');
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Nightjar', 'anchors');
  return path.join(env['XDG_STATE_HOME'] ?? path.join(home, '.local', 'state'), 'nightjar', 'anchors');
}
