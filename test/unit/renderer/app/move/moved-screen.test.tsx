// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AppRoot } from '../../../../../renderer/app/app-root.tsx';
import { ERROR_TEXT } from '../../../../../renderer/app/error-text.ts';
import type { AccessState } from '../../../../../shared/contract/access.ts';
import { AppError } from '../../../../../shared/errors/app-error.ts';
import type { StoreMovement } from '../../../../../shared/model/access.ts';
import type { PersonRole } from '../../../../../shared/model/person.ts';
import { mendDom, show } from '../../helpers/dom.tsx';
import type { Shown } from '../../helpers/dom.tsx';
import { FakeStation } from '../../helpers/fake-station.ts';
import { personId } from '../../helpers/worklist-rows.ts';

beforeAll(mendDom);
let shown: Shown | null = null;
let stop: (() => void) | null = null;
afterEach(() => {
  stop?.();
  shown?.end();
  shown = null;
});

const AT = '2026-11-22T09:00:00.000Z';

async function open(movement: StoreMovement | null, roles: readonly PersonRole[] = ['reader', 'administrator']) {
  const person = { personId: personId(1), name: 'Ada Reader' };
  let state: AccessState = {
    ...{ store: 'open', kind: 'evaluation', people: [person], reader: { ...person, roles: [...roles] }, signIn: null },
    session: { policy: { longestIdleMinutes: 15, proofMinutes: 240 }, idleMinutes: 15, fetchingHours: 8, provedAt: AT },
    ...{ recoveryConfirmed: true, movement, trouble: null },
  };
  const station = new FakeStation({
    'access.state': () => state,
    'worklist.list': () => ({ rows: [], total: 0 }),
    'jobs.list': () => ({ jobs: [] }),
    'store.health': () => ({ alarms: [], checkAgain: [], quarantined: 0, recovered: [], storage: null }),
    'orders.notices': () => ({ notices: [] }),
    'move.cancel': ({ proof }) => {
      if (proof !== 'right') throw new AppError('access/wrong-passphrase', 'no');
      return (state = { ...state, movement: null });
    },
    'move.goOn': () => {
      throw new AppError('disk/not-found', 'no medium');
    },
  });
  shown = show(station, <AppRoot />);
  const { services } = shown;
  stop = services.access.start();
  await act(() => services.access.refresh());
  return { station, services };
}

const prove = (passphrase: string, action: string): void => {
  fireEvent.change(screen.getByLabelText('Your own passphrase, to show that it is you'), {
    target: { value: passphrase },
  });
  fireEvent.click(screen.getByRole('button', { name: action }));
};

describe('a store that was moved to another machine', () => {
  const MOVED: StoreMovement = { stage: 'moved', at: AT, to: '/media/stick/package' };

  it('says so after the unlock, where its package is and what comes next; its list is looked at under a line that says so', async () => {
    await open(MOVED);
    screen.getByRole('heading', { name: 'This store was moved to another machine' });
    screen.getByText('/media/stick/package');
    screen.getByText(/there an administrator opens the package with “nightjar move open”/);
    expect(screen.queryByRole('grid')).toBeNull();
    const look = screen.getByRole('button', { name: 'Look at what is here' });
    expect(document.activeElement).toBe(look);
    fireEvent.click(look);
    await waitFor(() => screen.getByText('This store was moved to another machine.'));
    expect(screen.queryByRole('heading', { name: /was moved/ })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'What to do' }));
    await waitFor(() => screen.getByRole('heading', { name: 'This store was moved to another machine' }));
  });

  it('is taken back by an administrator who vouches that the package is destroyed, and shows its list again', async () => {
    const { station } = await open(MOVED);
    fireEvent.click(screen.getByRole('button', { name: 'Take it back …' }));
    prove('right', 'Take the store back');
    expect(station.asked.some(({ name }) => name === 'move.cancel')).toBe(false);
    fireEvent.click(screen.getByRole('checkbox', { name: /^The package is destroyed/ }));
    prove('wrong', 'Take the store back');
    await waitFor(() => screen.getByText(/This passphrase does not open the store/));
    prove('right', 'Take the store back');
    await waitFor(() => expect(screen.queryByRole('heading', { name: /was moved/ })).toBeNull());
    expect(station.asked.findLast(({ name }) => name === 'move.cancel')?.request).toEqual({
      ...{ destroyed: true, proof: 'right' },
    });
    expect(screen.queryByText(/This store was moved/)).toBeNull();
  });

  it('is nothing that somebody else decides on', async () => {
    await open(MOVED, ['reader']);
    screen.getByText('Only an administrator decides where this store lives.');
    expect(screen.queryByRole('button', { name: /Take it back|package/ })).toBeNull();
    screen.getByRole('button', { name: 'Lock' });
  });
});

describe('a store that is on its way', () => {
  const MOVING: StoreMovement = { stage: 'moving', at: AT, to: '/media/stick/package' };

  it('says how far its package is while it is made, and lets nothing else be done', async () => {
    const { station } = await open(MOVING);
    act(() =>
      station.emit('access.progress', { work: { stage: 'packing', doneCount: 3, totalCount: 9, timeLeft: null } }),
    );
    screen.getByRole('heading', { name: 'This store is being packed' });
    screen.getByText(/Making the package/);
    expect(screen.queryByRole('button', { name: 'Keep it here …' })).toBeNull();
    act(() => station.emit('access.progress', { work: null }));
    screen.getByRole('button', { name: 'Keep it here …' });
  });

  it('goes on where it was cut off, and says what keeps it from that', async () => {
    await open(MOVING);
    fireEvent.click(screen.getByRole('button', { name: 'Go on packing …' }));
    prove('right', 'Finish the package');
    const said = await screen.findAllByRole('alert');
    expect(said.some(({ textContent }) => textContent?.includes(ERROR_TEXT['disk/not-found'].title))).toBe(true);
    screen.getByRole('heading', { name: 'This store is on its way to another machine' });
  });
});
