import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLog } from '../../../electron/station/kernel/log.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

describe('openLog', () => {
  it('writes one JSON line an event, with its facts', async () => {
    const file = path.join(await tempDir(), 'logs', 'nightjar.log');
    const log = openLog(file);
    log.info('store.opened', { blobs: 3 });
    log.warn('job.failed');
    log.error('station.died', { code: 'internal/bug' });
    log.close();
    const lines = (await readFile(file, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toMatchObject([
      { level: 30, event: 'store.opened', facts: { blobs: 3 } },
      { level: 40, event: 'job.failed', facts: {} },
      { level: 50, event: 'station.died', facts: { code: 'internal/bug' } },
    ]);
  });

  it('puts a full file aside, keeps so many, and goes on after a restart', async () => {
    const dir = await tempDir();
    const file = path.join(dir, 'nightjar.log');
    for (let run = 0; run < 2; run += 1) {
      const log = openLog(file, { maxBytes: 2000, keep: 2 });
      for (let i = 0; i < 50; i += 1) log.info('event', { run, i });
      log.close();
    }
    expect((await readdir(dir)).sort()).toEqual(['nightjar.log', 'nightjar.log.1', 'nightjar.log.2']);
    for (const name of await readdir(dir)) {
      expect((await readFile(path.join(dir, name))).length).toBeLessThanOrEqual(2000);
    }
    expect(await readFile(file, 'utf8')).toContain('"run":1,"i":49');
  });
});
