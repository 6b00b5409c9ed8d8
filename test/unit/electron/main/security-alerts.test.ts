import { describe, expect, it } from 'vitest';
import { SecurityAlerts } from '../../../../electron/main/security-alerts.ts';

describe('F60: what a page tried', () => {
  it('is written at once, then counted once a minute', async () => {
    let now = 0;
    const written: [string, number][] = [];
    const alerts = new SecurityAlerts(
      (kind, count) => {
        written.push([kind, count]);
        return Promise.resolve(true);
      },
      () => now,
    );
    for (let time = 0; time < 1000; time += 1) alerts.raise('navigation');
    alerts.raise('webview');
    expect(written).toEqual([
      ['navigation', 1],
      ['webview', 1],
    ]);
    now = 60_000;
    alerts.raise('navigation');
    expect(written.at(-1)).toEqual(['navigation', 1000]);
    await alerts.flush();
    expect(written).toHaveLength(3);
  });

  it('waits while the store is locked, and is not lost', async () => {
    let open = false;
    const written: [string, number][] = [];
    const alerts = new SecurityAlerts((kind, count) => {
      if (open) written.push([kind, count]);
      return Promise.resolve(open);
    });
    alerts.raise('permission');
    await alerts.flush();
    alerts.raise('permission');
    await alerts.flush();
    open = true;
    await alerts.flush();
    expect(written).toEqual([['permission', 2]]);
  });
});
