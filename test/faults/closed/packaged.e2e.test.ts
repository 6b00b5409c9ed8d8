import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstStart } from '../../e2e/helpers/gate.ts';
import { dist, PACKING_MS, packOptions } from '../../e2e/helpers/packed.ts';
import { launchPackaged } from '../../smoke/launch-packaged.ts';
import type { RunningPackage } from '../../smoke/launch-packaged.ts';
import { alertsOf } from './alerts-of.ts';
import { AUDITED, PAGE_CHECKS } from './checklist.ts';
import { openOutside } from './outside.ts';
import type { Outside } from './outside.ts';

/** A package that lets the debugger of this test in; but for that it is the one that is shipped. */
describe.runIf(process.platform === 'linux')('F60: the Electron checklist, in the packaged program', () => {
  const work = mkdtempSync(path.join(os.tmpdir(), 'nightjar-closed-'));
  const dataDir = path.join(work, 'store');
  let running: RunningPackage;
  let outside: Outside;

  beforeAll(async () => {
    outside = await openOutside();
    const folder = await dist(path.join(work, 'pack'), '--allow-debugging', ...packOptions);
    running = await launchPackaged(folder, dataDir);
    await firstStart(running.page);
  }, PACKING_MS);

  afterAll(async () => {
    await running?.close();
    outside?.close();
    rmSync(work, { recursive: true, force: true });
  });

  it.each(PAGE_CHECKS)('$title', async ({ run }) => run({ page: running.page, outside }));

  it('what the page tried stands in the audit trail, without its addresses', async () => {
    await running.close();
    const records = await alertsOf(dataDir);
    const kinds = new Set(records.map(({ subject }) => subject));
    for (const kind of AUDITED) expect(kinds).toContain(kind);
    expect(JSON.stringify(records)).not.toContain(outside.url.slice('http://'.length));
  });
});
