// @vitest-environment jsdom
import { fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { forecastPoints, ratePoints } from '../../../../renderer/worklist/transfers/plot-points.ts';
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
    within(part).getByText('42 Mbit/s, counted on 32 Mbit/s');
    fireEvent.click(within(part).getByRole('button', { name: 'Fetch now' }));
    await screen.findByRole('region', { name: 'Fetching ahead' });
    expect(station.asked.map(({ name }) => name)).toContain('prefetch.run');
  });
});

describe('limits and plots', () => {
  const limited = { ...plan, isFull: true, usedBytes: 60e9, metered: ['St. Anna'] };
  const samples = [{ at: new Date(Date.now() - 10 * 60_000).toISOString(), bytes: 5 }];

  it('say that the room is used up, and that a line is paid by the byte, with one press to use it tonight', async () => {
    const station = new FakeStation({
      'prefetch.plan': () => limited,
      'transfers.liftMeter': () => ({ until: '2026-11-23T06:00:00.000Z' }),
    });
    shown = show(station, <PrefetchPart />);
    const part = await screen.findByRole('region', { name: 'Fetching ahead' });
    expect(within(part).getByRole('status').textContent).toContain('60.0 GB of 60.0 GB used');
    within(part).getByText('The line to St. Anna is paid by the byte: only what is opened is fetched.');
    fireEvent.click(within(part).getByRole('button', { name: /^Fetch ahead tonight/ }));
    expect(station.asked.at(-1)).toMatchObject({ name: 'transfers.liftMeter', request: { tonight: true } });
  });

  it('stand there as tables, too', async () => {
    const station = new FakeStation({
      'prefetch.plan': () => plan,
      'transfers.lines': () => ({ lines: [{ sourceId, sourceName: 'St. Anna', samples: samples.map(onStep) }] }),
    });
    shown = show(station, <PrefetchPart />);
    const rate = await screen.findByRole('table', { name: 'Line to St. Anna, last 6 hours', hidden: true });
    expect(within(rate).getAllByRole('row', { hidden: true })).toHaveLength(14);
    const forecast = screen.getByRole('table', { name: 'Still to come', hidden: true });
    const cells = within(forecast)
      .getAllByRole('cell', { hidden: true })
      .map((cell) => cell.textContent);
    expect([cells[0], cells.at(-1)]).toEqual(['4.0 GB', '0 B']);
  });
});

const onStep = ({ at, bytes }: { readonly at: string; readonly bytes: number }) => {
  const ms = Date.parse(at);
  return { at: new Date(ms - (ms % 300_000)).toISOString(), bytes };
};

describe('forecastPoints', () => {
  it('tells what is still to come until all is here', () => {
    const points = forecastPoints(plan);
    expect([points[0]?.value, points.at(-1)?.value]).toEqual([4e9, 0]);
    // Half of the time is gone when the first, smaller one is here.
    expect(points[30]?.value).toBeCloseTo(3e9, -3);
    expect(forecastPoints({ ...plan, fetch: [] })).toEqual([]);
  });
});

describe('ratePoints', () => {
  const now = Date.parse('2026-11-22T20:02:30Z');

  it('tells bytes a second of the last hours, and of the minutes that are on by how long they are', () => {
    const points = ratePoints(
      {
        samples: [
          { at: '2026-11-22T19:55:00.000Z', bytes: 300e6 },
          { at: '2026-11-22T20:00:00.000Z', bytes: 300e6 },
        ],
      },
      now,
    );
    expect(points).toHaveLength(72);
    expect(points.slice(-3).map(({ value }) => value)).toEqual([0, 1e6, 2e6]);
  });

  it('are none where nothing came, or long ago', () => {
    expect(ratePoints({ samples: [] }, now)).toEqual([]);
    expect(ratePoints({ samples: [{ at: '2026-11-22T09:00:00.000Z', bytes: 5 }] }, now)).toEqual([]);
  });
});
