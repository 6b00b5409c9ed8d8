import { describe, expect, it } from 'vitest';
import { planSources, shiftAround } from '../../../../../../electron/station/transfer/prefetch/gather-facts.ts';
import type { StoredSource } from '../../../../../../electron/station/transfer/source-list/source-list.ts';
import { SourceId } from '../../../../../../shared/model/ids.ts';
import { SourceSettings } from '../../../../../../shared/model/source-settings.ts';

const at = (text: string): number => new Date(text).getTime();

describe('shiftAround', () => {
  const night = { from: 21 * 60, to: 6 * 60 };

  it.each([
    ['2026-11-22T22:00:00', '2026-11-22T21:00:00', '2026-11-23T06:00:00'],
    ['2026-11-22T03:00:00', '2026-11-21T21:00:00', '2026-11-22T06:00:00'],
    ['2026-11-22T12:00:00', '2026-11-22T21:00:00', '2026-11-23T06:00:00'],
  ])('of a night at %s is from %s to %s', (now, from, to) => {
    expect(shiftAround(night, at(now))).toEqual({ from: at(from), to: at(to) });
  });

  it('of a day is today until it ends, then tomorrow; none is none', () => {
    const day = { from: 8 * 60, to: 17 * 60 };
    expect(shiftAround(day, at('2026-11-22T16:59:00'))?.from).toBe(at('2026-11-22T08:00:00'));
    expect(shiftAround(day, at('2026-11-22T17:00:00'))?.from).toBe(at('2026-11-23T08:00:00'));
    expect(shiftAround(null, 0)).toBeNull();
  });
});

describe('planSources', () => {
  const source = (more: object): StoredSource => ({
    sourceId: SourceId.parse('0'.repeat(26)),
    settings: SourceSettings.parse({
      kind: 'dicomweb',
      name: 'Anna',
      site: 'Anna',
      url: 'https://anna.example/x',
      ...more,
    }),
    ...{ secrets: [], proofs: {}, managedBy: null, paused: false, changedAt: '' },
  });
  const fast = { mean: 8e6, deviation: 0, samples: 9 };

  it('keeps to the hours of the source, and to what the line gives', () => {
    const hours = [{ days: [0, 1, 2, 3, 4, 5, 6], from: 8 * 60, to: 17 * 60, bytesPerSecond: 1e6 }];
    const now = at('2026-11-22T07:00:00');
    const one = source({ rate: { bytesPerSecond: null, hours } });
    const [planned] = planSources(
      [one],
      { [one.sourceId]: fast },
      { now, isDown: () => false, isMetered: () => false },
    );
    expect(planned?.windows.slice(0, 3).map(({ from, bytesPerSecond }) => [from - now, bytesPerSecond])).toEqual([
      [0, 8e6],
      [3_600_000, 1e6],
      [10 * 3_600_000, 8e6],
    ]);
  });

  it('is not reachable while it is paused or its line is down', () => {
    const [paused, down] = planSources(
      [{ ...source({}), paused: true }, source({})],
      {},
      { now: 0, isDown: () => true, isMetered: () => false },
    );
    expect([paused?.reachable, down?.reachable]).toEqual([false, false]);
  });
});
