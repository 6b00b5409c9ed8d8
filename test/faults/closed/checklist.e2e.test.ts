import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnyEnvelope } from '../../../shared/contract/index.ts';
import { firstStart } from '../../e2e/helpers/gate.ts';
import { launch, temporaryStore } from '../../e2e/helpers/launch.ts';
import type { RunningApp } from '../../e2e/helpers/launch.ts';
import { alertsOf } from './alerts-of.ts';
import { AUDITED, PAGE_CHECKS } from './checklist.ts';
import { INSIDE_CHECKS } from './inside-checks.ts';
import { openOutside } from './outside.ts';
import type { Outside } from './outside.ts';

const store = temporaryStore();
let running: RunningApp;
let outside: Outside;

beforeAll(async () => {
  outside = await openOutside();
  running = await launch(store.dataDir);
  await firstStart(running.page);
});

afterAll(async () => {
  await running?.close();
  outside?.close();
  store.remove();
});

describe('F60: the Electron checklist, in the real program', () => {
  it.each(PAGE_CHECKS)('$title', async ({ run }) => run({ page: running.page, outside }));

  it.each(INSIDE_CHECKS)('$title', async ({ run }) => run({ page: running.page, app: running.app, outside }));

  it('what the page tried stands in the audit trail, without its addresses', async () => {
    const { page } = running;
    expect(AnyEnvelope.parse(await page.evaluate(() => window.nightjar.call('access.state', {}))).ok).toBe(true);
    await running.close();
    const records = await alertsOf(store.dataDir);
    const kinds = new Set(records.map(({ subject }) => subject));
    for (const kind of [...AUDITED, 'foreign-request', 'foreign-sender']) expect(kinds).toContain(kind);
    expect(JSON.stringify(records)).not.toContain(outside.url.slice('http://'.length));
  });
});
