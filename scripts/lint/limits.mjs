import { readFileSync } from 'node:fs';
import { inProject } from '../lib/paths.mjs';

/** Longest file, in lines. A longer one is two ideas. */
export const LINES = Object.freeze({ source: 400, test: 600 });

/** Longest function, in lines without blanks and comments. */
export const FUNCTION_LINES = Object.freeze({ source: 80, component: 150 });

/**
 * The files that are allowed to be longer, each with its length. This list may only shrink: a test holds every entry to
 * the length it has, and adds none.
 * @returns {{ file: string, lines: number }[]}
 */
export function longFiles() {
  return JSON.parse(readFileSync(inProject('scripts', 'lint', 'long-files.json'), 'utf8'));
}
