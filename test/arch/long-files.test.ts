import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LINES, longFiles } from '../../scripts/lint/limits.mjs';
import { projectRoot } from '../helpers/runtime.ts';

/** How many files may stand in the list. Lower it whenever one leaves; never raise it. */
const MOST = 0;

describe('the list of files over the length limit', () => {
  it('only shrinks', () => {
    expect(longFiles().length).toBeLessThanOrEqual(MOST);
  });

  it('holds every entry to the length that the file has', () => {
    const now = longFiles().map(({ file }) => ({
      file,
      lines: readFileSync(path.join(projectRoot, file), 'utf8').trimEnd().split('\n').length,
    }));
    expect(longFiles()).toEqual(now);
    const limit = (file: string): number => (file.startsWith('test/') ? LINES.test : LINES.source);
    expect(now.filter(({ file, lines }) => lines <= limit(file))).toEqual([]);
  });
});
