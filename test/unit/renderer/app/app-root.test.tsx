// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AppRoot } from '../../../../renderer/app/app-root.tsx';
import { putAside } from '../../../../renderer/app/screens/desk-screen.tsx';
import { DESK_COMMANDS } from '../../../../renderer/reading/commands.ts';
import type { AccessState } from '../../../../shared/contract/access.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { mendDom, pressKey, show } from '../helpers/dom.tsx';
import type { Shown } from '../helpers/dom.tsx';
import { FakeStation } from '../helpers/fake-station.ts';
import { personId, worklistRow } from '../helpers/worklist-rows.ts';

beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

const PERSON = { personId: personId(1), name: 'Ada Reader' };
const SESSION = {
  policy: { longestIdleMinutes: 15, proofMinutes: 240 },
  idleMinutes: 15,
  fetchingHours: 8,
  provedAt: '2026-01-01T00:00:00.000Z',
};
const LOCKED: AccessState = {
  store: 'locked',
  kind: 'evaluation',
  people: [PERSON],
  reader: null,
  session: null,
  signIn: null,
  recoveryConfirmed: true,
  movement: null,
  trouble: null,
};
const OPEN: AccessState = { ...LOCKED, store: 'open', reader: { ...PERSON, roles: ['reader'] }, session: SESSION };

async function start(first: AccessState) {
  let state = first;
  const become = (next: AccessState): AccessState => (state = next);
  const station = new FakeStation({
    'access.state': () => state,
    'access.create': () => {
      become({ ...OPEN, recoveryConfirmed: false });
      return { recoveryKey: 'aaaa-bbbb-cccc' };
    },
    'access.confirmRecovery': () => become({ ...state, recoveryConfirmed: true }),
    'access.unlock': ({ passphrase }) => {
      if (passphrase !== 'right' && passphrase !== 'KEY') throw new AppError('access/wrong-passphrase', 'no');
      return become(OPEN);
    },
    'access.setPassphrase': ({ proof }) => {
      if (proof !== 'KEY') throw new AppError('access/wrong-passphrase', 'no');
      return become(OPEN);
    },
    'access.proveRecovery': ({ recoveryKey }) => {
      if (recoveryKey !== 'KEY') throw new AppError('access/wrong-passphrase', 'no');
      return become({ ...state, recoveryConfirmed: true });
    },
    'access.lock': () => become(LOCKED),
    'worklist.list': () => ({ rows: [worklistRow(1)], total: 1 }),
    'jobs.list': () => ({ jobs: [] }),
    'store.health': () => ({ alarms: [], checkAgain: [], quarantined: 0, recovered: [], storage: null }),
  });
  shown = show(station, <AppRoot />);
  const { services, registry } = shown;
  await act(() => services.access.refresh());
  return { station, services, registry };
}

const type = (label: string, value: string): void =>
  void fireEvent.change(screen.getByLabelText(label), { target: { value } });

