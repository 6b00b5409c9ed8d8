// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FetchingChoice } from '../../../../renderer/app/people/fetching-choice.tsx';
import { fetchingWords } from '../../../../renderer/app/screens/fetching-view.tsx';
import { UnlockScreen } from '../../../../renderer/app/screens/unlock-screen.tsx';
import type { AccessSession, AccessState } from '../../../../shared/contract/access.ts';
import type { Fetching } from '../../../../shared/model/access.ts';
import { mendDom, show } from '../helpers/dom.tsx';
import type { Shown } from '../helpers/dom.tsx';
import { FakeStation } from '../helpers/fake-station.ts';
import { personId } from '../helpers/worklist-rows.ts';

beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

const UNTIL = new Date(2026, 0, 2, 4, 10);
const NOTHING: Fetching = { until: UNTIL.toISOString(), coming: 0, running: 0, outgoing: 0, arrived: 0, stat: 0 };
const LOCKED: AccessState = {
  ...{ store: 'locked', kind: 'evaluation', people: [{ personId: personId(1), name: 'Ada Reader' }], reader: null },
  ...{ session: null, signIn: null, recoveryConfirmed: true, movement: null, trouble: null },
};

describe('the screen of the lock', () => {
  it('says what goes on behind it in counts, as the station tells them', async () => {
    const station = new FakeStation({
      'access.state': () => LOCKED,
      'access.fetching': () => ({ fetching: { ...NOTHING, coming: 12 } }),
    });
    shown = show(station, <UnlockScreen people={LOCKED.people} />);
    const { access } = shown.services;
    const stop = access.start();
    await waitFor(() => screen.getByText('Fetching goes on: 12 studies to come, until 04:10.'));
    expect(screen.queryByRole('alert')).toBeNull();
    act(() => station.emit('access.fetching', { fetching: { ...NOTHING, coming: 1, arrived: 11, stat: 1 } }));
    screen.getByText('Fetching goes on: 1 study to come, until 04:10. 11 studies came since the lock.');
    expect(screen.getByRole('alert').textContent).toBe('▲ STAT: 1 order arrived');
    act(() => station.emit('access.fetching', { fetching: null }));
    screen.getByText('Studies and drafts stay encrypted on the disk while the store is locked.');
    stop();
  });

  it('has words for nothing to come, for results that wait, and for more than is counted', () => {
    expect(fetchingWords(NOTHING)).toBe('Fetching goes on: nothing waits to come, until 04:10.');
    expect(fetchingWords({ ...NOTHING, outgoing: 1 })).toContain('nothing waits to come, 1 result to deliver, until');
    expect(fetchingWords({ ...NOTHING, coming: 999 })).toContain('999 or more studies to come');
  });
});

describe('the choice of what a lock leaves', () => {
  const session = (fetchingHours: number, policy: number): AccessSession => ({
    policy: { longestIdleMinutes: 15, proofMinutes: 240, fetchingHours: policy },
    ...{ idleMinutes: 15, fetchingHours, provedAt: '2026-01-01T00:00:00.000Z' },
  });
  const select = (): HTMLSelectElement => screen.getByLabelText(/When locked/);

  it('offers what the policy allows, closing among it', async () => {
    const station = new FakeStation({ 'access.setFetchingHours': () => LOCKED });
    shown = show(station, <FetchingChoice session={session(8, 8)} />);
    expect([...select().options].map(({ text }) => text)).toEqual([
      'close the store at once',
      ...[1, 2, 4, 6, 8].map((hours) => `keep fetching for ${hours} h`),
    ]);
    fireEvent.change(select(), { target: { value: '0' } });
    await waitFor(() =>
      expect(station.asked).toContainEqual({ name: 'access.setFetchingHours', request: { hours: 0 } }),
    );
  });

  it('is off where a site lets no lock fetch, and says which', async () => {
    const station = new FakeStation({
      'profile.overview': () => ({
        ...{ profiles: [], place: null, warnings: [] },
        managed: [{ setting: 'fetching', siteName: 'St. Anna', serial: 3 }],
      }),
    });
    shown = show(station, <FetchingChoice session={session(0, 8)} />);
    await waitFor(() => screen.getByText(/Set by St. Anna, profile 3/));
    expect([select().disabled, select().value]).toEqual([true, '0']);
  });
});
