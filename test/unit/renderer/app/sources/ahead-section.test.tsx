// @vitest-environment jsdom
import { fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AheadSection } from '../../../../../renderer/app/sources/ahead-section.tsx';
import type { PrefetchReport } from '../../../../../shared/model/prefetch.ts';
import { DEFAULT_PREFETCH } from '../../../../../shared/model/prefetch.ts';
import { mendDom, show } from '../../helpers/dom.tsx';
import type { Shown } from '../../helpers/dom.tsx';
import { FakeStation } from '../../helpers/fake-station.ts';

beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

const plan: PrefetchReport = {
  ...{ at: '2026-11-22T20:00:00Z', settings: DEFAULT_PREFETCH, words: '1 case, all here', usedBytes: 0, isFull: false },
  ...{ metered: [], meterLiftedUntil: null, readyNow: 1, readyThen: 1, bytes: 0, doneAt: null },
  ...{ fetch: [], evict: [], left: [], rates: [], notAsked: [] },
};

async function open() {
  const station = new FakeStation({ 'prefetch.plan': () => plan, 'prefetch.change': (settings) => settings });
  shown = show(station, <AheadSection />);
  await screen.findByRole('group', { name: 'Fetching ahead' });
  return station;
}
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const save = () => fireEvent.click(screen.getByRole('button', { name: 'Save' }));
const saved = (station: FakeStation) =>
  station.asked.filter(({ name }) => name === 'prefetch.change').map(({ request }) => request);

describe('AheadSection', () => {
  it('shows what is set, saves what was changed, and says so', async () => {
    const station = await open();
    expect(screen.getByLabelText('Room on the disk for them (GB)')).toHaveProperty('value', '60');
    type('Room on the disk for them (GB)', '120');
    type('You read from', '21:00');
    type('until', '6:00');
    fireEvent.click(screen.getByLabelText(/^Tonight’s cases/));
    save();
    await screen.findByText('Saved.');
    const shift = { from: 21 * 60, to: 6 * 60 };
    expect(saved(station)).toEqual([{ on: false, quotaBytes: 120e9, metered: false, shift }]);
  });

  it('says what is wrong and saves nothing', async () => {
    const station = await open();
    type('Room on the disk for them (GB)', 'much');
    save();
    screen.getByText('The room on the disk is a number of gigabytes from 1 to 1000000.');
    type('Room on the disk for them (GB)', '60');
    type('You read from', '25:00');
    save();
    screen.getByText('The hours are two times, such as 20:00 and 06:00.');
    expect(saved(station)).toEqual([]);
  });

  it('does not stand there where the station tells nothing', () => {
    shown = show(new FakeStation({}), <AheadSection />);
    expect(screen.queryByRole('group', { name: 'Fetching ahead' })).toBeNull();
  });
});
