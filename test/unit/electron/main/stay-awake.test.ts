import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stayAwake } from '../../../../electron/main/stay-awake.ts';
import { Emitter } from '../../../../shared/lib/emitter.ts';
import { SourceId, TransferId } from '../../../../shared/model/ids.ts';
import type { Transfer } from '../../../../shared/model/transfer.ts';

const transfer = (state: Transfer['state']): Transfer => ({
  ...{ transferId: TransferId.parse('1'.repeat(26)), sourceId: SourceId.parse('2'.repeat(26)), sourceName: 'Anna' },
  ...{ studyUid: '1.2', seriesUid: null, studyId: null, what: null, way: null, rank: 'next', state, received: 0 },
  ...{
    expected: null,
    missing: 0,
    bytes: 0,
    rate: null,
    timeLeft: null,
    attempts: 0,
    recallSince: null,
    againAt: null,
    error: null,
  },
});

describe('the machine', () => {
  const events = new Emitter<{ readonly name: string; readonly payload: unknown }>();
  const held = new Set<number>();
  // Electron's own blocker needs a session of a desktop: what counts here is when it is asked.
  const blocker = {
    start: () => {
      const id = held.size + 1;
      held.add(id);
      return id;
    },
    stop: (id: number) => void held.delete(id),
  };
  const tell = (state: Transfer['state']): void =>
    events.emit({ name: 'transfers.changed', payload: { transfers: [transfer(state)] } });

  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('does not sleep while something is fetched, and may some time after', () => {
    const stop = stayAwake(events, blocker, 1000);
    tell('waiting');
    expect(held.size).toBe(0);
    tell('running');
    vi.advanceTimersByTime(900);
    tell('running');
    vi.advanceTimersByTime(900);
    expect(held.size).toBe(1);
    tell('done');
    vi.advanceTimersByTime(200);
    expect(held.size).toBe(0);
    tell('running');
    stop();
    expect(held.size).toBe(0);
  });

  it('does not sleep while something is fetched behind the lock, where only counts are told', () => {
    const stop = stayAwake(events, blocker, 1000);
    const fetching = { until: '2026-01-01T00:00:00.000Z', coming: 3, running: 0, outgoing: 0, arrived: 0, stat: 0 };
    const count = (running: number): void =>
      events.emit({ name: 'access.fetching', payload: { fetching: { ...fetching, running } } });
    count(0);
    events.emit({ name: 'access.fetching', payload: { fetching: null } });
    expect(held.size).toBe(0);
    count(1);
    vi.advanceTimersByTime(900);
    expect(held.size).toBe(1);
    count(0);
    vi.advanceTimersByTime(200);
    expect(held.size).toBe(0);
    stop();
  });
});