describe('AppRoot', () => {
  it('makes a store, shows the recovery key once and goes on only when its last group is typed', async () => {
    const { station } = await start({ ...LOCKED, store: 'absent', people: [] });
    screen.getByText(/not for clinical use/, { selector: 'footer span' });
    type('Your name, as it stands under your reports', 'Ada Reader');
    type('Passphrase', 'four words are fine');
    type('Passphrase again', 'four words');
    screen.getByText('The two are not the same.');
    type('Passphrase again', 'four words are fine');
    fireEvent.click(screen.getByRole('button', { name: 'Make the store' }));
    await waitFor(() => screen.getByRole('group', { name: 'Recovery key' }));
    expect(screen.getByRole('group', { name: 'Recovery key' }).textContent).toBe('aaaabbbbcccc');
    type('Type the last group from your paper', 'bbbb');
    fireEvent.click(screen.getByRole('button', { name: 'I have written it down' }));
    screen.getByText('This is not the last group. Compare your paper with the screen.');
    expect(station.asked.some(({ name }) => name === 'access.confirmRecovery')).toBe(false);
    type('Type the last group from your paper', ' CCCC ');
    fireEvent.click(screen.getByRole('button', { name: 'I have written it down' }));
    await waitFor(() => screen.getByRole('grid', { name: 'Worklist' }));
    expect(document.body.textContent).not.toContain('cccc');
  });

  it('refuses a wrong passphrase in words and leaves the screen as it was', async () => {
    await start(LOCKED);
    type('Passphrase', 'wrong');
    fireEvent.click(screen.getByRole('button', { name: 'Unlock the store' }));
    await waitFor(() => screen.getByText(/This passphrase does not open the store. Nothing was opened or changed./));
    expect(screen.getByLabelText<HTMLInputElement>('Passphrase').value).toBe('');
    type('Passphrase', 'right');
    fireEvent.click(screen.getByRole('button', { name: 'Unlock the store' }));
    await waitFor(() => screen.getByRole('grid', { name: 'Worklist' }));
  });

  it('asks for a new passphrase after the recovery key opened the store, and then shows the list', async () => {
    const { station } = await start(LOCKED);
    const recover = async (): Promise<void> => {
      fireEvent.click(screen.getByRole('button', { name: 'Use the recovery key' }));
      type('Recovery key', 'KEY');
      fireEvent.click(screen.getByRole('button', { name: 'Unlock the store' }));
      await waitFor(() => screen.getByRole('heading', { name: 'Set a new passphrase' }));
    };
    await recover();
    expect(screen.queryByRole('grid')).toBeNull();
    type('New passphrase', 'four words are fine');
    type('New passphrase again', 'four words');
    screen.getByText('The two are not the same.');
    type('New passphrase again', 'four words are fine');
    fireEvent.click(screen.getByRole('button', { name: 'Set the new passphrase' }));
    await waitFor(() => screen.getByRole('grid', { name: 'Worklist' }));
    const asked = station.asked.filter(({ name }) => name === 'access.setPassphrase');
    expect(asked.map(({ request }) => request)).toEqual([{ proof: 'KEY', passphrase: 'four words are fine' }]);
  });

  it('goes on with the old passphrase when that is what the reader wants', async () => {
    const { station, services } = await start(LOCKED);
    await act(() => services.access.unlockByRecovery('KEY'));
    fireEvent.click(screen.getByRole('button', { name: 'Keep the old passphrase' }));
    await waitFor(() => screen.getByRole('grid', { name: 'Worklist' }));
    expect(station.asked.some(({ name }) => name === 'access.setPassphrase')).toBe(false);
    expect(services.access.view.getState().renewing).toBeNull();
  });

  it('locks with one key, and nothing of a patient stays on the screen', async () => {
    await start(OPEN);
    await waitFor(() => screen.getByText('NAME01, Test'));
    await act(async () => pressKey('l', { ctrlKey: true }));
    await waitFor(() => screen.getByRole('heading', { name: 'Unlock' }));
    expect(document.body.textContent).not.toContain('NAME01');
    expect(document.title).not.toContain('NAME');
  });

  it.each([
    ['store/newer-version', 'This store was made by a newer Nightjar'],
    ['store/in-use', 'Another program has this store open'],
    ['store/damaged', 'The store cannot be read as it is'],
    ['no/such-code', 'The store cannot be read as it is'],
  ])('shows %s as a plain screen', async (code, title) => {
    await start({ ...LOCKED, trouble: { code, message: 'for engineers' } });
    screen.getByRole('heading', { name: title });
    expect(document.body.textContent).not.toContain('for engineers');
  });

  it('reminds of a recovery key that was never confirmed', async () => {
    await start({ ...OPEN, recoveryConfirmed: false });
    screen.getByText(/The recovery key was not confirmed/);
  });

  it('lists every command with its key in the palette and runs the chosen one', async () => {
    await start(OPEN);
    await waitFor(() => screen.getByText('NAME01, Test'));
    await act(async () => pressKey('k', { ctrlKey: true }));
    const field = screen.getByPlaceholderText('Type a command');
    expect(document.querySelectorAll('style')).toHaveLength(0);
    fireEvent.change(field, { target: { value: 'key map' } });
    await act(async () => void fireEvent.keyDown(field, { key: 'Enter' }));
    await waitFor(() => screen.getByRole('dialog', { name: 'Keys' }));
    screen.getByText('Open the study');
    // The desk is not there yet: its keys stand in a part of their own.
    const desk = screen.getByRole('region', { name: 'On the desk, once a study is open' });
    await waitFor(() => within(desk).getByText('Invert'), { timeout: 15_000 });
    within(desk).getByText('Sign the report');
    expect(within(desk).queryByText('Lock')).toBeNull();
  }, 20_000);

  it('has no key twice: commands of the window, the list and the desk together', async () => {
    const { registry } = await start(OPEN);
    expect(() => registry.registerCommands([putAside(() => undefined)])).not.toThrow();
    expect(() =>
      registry.registerCommands(
        DESK_COMMANDS.map(({ id, title, group, keys }) => ({
          id,
          title,
          group,
          keys,
          scope: 'image' as const,
          run: () => undefined,
        })),
      ),
    ).not.toThrow();
  });
});
