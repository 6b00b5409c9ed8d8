import { spawnSync } from 'node:child_process';
import type { PEER_PROGRAMS } from '../../scripts/lib/peer-programs.mjs';
import { PEER_MODULES } from '../../scripts/lib/peer-programs.mjs';
import { hasModule } from '../../scripts/lib/peers.mjs';
import { inCi } from './testdata.ts';

/**
 * Whether a program that tests talk to is installed: `describe.skipIf(!hasPeer('dciodvfy'))`. On a user's machine a missing
 * one is a visible skip; under CI it is an error at once.
 * @param program one of those that set-up installs, on the PATH or a module of the system's Python
 */
export function hasPeer(program: keyof typeof PEER_PROGRAMS | keyof typeof PEER_MODULES): boolean {
  if (program in PEER_MODULES ? hasModule(program) : spawnSync('which', [program], { stdio: 'ignore' }).status === 0) {
    return true;
  }
  if (inCi) throw new Error(`CI needs ${program}: install its system package`);
  return false;
}
