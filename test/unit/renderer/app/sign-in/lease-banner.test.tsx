// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LeaseBanner } from '../../../../../renderer/app/sign-in/index.ts';
import type { AccessState, SignInLease } from '../../../../../shared/contract/access.ts';
import { AppError } from '../../../../../shared/errors/app-error.ts';
import { LEASE_WARNINGS_MS, grantLease, leaseState } from '../../../../../shared/rules/sign-in/lease.ts';
import { mendDom, show } from '../../helpers/dom.tsx';
import type { Shown } from '../../helpers/dom.tsx';
import { FakeStation } from '../../helpers/fake-station.ts';
import type { Answers } from '../../helpers/fake-station.ts';
import { personId } from '../../helpers/worklist-rows.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const GRANTED = Date.UTC(2026, 10, 22, 6);
const HOURS = 72;
const WORDS: Readonly<Record<number, string>> = {
  [24 * HOUR]: 'Less than 24 hours left before this station has to hear from your identity provider.',
  [4 * HOUR]: 'Less than 4 hours left before this station has to hear from your identity provider.',
  [HOUR]: 'Less than 1 hour left before this station has to hear from your identity provider.',
  [15 * MINUTE]: 'Less than 15 minutes left before this station has to hear from your identity provider.',
};

beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

/** What the station says of a lease with so much time left, by the rule that it uses itself. */
function leaseWith(leftMs: number, changes: Partial<SignInLease> = {}): SignInLease {
  const lease = grantLease(GRANTED, HOURS);
  const state = leaseState(lease, lease.endsAt - leftMs);
  const running = state.kind === 'running' ? state : null;
  return {
    issuer: 'https://login.hospital.example/realm',
    needed: running === null,
    endsAt: new Date(lease.endsAt).toISOString(),
    leftMs: running?.leftMs ?? 0,
    warning: running?.warning ?? null,
    clockSetBack: state.clockSetBack,
    ...changes,
  };
}

function stateWith(signIn: SignInLease | null): AccessState {
  const person = { personId: personId(1), name: 'Ada Reader' };
  return {
    ...{ store: 'open', kind: 'evaluation', people: [person], reader: { ...person, roles: ['reader'] }, signIn },
    session: {
      policy: { longestIdleMinutes: 15, proofMinutes: 240 },
      idleMinutes: 15,
      fetchingHours: 8,
      provedAt: '2026-01-01T00:00:00.000Z',
    },
    ...{ recoveryConfirmed: true, movement: null, trouble: null },
  };
}

async function open(signIn: SignInLease | null, more: Answers = {}) {
  let state = stateWith(signIn);
  const station = new FakeStation({ 'access.state': () => state, ...more });
  shown = show(station, <LeaseBanner />);
  const { access } = shown.services;
  await act(() => access.refresh());
  return {
    station,
    become: async (next: SignInLease | null) => {
      state = stateWith(next);
      await act(() => access.refresh());
    },
  };
}

const text = (): string => screen.queryByRole('status')?.textContent ?? '';

describe('the banner of the lease', () => {
  it('has words for every warning that there is', () => {
    expect(Object.keys(WORDS).map(Number).sort()).toEqual([...LEASE_WARNINGS_MS].sort());
  });

  it.each([...LEASE_WARNINGS_MS])(
    'says from %i ms on how much time is left, and one millisecond before the former',
    async (at) => {
      const longer = LEASE_WARNINGS_MS[LEASE_WARNINGS_MS.indexOf(at) - 1];
      const before = longer === undefined ? '' : (WORDS[longer] ?? 'no words');
      const { become } = await open(leaseWith(at + 1));
      expect(text().includes(before), text()).toBe(true);
      expect(text() === '').toBe(before === '');
      await become(leaseWith(at));
      expect(text()).toContain(WORDS[at]);
      await become(leaseWith(at - 1));
      expect(text()).toContain(WORDS[at]);
    },
  );

  it('stays until the last millisecond, and is gone when the time has ended: another screen says that', async () => {
    const { become } = await open(leaseWith(1));
    expect(text()).toContain('Less than 15 minutes left');
    await become(leaseWith(0));
    expect(screen.queryByRole('status')).toBeNull();
  });

  it('says nothing in a store without a provider', async () => {
    await open(null);
    expect(screen.queryByRole('status')).toBeNull();
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('says that a clock was set back, which brings no time', async () => {
    await open(leaseWith(3 * HOUR, { clockSetBack: true }));
    expect(text()).toContain('Less than 4 hours left');
    expect(text()).toContain('The clock of this computer was set back; the time goes on all the same.');
  });

  it('signs in from where it stands, and goes when there is time again', async () => {
    let finish = (): void => undefined;
    const { become } = await open(leaseWith(HOUR), {
      'signIn.begin': () =>
        new Promise((resolve) => {
          finish = () => resolve({ provider: null, lease: leaseWith(HOURS * HOUR), waiting: false });
        }),
    });
    fireEvent.click(screen.getByRole('button', { name: 'Sign in now' }));
    await screen.findByRole('button', { name: 'Stop the sign-in' });
    finish();
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Stop the sign-in' })).toBeNull());
    await become(leaseWith(HOURS * HOUR));
    expect(screen.queryByRole('status')).toBeNull();
  });

  it('says why a sign-in failed and stays, and has no words for one that was stopped', async () => {
    let code: 'sign-in/provider-unreachable' | 'sign-in/cancelled' = 'sign-in/provider-unreachable';
    await open(leaseWith(HOUR), {
      'signIn.begin': () => {
        throw new AppError(code, 'no');
      },
    });
    const before = text();
    fireEvent.click(screen.getByRole('button', { name: 'Sign in now' }));
    // The words of a sign-in under way are longer, too: it is over when it can be asked for again.
    const again = await screen.findByRole('button', { name: 'Sign in now' });
    expect(text().length).toBeGreaterThan(before.length);
    expect(text()).toContain('Less than 1 hour left');
    code = 'sign-in/cancelled';
    fireEvent.click(again);
    await waitFor(() => expect(text()).toBe(before));
  });
});
