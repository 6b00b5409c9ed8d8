import { describe, expect, it } from 'vitest';
import { nextBehindLock } from '../../../../../electron/station/access/locked-store.ts';
import type { Desk, LockedStore, TimedStore } from '../../../../../electron/station/access/locked-store.ts';
import { LockReason } from '../../../../../shared/model/access.ts';

const HOUR = 3_600_000;
const AT = Date.parse('2026-03-01T20:00:00.000Z');

/** A store as far as its time behind the lock goes: the rest of it needs files. */
function setUp(hours = 8) {
  const now = { wall: AT, monotonic: 0, hours, needed: false, moved: false, endsAt: null as string | null };
  const clock = { nowIso: () => new Date(now.wall).toISOString(), monotonic: () => now.monotonic };
  const store: TimedStore = {
    movement: {
      get moved() {
        return now.moved ? {} : null;
      },
    },
    signIns: { needed: () => now.needed, summary: () => (now.endsAt === null ? null : { endsAt: now.endsAt }) },
  };
  const rules = { of: () => now.hours };
  const desk: Desk = { leave: () => Promise.resolve(), goesOn: () => true };
  const behind = (
    reason: LockReason,
    known: LockedStore<TimedStore> | null = null,
    more: Partial<{ desk: Desk }> = {},
  ) => nextBehindLock(reason, { ...{ known, store, desk, clock, rules, log: undefined }, ...more });
  return { now, behind };
}

function kept(hours = 8) {
  const { now, behind } = setUp(hours);
  const locked = behind('idle');
  if (locked === null) throw new Error('it was closed');
  return { now, behind, locked };
}

describe('what lies behind a lock', () => {
  it('goes on where nobody left for good, and else is closed', () => {
    const { behind } = setUp();
    const goesOn = LockReason.options.filter((reason) => behind(reason) !== null);
    expect(goesOn).toEqual(['key', 'idle', 'system-lock']);
  });

  it('is ended by every other lock that comes after, and outlives the same again', () => {
    const { behind, locked } = kept();
    for (const reason of LockReason.options) {
      const stays = reason === 'key' || reason === 'idle' || reason === 'system-lock';
      expect(behind(reason, locked), reason).toBe(stays ? locked : null);
    }
  });

  it('is nothing where nothing can come, where it may not be, and where nobody can tell', () => {
    const nothing: Desk = { leave: () => Promise.resolve(), goesOn: () => false };
    const broken: Desk = {
      leave: () => Promise.resolve(),
      goesOn: () => {
        throw new Error('the disk is gone');
      },
    };
    expect(setUp().behind('idle', null, { desk: nothing })).toBeNull();
    expect(setUp().behind('idle', null, { desk: broken })).toBeNull();
    expect(setUp(0).behind('idle')).toBeNull();
    for (const fact of ['needed', 'moved'] as const) {
      const { now, behind } = setUp();
      now[fact] = true;
      expect(behind('idle'), fact).toBeNull();
    }
  });

  it('ends by the clock on the wall, and by the one that nobody sets', () => {
    for (const clock of ['wall', 'monotonic'] as const) {
      const { now, locked } = kept();
      now[clock] += 8 * HOUR - 1;
      expect(locked.over(), clock).toBeNull();
      now[clock] += 1;
      expect(locked.over(), clock).toBe('hours');
    }
    const { now, locked } = kept();
    // Set back while the hours pass.
    now.wall -= 100 * HOUR;
    now.monotonic += 8 * HOUR;
    expect(locked.over()).toBe('hours');
  });

  it('ends with the lease of its reader, with a policy that allows less, and with a move', () => {
    const lease = kept();
    lease.now.endsAt = '2026-03-01T21:30:00.000Z';
    expect(lease.locked.until).toBe('2026-03-01T21:30:00.000Z');
    expect(lease.locked.over()).toBeNull();
    lease.now.needed = true;
    expect(lease.locked.over()).toBe('lease');
    const policy = kept();
    expect(policy.locked.until).toBe('2026-03-02T04:00:00.000Z');
    policy.now.wall += 2 * HOUR;
    policy.now.hours = 3;
    expect(policy.locked.over()).toBeNull();
    policy.now.hours = 2;
    expect(policy.locked.over()).toBe('policy');
    const move = kept();
    move.now.moved = true;
    expect(move.locked.over()).toBe('policy');
  });
});
