// @vitest-environment jsdom
import { act, screen } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { UnlockScreen } from '../../../../renderer/app/screens/unlock-screen.tsx';
import type { AccessState } from '../../../../shared/contract/access.ts';
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

const PEOPLE = [
  { personId: personId(1), name: 'Ada Reader' },
  { personId: personId(2), name: 'Ben Second' },
];

describe('UnlockScreen', () => {
  it('lets a person be chosen by name', () => {
    shown = show(new FakeStation({}), <UnlockScreen people={PEOPLE} />);
    const names = screen
      .getAllByRole<HTMLInputElement>('radio')
      .map((choice) => [choice.labels?.[0]?.textContent, choice.checked]);
    expect(names).toEqual([
      ['Ada Reader', true],
      ['Ben Second', false],
    ]);
  });

  it('says what opening the store takes its time for, and how long', () => {
    const station = new FakeStation({ 'access.state': () => Promise.reject(new Error('not asked here')) });
    shown = show(station, <UnlockScreen people={PEOPLE} />);
    const stop = shown.services.access.start();
    const tell = (
      stage: 'checking' | 'rebuilding',
      doneCount: number,
      totalCount: number | null,
      timeLeft: number | null,
    ): void => act(() => station.emit('access.progress', { work: { stage, doneCount, totalCount, timeLeft } }));
    tell('checking', 0, null, null);
    screen.getByText('Checking the store …');
    tell('rebuilding', 30, 120, 90);
    screen.getByText('30 / 120');
    screen.getByText('1 min 30 s left');
    act(() => station.emit('access.progress', { work: null }));
    expect(screen.queryByRole('progressbar')).toBeNull();
    stop();
  });

  it('offers the key store of the computer for the person whose slot is there, and shows a key that the unlock gave', async () => {
    const state: AccessState = {
      ...{ store: 'locked', kind: 'evaluation', people: PEOPLE, reader: null, session: null, signIn: null },
      ...{ recoveryConfirmed: true, movement: null, trouble: null, keyStoreOf: [personId(2)] },
    };
    const station = new FakeStation({ 'keys.unlockByOs': () => ({ ...state, recoveryKey: 'NEW-KEY' }) });
    shown = show(station, <UnlockScreen people={PEOPLE} />);
    const { access } = shown.services;
    act(() => access.view.setState({ state }));
    const name = 'Unlock with this computer’s key store';
    expect(screen.queryByRole('button', { name })).toBeNull();
    act(() => screen.getByRole('radio', { name: 'Ben Second' }).click());
    act(() => screen.getByRole('button', { name }).click());
    await expect.poll(() => access.view.getState().recoveryKey).toBe('NEW-KEY');
    expect(station.asked).toContainEqual({ name: 'keys.unlockByOs', request: { personId: personId(2) } });
    expect(station.asked.map((one) => one.name)).not.toContain('access.unlock');
  });
});
