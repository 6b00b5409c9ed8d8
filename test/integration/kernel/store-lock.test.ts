import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { acquireStoreLock } from '../../../electron/station/kernel/store-lock.ts';
import { codeThrown } from '../../helpers/app-errors.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

const holder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'programs', 'hold-lock.ts');

describe('acquireStoreLock', () => {
  it('refuses a second opener in this process until the first lets go', async () => {
    const dir = await tempDir();
    const release = acquireStoreLock(dir);
    expect(codeThrown(() => acquireStoreLock(dir))).toBe('store/in-use');
    release();
    release();
    acquireStoreLock(dir)();
  });

  it('refuses while another process holds it, and not after that one is killed', async () => {
    const dir = await tempDir();
    const child = spawn(process.execPath, [holder, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    expect(codeThrown(() => acquireStoreLock(dir))).toBe('store/in-use');
    child.kill('SIGKILL');
    await once(child, 'exit');
    acquireStoreLock(dir)();
  });
});
