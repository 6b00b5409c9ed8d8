// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AppRoot } from '../../../../../renderer/app/app-root.tsx';
import type { AppDialog } from '../../../../../renderer/app/layout.ts';
import type { AccessState } from '../../../../../shared/contract/access.ts';
import type { ForgetPreview } from '../../../../../shared/contract/keys.ts';
import { AppError } from '../../../../../shared/errors/app-error.ts';
import type { PersonRole } from '../../../../../shared/model/person.ts';
import { mendDom, show } from '../../helpers/dom.tsx';
import type { Shown } from '../../helpers/dom.tsx';
import { FakeStation } from '../../helpers/fake-station.ts';
import type { Answers } from '../../helpers/fake-station.ts';
import { personId, worklistRow } from '../../helpers/worklist-rows.ts';

const ADA = { personId: personId(1), name: 'Ada Reader' };
const LOCKED: AccessState = {
  ...{ store: 'locked', kind: 'evaluation', people: [ADA], reader: null, session: null, signIn: null },
  ...{ recoveryConfirmed: true, movement: null, trouble: null },
};
const PREVIEW: ForgetPreview = {
  ...{ studies: 1, objects: 842, bytes: 5_000_000, signedReports: 2, drafts: 0, measurements: 3 },
  lastBackup: '2026-11-20T10:00:00Z',
};
const PASSPHRASE = 'Your own passphrase, to show that it is you';

beforeAll(mendDom);
let shown: Shown | null = null;
let stop: (() => void) | null = null;
afterEach(() => {
  stop?.();
  shown?.end();
  shown = null;
});

const openFor = (roles: PersonRole[]): AccessState => ({
  ...LOCKED,
  store: 'open',
  reader: { ...ADA, roles },
  session: {
    policy: { longestIdleMinutes: 15, proofMinutes: 240 },
    idleMinutes: 15,
    fetchingHours: 8,
    provedAt: '2026-01-01T00:00:00.000Z',
  },
});

async function open(dialog: AppDialog, more: Answers = {}, roles: PersonRole[] = ['administrator', 'reader']) {
  const state = openFor(roles);
  const station: FakeStation = new FakeStation({
    'access.state': () => state,
    'worklist.list': () => ({ rows: [worklistRow(1)], total: 1 }),
    'jobs.list': () => ({ jobs: [] }),
    'store.health': () => ({ alarms: [], checkAgain: [], quarantined: 0, recovered: [], storage: null }),
    'app.takeLaunch': () => ({ request: null, refused: false }),
    'access.confirmRecovery': () => state,
    'forget.preview': ({ target }) => {
      if (target.kind === 'study-uid' && target.studyUid === '1.2.3') return PREVIEW;
      throw new AppError('archive/unknown-study', 'nothing');
    },
    'forget.run': ({ proof }) => {
      if (proof !== 'right') throw new AppError('access/wrong-passphrase', 'no');
      return closing({ studies: 1, keys: 1, files: 842, recoveryKey: null });
    },
    ...more,
  });
  /** As the station does: it is closed for a moment, and open again for the same person. */
  function closing<T>(value: T): T {
    station.emit('access.changed', LOCKED);
    station.emit('access.changed', state);
    return value;
  }
  shown = show(station, <AppRoot />);
  const { services, registry } = shown;
  stop = services.access.start();
  await act(() => services.access.refresh());
  act(() => services.layout.setState({ dialog }));
  return { station, services, registry, closing };
}

const type = (label: RegExp | string, value: string): void =>
  void fireEvent.change(screen.getByLabelText(label), { target: { value } });
const button = (name: RegExp | string) => screen.getByRole<HTMLButtonElement>('button', { name });

async function countStudy(uid = '1.2.3'): Promise<void> {
  fireEvent.click(screen.getByRole('radio', { name: 'A study, by its UID' }));
  type('Study Instance UID', uid);
  fireEvent.click(button('Count what there is'));
  await screen.findByRole('region', { name: 'How much it is' });
}

