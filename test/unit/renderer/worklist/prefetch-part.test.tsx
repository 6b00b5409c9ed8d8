// @vitest-environment jsdom
import { fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { forecastPoints } from '../../../../renderer/worklist/transfers/forecast-points.ts';
import { PrefetchPart } from '../../../../renderer/worklist/transfers/prefetch-part.tsx';
import { SourceId } from '../../../../shared/model/ids.ts';
import { DEFAULT_PREFETCH } from '../../../../shared/model/prefetch.ts';
import type { PrefetchReport } from '../../../../shared/model/prefetch.ts';
import { mendDom, show } from '../helpers/dom.tsx';
import type { Shown } from '../helpers/dom.tsx';
import { FakeStation } from '../helpers/fake-station.ts';

const sourceId = SourceId.parse('0'.repeat(26));
const line = (studyUid: string, startsAt: string, doneAt: string, bytes: number): PrefetchReport['fetch'][number] => ({
  ...{
    studyUid,
    caseUid: '1.2',
    role: 'prior',
    bytes,
    why: 'same region, CT, 14 months',
    sourceId,
    sourceName: 'St. Anna',
  },
  ...{ estimated: true, startsAt, doneAt, inTime: true },
});
const plan: PrefetchReport = {
  ...{
    at: '2026-11-22T20:00:00Z',
    settings: DEFAULT_PREFETCH,
    words: '31 cases, 42.0 GB to come',
    isFull: false,
    metered: [],
    meterLiftedUntil: null,
    usedBytes: 0,
  },
  ...{ readyNow: 3, readyThen: 31, bytes: 42e9, doneAt: '2026-11-22T21:40:00Z', evict: [], notAsked: [] },
  fetch: [
    line('1.3', '2026-11-22T20:00:00Z', '2026-11-22T20:50:00Z', 1e9),
    line('1.4', '2026-11-22T20:50:00Z', '2026-11-22T21:40:00Z', 3e9),
  ],
  left: [
    {
      studyUid: '1.5',
      caseUid: '1.2',
      role: 'prior',
      bytes: 1,
      reason: 'no-room',
      words: 'needs 2.1 GB, 0 MB can be had',
    },
  ],
  rates: [{ sourceId, sourceName: 'St. Anna', measured: 5.25e6, counted: 4e6, samples: 9 }],
};

let shown: Shown | null = null;
beforeAll(mendDom);
afterEach(() => {
  shown?.end();
  shown = null;
});

describe('PrefetchPart', () => {
  it('says what comes, when all is here, why, how fast, and what does not come', async () => {
    const station = new FakeStation({
      'prefetch.plan': () => plan,
      'prefetch.run': () => ({ plan, asked: 2, evicted: 0 }),
    });
    shown = show(station, <PrefetchPart />);
    const part = await screen.findByRole('region', { name: 'Fetching ahead' });
    within(part).getByText(/^31 cases, 42\.0 GB to come, done \d\d:\d\d$/);
    expect(within(part).getAllByText('same region, CT, 14 months')).toHaveLength(2);
    within(part).getByText('1 not fetched: needs 2.1 GB, 0 MB can be had');
    within(part).getByText('42 Mbit/s, counted on 32');
    fireEvent.click(within(part).getByRole('button', { name: 'Fetch now' }));
    await screen.findByRole('region', { name: 'Fetching ahead' });
    expect(station.asked.map(({ name }) => name)).toContain('prefetch.run');
  });
});

describe('forecastPoints', () => {
  it('adds up what comes over the time until all is here', () => {
    expect(forecastPoints(plan)).toEqual([
      ...[
        { time: 0, bytes: 0 },
        { time: 0, bytes: 0 },
        { time: 0.5, bytes: 0.25 },
        { time: 1, bytes: 1 },
      ],
    ]);
    expect(forecastPoints({ ...plan, fetch: [] })).toEqual([]);
  });
});
