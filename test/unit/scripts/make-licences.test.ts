import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../helpers/runtime.ts';

describe('the list of third-party licences', () => {
  it('names every package that ships, in its present version', () => {
    const script = path.join(projectRoot, 'scripts', 'make-licences.mjs');
    const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});
