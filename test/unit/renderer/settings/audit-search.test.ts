import { describe, expect, it } from 'vitest';
import type { AuditPage, AuditRecord } from '../../../../shared/contract/audit.ts';
import { AuditSearch, daysToTimes, NO_FILTER } from '../../../../renderer/settings/audit-search.ts';
import type { AskTrail } from '../../../../renderer/settings/audit-search.ts';

const record = (seq: number): AuditRecord => ({
  ...{ seq, at: '2026-03-01T08:00:00.000Z', personId: 'p', personName: 'Ada' },
  ...{ command: 'study.open', subject: 's', detail: {} },
});

/** A trail of 450 records, the newest first, as the station gives it. */
const trail: AskTrail = ({ before, limit }) => {
  const top = (before ?? 451) - 1;
  const records = Array.from({ length: Math.min(limit, top) }, (_, i) => record(top - i));
  return Promise.resolve({ records, total: 450, people: [], commands: ['study.open'] });
};

describe('a search of the trail', () => {
  it('reads page after page, each record once, and stops at the end', async () => {
    const search = new AuditSearch(trail);
    await search.search(NO_FILTER);
    for (let page = 0; page < 5; page += 1) await search.more();
    const { records, total, state } = search.view.getState();
    expect(records.map(({ seq }) => seq)).toEqual(Array.from({ length: 450 }, (_, i) => 450 - i));
    expect([total, state]).toEqual([450, 'shown']);
  });

  it('asks once for a page however often it is scrolled to', async () => {
    let asked = 0;
    const search = new AuditSearch((request) => {
      asked += 1;
      return trail(request);
    });
    await search.search(NO_FILTER);
    await Promise.all([search.more(), search.more(), search.more()]);
    expect(asked).toBe(2);
  });

  it('takes no answer of an earlier search', async () => {
    const waiting: ((page: AuditPage) => void)[] = [];
    const search = new AuditSearch(() => new Promise((resolve) => waiting.push(resolve)));
    const first = search.search(NO_FILTER);
    const second = search.search({ ...NO_FILTER, command: 'report.sign' });
    waiting[1]?.({ records: [record(2)], total: 1, people: [], commands: [] });
    waiting[0]?.({ records: [record(1)], total: 1, people: [], commands: [] });
    await Promise.all([first, second]);
    expect(search.view.getState().records.map(({ seq }) => seq)).toEqual([2]);
  });

  it('says that it failed, and is good for another try', async () => {
    let fails = true;
    const search = new AuditSearch((request) => (fails ? Promise.reject(new Error('no')) : trail(request)));
    await search.search(NO_FILTER);
    expect(search.view.getState()).toMatchObject({ state: 'failed' });
    fails = false;
    await search.search(NO_FILTER);
    expect(search.view.getState()).toMatchObject({ state: 'shown', failure: null });
  });
});

describe('the days of a search', () => {
  it('are whole days of this computer: the last one belongs to it', () => {
    const { from, to } = daysToTimes('2026-03-01', '2026-03-01');
    expect(from).toBe(new Date(2026, 2, 1).toISOString());
    expect(to).toBe(new Date(2026, 2, 2).toISOString());
    expect(daysToTimes('', 'not a day')).toEqual({ from: null, to: null });
  });
});
