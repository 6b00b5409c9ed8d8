import { describe, expect, it } from 'vitest';
import { shownTransfers } from '../../../../renderer/worklist/transfers/fetching.ts';
import { whatIsFetched, whyFetched } from '../../../../renderer/worklist/transfers/fetching-words.ts';
import { SourceId, TransferId } from '../../../../shared/model/ids.ts';
import type { Transfer } from '../../../../shared/model/transfer.ts';

const transfer = (place: number, more: Partial<Transfer> = {}): Transfer => ({
  transferId: TransferId.parse(String(place).repeat(26)),
  sourceId: SourceId.parse('0'.repeat(26)),
  ...{ sourceName: 'St. Anna', studyUid: '1.2', seriesUid: null, studyId: null, way: null, rank: 'next' },
  ...{ state: 'running', received: 842, expected: 1000, missing: 0, bytes: 5e6, rate: null, timeLeft: null },
  ...{ attempts: 0, recallSince: null, againAt: null, error: null },
  what: {
    patientName: { alphabetic: 'DOE^JANE', ideographic: '', phonetic: '' },
    ...{ studyDate: '20251122', modalities: ['CT'], description: 'Head' },
  },
  ...more,
});

describe('what is fetched from sites', () => {
  it('says who, what and from where', () => {
    expect(whatIsFetched(transfer(1))).toBe('DOE, JANE · CT · Head · 2025-11-22 · St. Anna');
    expect(whatIsFetched(transfer(1, { what: null, seriesUid: '1.2.3' }))).toBe('A series of St. Anna');
  });

  it('says why now, why not, and how much of it is here', () => {
    const cut = { code: 'source/unreachable', message: '', context: {}, retry: 'later' } as const;
    const less = { code: 'source/incomplete', message: '', context: {}, retry: 'later' } as const;
    expect(whyFetched(transfer(1))).toBe('next case');
    expect(whyFetched(transfer(1, { state: 'waiting', rank: 'glass' }))).toBe('waits: on the glass');
    expect(whyFetched(transfer(1, { state: 'waiting', error: cut }))).toBe('waits: The site cannot be reached');
    expect(whyFetched(transfer(1, { state: 'failed', error: less, missing: 158 }))).toBe(
      'The site sent less than it has: 842 of 1000 images, 158 not sent by the site',
    );
  });

  it('has a clock of its own while an archive brings it up', () => {
    const now = Date.parse('2026-11-22T02:26:30Z');
    const recall = transfer(1, { recallSince: '2026-11-22T02:14:00.000Z' });
    expect(whyFetched(recall, now)).toBe('the archive brings it up from its slow store, for 12 min');
    expect(whyFetched({ ...recall, state: 'paused' }, now)).toBe('paused');
  });

  it('stands in the order in which it goes', () => {
    const all = [
      transfer(1, { state: 'done' }),
      transfer(2, { state: 'paused' }),
      transfer(3, { state: 'waiting' }),
      transfer(4),
    ];
    const view = { transfers: new Map(all.map((one) => [one.transferId, one])), waiting: 1 };
    expect(shownTransfers(view).map(({ state }) => state)).toEqual(['running', 'waiting', 'paused', 'done']);
  });
});
