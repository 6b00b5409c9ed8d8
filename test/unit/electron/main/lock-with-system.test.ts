import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lockWithSystem } from '../../../../electron/main/lock-with-system.ts';
import type { AccessState } from '../../../../shared/contract/access.ts';
import { Emitter } from '../../../../shared/lib/emitter.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const monitor = new EventEmitter();
  const events = new Emitter<{ readonly name: string; readonly payload: unknown }>();
  const said: string[] = [];
  lockWithSystem(monitor as Parameters<typeof lockWithSystem>[0], {
    events,
    askWindows: (reason) => said.push(`ask ${reason}`),
    lock: (reason) => said.push(`lock ${reason}`),
  });
  return { monitor, events, said };
}

const state = (store: AccessState['store']): AccessState => ({
  ...{ store, kind: 'evaluation', people: [], reader: null, session: null, signIn: null },
  ...{ recoveryConfirmed: true, movement: null, trouble: null },
});

describe('the computer goes to sleep or locks its own screen', () => {
  it.each([
    ['suspend', 'lid'],
    ['lock-screen', 'system-lock'],
  ])('asks windows first, and locks without those that do not answer: %s', (event, reason) => {
    const { monitor, said } = setUp();
    monitor.emit(event);
    expect(said).toEqual([`ask ${reason}`]);
    vi.advanceTimersByTime(1500);
    expect(said).toEqual([`ask ${reason}`, `lock ${reason}`]);
  });

  it('locks at once, and once, where a window has locked, whatever for', () => {
    const { monitor, events, said } = setUp();
    monitor.emit('suspend');
    events.emit({ name: 'access.changed', payload: state('open') });
    expect(said).toEqual(['ask lid']);
    events.emit({ name: 'access.changed', payload: state('locked') });
    vi.advanceTimersByTime(10_000);
    expect(said).toEqual(['ask lid', 'lock lid']);
  });

  it('waits for no window where the store is locked: a closed lid ends what goes on behind the lock', () => {
    const { monitor, events, said } = setUp();
    events.emit({ name: 'access.changed', payload: state('locked') });
    monitor.emit('suspend');
    expect(said).toEqual(['lock lid']);
  });

  it('unlocks nothing by waking up', () => {
    const { monitor, said } = setUp();
    monitor.emit('resume');
    monitor.emit('unlock-screen');
    expect(said).toEqual([]);
  });
});
