import { spawnSync } from 'node:child_process';
import { inCi } from './testdata.ts';

/**
 * Whether a program that tests talk to is installed: `describe.skipIf(!hasPeer('dciodvfy'))`. On a user's machine a missing
 * one is a visible skip; under CI it is an error at once.
 * @param program name on the PATH, for example "Orthanc", "storescu", "dciodvfy", "pdftotext"
 */
export function hasPeer(program: string): boolean {
  if (spawnSync('which', [program], { stdio: 'ignore' }).status === 0) return true;
  if (inCi) throw new Error(`CI needs ${program}: install its system package`);
  return false;
}
