import { describe, expect, it } from 'vitest';
import { hl7Day, hl7Instant, hl7Timestamp } from '../../../../shared/hl7/time.ts';

const at = (text: string, zone: string | null = 'Europe/Berlin'): string | null => hl7Instant(text, zone)?.at ?? null;

describe('a time of HL7', () => {
  it.each([
    ['20260301031500-0500', '2026-03-01T08:15:00.000Z'],
    ['20260301031500.25+0130', '2026-03-01T01:45:00.250Z'],
    ['202603010315', '2026-03-01T02:15:00.000Z'],
    ['202607010315', '2026-07-01T01:15:00.000Z'],
    ['2026030103', '2026-03-01T02:00:00.000Z'],
  ])('%s is %s', (text, utc) => {
    expect(at(text)).toBe(utc);
  });

  it('takes the earlier of an hour that there is twice, and moves one that there is not', () => {
    expect(at('20261025023000')).toBe('2026-10-25T00:30:00.000Z');
    expect(at('20260329023000')).toBe('2026-03-29T01:30:00.000Z');
    expect(at('20261025013000')).toBe('2026-10-24T23:30:00.000Z');
    expect(at('20261025033000')).toBe('2026-10-25T02:30:00.000Z');
  });

  it.each([
    '',
    '2026',
    '20260301',
    '20260230120000',
    '20260301250000',
    '20260301126100',
    'yesterday',
    '20260301120000+9900',
  ])('%s is no instant', (text) => {
    expect(at(text)).toBeNull();
  });

  it('needs a zone, or an offset of its own', () => {
    expect(at('20260301031500', null)).toBeNull();
    expect(at('20260301031500', 'Mars/Olympus')).toBeNull();
    expect(hl7Instant('20260301031500+0100', null)).toEqual({ at: '2026-03-01T02:15:00.000Z', zone: '+01:00' });
  });

  it('is written in UTC and read back', () => {
    expect(hl7Timestamp('2026-03-01T02:15:07.900Z')).toBe('20260301021507+0000');
    expect(at(hl7Timestamp('2026-03-01T02:15:07.000Z'), null)).toBe('2026-03-01T02:15:07.000Z');
  });

  it('gives a birth date to the day or none', () => {
    expect([hl7Day('19600101'), hl7Day('196001011200'), hl7Day('1960'), hl7Day('19601301'), hl7Day(null)]).toEqual([
      '19600101',
      '19600101',
      null,
      null,
      null,
    ]);
  });
});
