import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IDLE_GRACE_MS, IdleGuard } from '../../../../../electron/station/access/idle-guard.ts';

const MINUTE = 60_000;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A guard on a clock that the test moves. */
function guardOf(world: { minutes: number | null; fails?: number }) {
  const seen = { now: 0, locked: 0 };
  const guard = new IdleGuard({
    clock: { monotonic: () => seen.now },
    limitMinutes: () => world.minutes,
    lock: async () => {
      seen.locked += 1;
      if (seen.locked <= (world.fails ?? 0)) throw new Error('the disk is gone');
      world.minutes = null;
    },
    log: quiet,
  });
  const after = async (ms: number): Promise<number> => {
    seen.now += ms;
    await guard.look();
    return seen.locked;
  };
  return { guard, seen, after };
}

describe('the station locks by itself', () => {
  it('a little later than the window would, and not before', async () => {
    const { after } = guardOf({ minutes: 15 });
    expect(await after(15 * MINUTE)).toBe(0);
    expect(await after(IDLE_GRACE_MS - 1)).toBe(0);
    expect(await after(1)).toBe(1);
  });

  it('counted from the last hand, whatever calls came since', async () => {
    const { guard, seen, after } = guardOf({ minutes: 1 });
    seen.now = 50_000;
    guard.hand();
    expect(await after(MINUTE + IDLE_GRACE_MS - 1)).toBe(0);
    expect(await after(1)).toBe(1);
  });

  it('not while nobody has the store open: the time begins with the unlock', async () => {
    const world: { minutes: number | null } = { minutes: null };
    const { after } = guardOf(world);
    expect(await after(10 * MINUTE)).toBe(0);
    world.minutes = 1;
    expect(await after(MINUTE)).toBe(0);
    expect(await after(IDLE_GRACE_MS)).toBe(1);
  });

  it('again at the next look where a lock failed, and by the new limit where the policy changed', async () => {
    const world = { minutes: 5 as number | null, fails: 1 };
    const { after } = guardOf(world);
    expect(await after(MINUTE)).toBe(0);
    world.minutes = 1;
    expect(await after(IDLE_GRACE_MS)).toBe(1);
    expect(await after(0)).toBe(2);
  });

  it('never within the time after a hand, and always at the first look after it, in any order of both', async () => {
    const steps = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 120_000 })), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(steps, async (tried) => {
        const { guard, seen, after } = guardOf({ minutes: 2 });
        let last = 0;
        for (const [hand, ms] of tried) {
          const locked = await after(ms);
          const isDue = seen.now - last >= 2 * MINUTE + IDLE_GRACE_MS;
          expect(locked).toBe(isDue ? 1 : 0);
          if (isDue) return;
          if (!hand) continue;
          guard.hand();
          last = seen.now;
        }
      }),
    );
  });

  it('once, however long the lock takes', async () => {
    let finish = (): void => undefined;
    let begun = 0;
    const clock = { now: 0 };
    const guard = new IdleGuard({
      clock: { monotonic: () => clock.now },
      limitMinutes: () => 1,
      lock: () => new Promise<void>((resolve) => void ((begun += 1), (finish = resolve))),
      log: quiet,
    });
    clock.now = 2 * MINUTE;
    const looking = guard.look();
    await guard.look();
    expect(begun).toBe(1);
    finish();
    await looking;
  });
});