describe('erasing studies for good', () => {
  it('says how much it is, how much of it is signed, and which backup still has it', async () => {
    const { station } = await open('forget');
    await countStudy();
    const said = screen.getByRole('region', { name: 'How much it is' }).textContent ?? '';
    expect(said).toContain('The study 1.2.3');
    expect(said).toContain('Images and other objects842');
    expect(said).toContain('Size5.0 MB');
    expect(said).toContain('Signed reports▲ 2');
    expect(said).toContain('Reports begun, not signed0');
    expect(said).toMatch(/Last backup: 2026-11-20 \d\d:00\. Whoever has it and a way into it can still read/);
    expect(station.asked.some(({ name }) => name === 'forget.run')).toBe(false);
  });

  it('erases nothing before the number and the passphrase are typed, and exactly what was counted then', async () => {
    const { station } = await open('forget');
    await countStudy();
    type(PASSPHRASE, 'right');
    const act842 = button('Erase 842 objects for good');
    expect(act842.disabled).toBe(true);
    type(/^Type the number of objects/, '84');
    expect(act842.disabled).toBe(true);
    type(/^Type the number of objects/, '842');
    expect(act842.disabled).toBe(false);
    fireEvent.click(act842);
    const done = await screen.findByRole('region', { name: 'Erased' });
    expect(done.textContent).toContain('✓ Erased: The study 1.2.3');
    expect(done.textContent).toContain('Keys erased1');
    expect(done.textContent).toContain('Files removed842');
    expect(station.asked.filter(({ name }) => name === 'forget.run').map(({ request }) => request)).toEqual([
      { target: { kind: 'study-uid', studyUid: '1.2.3' }, objects: 842, proof: 'right' },
    ]);
  });

  it('shows neither list nor the screen of the lock while the store is closed for it', async () => {
    let end = (): void => undefined;
    const { station } = await open('forget', {
      'forget.run': () =>
        new Promise((resolve) => {
          station.emit('access.changed', LOCKED);
          end = () => {
            station.emit('access.changed', openFor(['administrator', 'reader']));
            resolve({ studies: 1, keys: 1, files: 842, recoveryKey: null });
          };
        }),
    });
    await countStudy();
    type(/^Type the number of objects/, '842');
    type(PASSPHRASE, 'right');
    fireEvent.click(button(/^Erase 842/));
    await screen.findByRole('heading', { name: 'The keys of the store change' });
    expect(screen.queryByRole('heading', { name: 'Unlock' })).toBeNull();
    expect(document.body.textContent).not.toContain('NAME01');
    expect(button('Working …').disabled).toBe(true);
    act(() => end());
    await screen.findByRole('region', { name: 'Erased' });
    await waitFor(() => screen.getByRole('grid', { name: 'Worklist' }));
  });

  it('stays as it is after a wrong passphrase', async () => {
    await open('forget');
    await countStudy();
    type(/^Type the number of objects/, '842');
    type(PASSPHRASE, 'wrong');
    fireEvent.click(button(/^Erase 842/));
    await screen.findByText(/This passphrase does not open the store/);
    expect(screen.getByLabelText<HTMLInputElement>(/^Type the number/).value).toBe('842');
    expect(screen.getByLabelText<HTMLInputElement>(PASSPHRASE).value).toBe('');
  });

  it('counts anew where there is more of it by now, and erases nothing', async () => {
    let objects = 842;
    const { station } = await open('forget', {
      'forget.preview': () => ({ ...PREVIEW, objects }),
      'forget.run': () => {
        objects = 843;
        throw new AppError('reading/conflict', 'not what was shown');
      },
    });
    await countStudy();
    type(/^Type the number of objects/, '842');
    type(PASSPHRASE, 'right');
    fireEvent.click(button(/^Erase 842/));
    await screen.findByText(/Counted anew: it was not what was shown before/);
    expect(button('Erase 843 objects for good').disabled).toBe(true);
    expect(screen.getByLabelText<HTMLInputElement>(/^Type the number/).value).toBe('');
    expect(station.asked.filter(({ name }) => name === 'forget.run')).toHaveLength(1);
  });

  it('says where there is nothing of it', async () => {
    await open('forget');
    fireEvent.click(screen.getByRole('radio', { name: /patient, by the number/ }));
    expect(button('Count what there is').disabled).toBe(true);
    type('Patient ID', '4711');
    type('Issued by, or the site it came from', 'North');
    fireEvent.click(button('Count what there is'));
    expect((await screen.findByText(/nothing of it in this store/)).getAttribute('role')).toBe('alert');
  });

  it('offers the study that the reader has before them, its patient and its site', async () => {
    const { station } = await open('forget', { 'forget.preview': () => PREVIEW });
    const { services } = shown ?? { services: null };
    expect(screen.queryByRole('radio', { name: /^This study/ })).toBeNull();
    await waitFor(() => screen.getByRole('grid', { name: 'Worklist', hidden: true }));
    act(() => services?.layout.setState({ desks: new Map([[ADA.personId, worklistRow(1).studyId]]), dialog: null }));
    act(() => services?.layout.setState({ dialog: 'forget' }));
    fireEvent.click(await screen.findByRole('radio', { name: 'All studies of NAME01, Test' }));
    fireEvent.click(button('Count what there is'));
    await screen.findByRole('region', { name: 'How much it is' });
    expect(station.asked.find(({ name }) => name === 'forget.preview')?.request).toEqual({
      target: { kind: 'patient', patientKey: worklistRow(1).patient.patientKey },
    });
  });

  it('shows a new recovery key before anything else where the former could not be kept', async () => {
    await open('forget', {
      'forget.run': () => ({ studies: 1, keys: 1, files: 1, recoveryKey: 'aaaa-bbbb-cccc' }),
    });
    await countStudy();
    type(/^Type the number of objects/, '842');
    type(PASSPHRASE, 'right');
    fireEvent.click(button(/^Erase 842/));
    await screen.findByRole('heading', { name: 'Your recovery key' });
    type('Type the last group from your paper', 'cccc');
    fireEvent.click(button('I have written it down'));
    await screen.findByRole('region', { name: 'Erased' });
    expect(document.body.textContent).not.toContain('cccc');
  });
});

