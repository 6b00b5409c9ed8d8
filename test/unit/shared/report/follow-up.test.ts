import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Recommendation } from '../../../../shared/model/follow-up.ts';
import { recommendationsIn } from '../../../../shared/report/follow-up/extract.ts';
import { dueDays } from '../../../../shared/report/follow-up/intervals.ts';

const Table = z.array(z.tuple([z.string(), z.array(z.string())]));
const tableOf = (name: string): z.infer<typeof Table> =>
  Table.parse(JSON.parse(readFileSync(`test/fixtures/follow-ups/${name}.json`, 'utf8')));

/** "CT 6-12 month ~": kinds, time, "~" to be considered, "?" on a condition. */
function short({ kinds, interval, strength }: Recommendation): string {
  const parts = [kinds.join('/')];
  if (interval !== null) {
    const { from, to, unit } = interval;
    parts.push(from === 0 ? `<${to}` : from === to ? String(to) : `${from}-${to}`, unit);
  }
  if (strength !== 'recommended') parts.push(strength === 'consider' ? '~' : '?');
  return parts.join(' ');
}

describe('what a text recommends to be done later', () => {
  it.each(tableOf('table'))('%s', (text, expected) => {
    expect(recommendationsIn(text).map((one) => short(one))).toEqual(expected);
  });

  it.each(tableOf('held-out'))('held out: %s', (text, expected) => {
    expect(recommendationsIn(text).map((one) => short(one))).toEqual(expected);
  });

  it('keeps the sentence, and never fails on any text', () => {
    const text = 'Stable nodule. Follow-up CT\nin 12 months is recommended.';
    expect(recommendationsIn('1. Liver lesion, MRI recommended.')[0]?.words).toBe('Liver lesion, MRI recommended');
    expect(recommendationsIn(text)).toBeDefined();
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (any) => Array.isArray(recommendationsIn(any))));
  });
});

describe('when it is due', () => {
  it.each([
    ['2026-11-23', { from: 6, to: 12, unit: 'month' }, '2027-05-23', '2027-11-23'],
    ['2026-08-31', { from: 6, to: 6, unit: 'month' }, '2027-02-28', '2027-02-28'],
    ['2024-02-29', { from: 1, to: 1, unit: 'year' }, '2025-02-28', '2025-02-28'],
    ['2026-12-28', { from: 0, to: 2, unit: 'week' }, '2026-12-28', '2027-01-11'],
    ['2026-11-23', { from: 6, to: 6, unit: 'hour' }, '2026-11-24', '2026-11-24'],
    ['2026-11-23', { from: 10, to: 14, unit: 'day' }, '2026-12-03', '2026-12-07'],
  ] as const)('from %s, %j: %s to %s', (day, interval, dueFrom, dueTo) => {
    expect(dueDays(day, interval)).toEqual({ dueFrom, dueTo });
  });

  it('is not said where the text says nothing', () => {
    expect(dueDays('2026-11-23', null)).toEqual({ dueFrom: null, dueTo: null });
  });
});
