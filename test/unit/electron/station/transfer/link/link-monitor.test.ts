import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LinkMonitor } from '../../../../../../electron/station/transfer/link/link-monitor.ts';
import type { Log } from '../../../../../../electron/station/kernel/ports.ts';
import { AppError } from '../../../../../../shared/errors/app-error.ts';
import type { Link } from '../../../../../../shared/model/link.ts';

const BEGIN = Date.parse('2026-03-01T02:00:00.000Z');
const PACS = { kind: 'source', id: 'pacs' } as const;
const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

let now: number;
let probes: number;
let failing: AppError | null;
let told: (readonly Link[])[];
let back: string[];
let monitor: LinkMonitor;

beforeEach(() => {
  [now, probes, failing, told, back] = [0, 0, null, [], []];
  monitor = new LinkMonitor({
    clock: { nowIso: () => new Date(BEGIN + now).toISOString(), monotonic: () => now },
    log: quiet,
    targets: () => [
      {
        ...{ ...PACS, name: 'PACS', site: 'St. Anna' },
        probe: () => {
          probes += 1;
          return failing === null ? Promise.resolve() : Promise.reject(failing);
        },
      },
    ],
  });
  monitor.onChanged.on((links) => told.push(links));
  monitor.onBack.on(({ id }) => back.push(id));
});
afterEach(() => monitor.close());

/** One look at this time, to its end. */
async function lookAt(ms: number): Promise<Link | undefined> {
  now = ms;
  monitor.look();
  await setImmediate();
  return monitor.list()[0];
}

describe('what is known of a line', () => {
  it('is nothing before anybody tried, and up after the first probe', async () => {
    expect(monitor.list()).toMatchObject([{ name: 'PACS', state: 'unknown', since: null }]);
    expect(await lookAt(5)).toMatchObject({ state: 'up', since: '2026-03-01T02:00:00.005Z' });
  });

  it('is down within two seconds of a failed transfer, since that one, with its cause', async () => {
    await lookAt(0);
    now = 10_000;
    monitor.saw(PACS, 'port');
    expect(monitor.list()[0]?.state).toBe('up');
    failing = new AppError('source/tunnel-down', 'no tunnel');
    expect(await lookAt(10_600)).toMatchObject({ state: 'down', cause: 'vpn', since: '2026-03-01T02:00:10.000Z' });
    expect(told.at(-1)).toMatchObject([{ state: 'down' }]);
  });

  it('asks rarely while there is traffic, and soon again while it is down, later each time', async () => {
    await lookAt(0);
    for (let ms = 1000; ms < 29_000; ms += 1000) await lookAt(ms);
    expect(probes).toBe(1);
    now = 29_000;
    monitor.saw(PACS, null);
    await lookAt(31_000);
    expect(probes).toBe(1);
    failing = new AppError('source/timed-out', 'silent');
    for (let ms = 60_000; ms < 180_000; ms += 1000) await lookAt(ms);
    expect(probes).toBeGreaterThan(5);
    expect(probes).toBeLessThan(12);
  });

  it('tells when a line is back, once', async () => {
    failing = new AppError('source/unreachable', 'refused', { context: { reason: 'refused' } });
    await lookAt(0);
    expect(await lookAt(600)).toMatchObject({ state: 'down', cause: 'port', since: '2026-03-01T02:00:00.000Z' });
    failing = null;
    expect(await lookAt(10_000)).toMatchObject({ state: 'up', cause: null });
    await lookAt(50_000);
    expect(back).toEqual(['pacs']);
  });
});