describe('changing keys', () => {
  it('of the store takes the passphrase, and says what was done', async () => {
    const { station, closing } = await open('rotate', { 'keys.rotate': () => ({ recoveryKey: null, rewrapped: 3 }) });
    type(PASSPHRASE, 'right');
    fireEvent.click(button('Change the key'));
    expect((await screen.findByRole('region', { name: 'Key changed' })).textContent).toContain(
      'The store has a new key.3 site keys under it.',
    );
    expect(closing(station.asked.find(({ name }) => name === 'keys.rotate')?.request)).toEqual({
      ...{ level: 'store', site: null, proof: 'right' },
    });
  });

  it('of a site needs its name, and says where the store has nothing of it', async () => {
    await open('rotate', {
      'keys.rotate': () => {
        throw new AppError('archive/unknown-study', 'nothing');
      },
    });
    type(PASSPHRASE, 'right');
    fireEvent.click(screen.getByRole('radio', { name: /key of one site/ }));
    expect(button('Change the key').disabled).toBe(true);
    type(/^Name of the site/, 'Nowhere');
    fireEvent.click(button('Change the key'));
    await screen.findByText(/The store has nothing of this site/);
  });
});

describe('commands about the store', () => {
  const OURS = ['app.people', 'app.audit', 'app.emergency-reviews', 'app.emergency', 'app.forget', 'app.rotate'];
  const ids = (registry: Shown['registry']): readonly string[] => {
    const there = new Set(registry.all().map(({ id }) => id));
    return OURS.filter((id) => there.has(id));
  };

  it.each<[PersonRole[], readonly string[]]>([
    [['support'], ['app.people']],
    [['reader'], ['app.emergency']],
    [['coordinator'], ['app.people', 'app.audit', 'app.emergency-reviews', 'app.emergency']],
    [['administrator'], OURS],
  ])('are there for %j only where their calls are', async (roles, expected) => {
    const { registry } = await open('about', {}, roles);
    expect(ids(registry)).toEqual(expected);
  });
});
