import { describe, expect, it } from 'vitest';
import { StatBell } from '../../../../renderer/worklist/stat-bell.ts';
import { createPreferences } from '../../../../renderer/settings/index.ts';

describe('the sound of a STAT order', () => {
  it('comes once an order, and once for many that come together', () => {
    let [now, rung] = [0, 0];
    const bell = new StatBell({ isOn: () => true, now: () => now, ring: () => void (rung += 1) });
    for (const orderId of ['a', 'a', 'b', 'c']) bell.arrived({ orderId });
    expect(rung).toBe(1);
    now = 60_000;
    // The feed says it again.
    bell.arrived({ orderId: 'b' });
    expect(rung).toBe(1);
    bell.arrived({ orderId: 'd' });
    expect(rung).toBe(2);
  });

  it('does not come where somebody has turned it off, and that is remembered', () => {
    let rung = 0;
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    expect(createPreferences(storage).getState().statSound).toBe(true);
    createPreferences(storage).setState({ statSound: false });
    const again = createPreferences(storage);
    const isOn = (): boolean => again.getState().statSound;
    new StatBell({ isOn, now: () => 0, ring: () => void (rung += 1) }).arrived({ orderId: 'a' });
    expect([isOn(), rung]).toEqual([false, 0]);
  });
});
