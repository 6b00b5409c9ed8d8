// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  CheckAgainMark,
  Health,
  HealthBanners,
  HealthContext,
  StoreSection,
} from '../../../../../renderer/app/health/index.ts';
import { FileToken } from '../../../../../shared/contract/file-token.ts';
import type { StoreHealth } from '../../../../../shared/contract/store.ts';
import { StoreAlarm, StoreHealth as HealthSchema } from '../../../../../shared/contract/store.ts';
import { AppError } from '../../../../../shared/errors/app-error.ts';
import { ERROR_TEXT } from '../../../../../renderer/app/error-text.ts';
import { ALARM_TEXT, RECOVERY_TEXT, storageWords } from '../../../../../renderer/app/health/health-words.ts';
import { mendDom, show } from '../../helpers/dom.tsx';
import type { Shown } from '../../helpers/dom.tsx';
import { FakeStation } from '../../helpers/fake-station.ts';
import type { Answers } from '../../helpers/fake-station.ts';
import { jobId, studyId } from '../../helpers/worklist-rows.ts';

const WELL: StoreHealth = { alarms: [], checkAgain: [], quarantined: 0, recovered: [], storage: null };
const TOKEN = FileToken.parse('6b'.repeat(32));

beforeAll(mendDom);
let shown: Shown | null = null;
let stop: (() => void) | null = null;
afterEach(() => {
  stop?.();
  shown?.end();
  shown = null;
});

async function open(first: StoreHealth, more: Answers = {}) {
  let now = first;
  const station = new FakeStation({
    'store.health': () => now,
    'store.acknowledgeAlarm': ({ alarmId }) =>
      (now = { ...now, alarms: now.alarms.filter((alarm) => alarm.alarmId !== alarmId) }),
    ...more,
  });
  const health = new Health(station);
  shown = show(
    station,
    <HealthContext value={health}>
      <HealthBanners />
      <CheckAgainMark studyId={studyId(1)} className={undefined} />
      <StoreSection />
    </HealthContext>,
  );
  await act(async () => {
    stop = health.start();
    await Promise.resolve();
  });
  await waitFor(() => expect(health.view.getState().state).not.toBe('asking'));
  return { station, health, services: shown.services };
}

const alarm = (alarmId: number, kind: StoreAlarm['kind']): StoreAlarm => ({
  alarmId,
  kind,
  raisedAt: '2026-01-01T00:00:00.000Z',
});

describe('HealthBanners', () => {
  it('says nothing while all is well', async () => {
    await open(WELL);
    expect(screen.queryByRole('status')).toBeNull();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.queryByText(/check again/)).toBeNull();
  });

  it('says that the storage is lost the moment it is, and stops when it is back', async () => {
    const { station } = await open(WELL);
    act(() => station.emit('store.health', { ...WELL, storage: 'store/lost' }));
    const said = screen.getByRole('alert').textContent;
    for (const part of Object.values(ERROR_TEXT['store/lost'])) expect(said).toContain(part);
    act(() => station.emit('store.health', WELL));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('shows one alert after the other, each until it is acknowledged', async () => {
    const { station } = await open({ ...WELL, alarms: [alarm(3, 'rolled-back'), alarm(7, 'clock-set-back')] });
    screen.getByText(/older copy of itself/);
    screen.getByText(/1 more after this/);
    fireEvent.click(screen.getByRole('button', { name: 'Acknowledge' }));
    await waitFor(() => screen.getByText(/clock of this computer was set back/));
    fireEvent.click(screen.getByRole('button', { name: 'Acknowledge' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Acknowledge' })).toBeNull());
    const asked = station.asked.filter(({ name }) => name === 'store.acknowledgeAlarm');
    expect(asked.map(({ request }) => request)).toEqual([{ alarmId: 3 }, { alarmId: 7 }]);
  });

  it('leaves an alert standing that could not be acknowledged', async () => {
    await open(
      { ...WELL, alarms: [alarm(1, 'audit-cut')] },
      {
        'store.acknowledgeAlarm': () => {
          throw new AppError('store/lost', 'gone');
        },
      },
    );
    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Acknowledge' });
    fireEvent.click(button);
    await waitFor(() => expect(button.disabled).toBe(false));
    screen.getByText(/Records are missing at the end of the audit trail/);
  });

  it('counts what is out of use and what is to be compared, and says what to do', async () => {
    await open({ ...WELL, quarantined: 2, checkAgain: [studyId(1)], recovered: ['index', 'journal'] });
    screen.getByText(
      /mended when it was opened: index, drafts and measurements\. 2 damaged objects are kept out of use/,
    );
    screen.getByText(/1 study is to be compared/);
    expect(screen.getByTitle(/Compare this study with its source/).textContent).toContain('check again');
    fireEvent.click(screen.getByRole('button', { name: 'What to do' }));
    const dialog = screen.getByRole('dialog', { name: 'State of this store' }).textContent;
    expect(dialog).toContain(RECOVERY_TEXT.index.said);
    expect(dialog).toContain(ERROR_TEXT['blob/quarantined'].next);
  });

  it('says when the station could not tell, and asks again', async () => {
    let fails = true;
    await open(WELL, {
      'store.health': () => {
        if (fails) throw new AppError('process/died', 'gone');
        return WELL;
      },
    });
    screen.getByText(/did not say/);
    fails = false;
    fireEvent.click(screen.getByRole('button', { name: 'Ask again' }));
    await waitFor(() => expect(screen.queryByText(/did not say/)).toBeNull());
  });

  it('has words for every alarm, every mended part and every code of a lost disk', () => {
    expect(Object.keys(ALARM_TEXT).sort()).toEqual([...StoreAlarm.shape.kind.options].sort());
    expect(Object.keys(RECOVERY_TEXT).sort()).toEqual([...HealthSchema.shape.recovered.element.options].sort());
    for (const code of ['store/lost', 'disk/read-only', 'disk/full', 'disk/failed', 'disk/not-found', 'nonsense'])
      expect(storageWords(code).data).toMatch(/not kept|may be safe/);
  });
});

describe('Health', () => {
  it('drops an answer that an event has overtaken, and forgets everything when the store is locked', async () => {
    let answer: (health: StoreHealth) => void = () => undefined;
    const station = new FakeStation({ 'store.health': () => new Promise((resolve) => (answer = resolve)) });
    const health = new Health(station);
    const end = health.start();
    await Promise.resolve();
    station.emit('store.health', { ...WELL, quarantined: 1 });
    answer(WELL);
    await new Promise((resolve) => void setImmediate(resolve));
    expect(health.view.getState().quarantined).toBe(1);
    end();
    expect(health.view.getState()).toMatchObject({ state: 'asking', quarantined: 0 });
    expect(station.listening).toBe(0);
  });
});

describe('StoreSection', () => {
  it('says that there is no backup, asks for a folder and shows the work', async () => {
    const { station, services } = await open(WELL, {
      'store.lastBackup': () => ({ at: null }),
      'app.chooseBackup': () => ({ token: TOKEN }),
      'store.backupTo': () => ({ jobId: jobId(1) }),
    });
    await waitFor(() => screen.getByText('This store was never backed up.'));
    services.layout.setState({ dialog: 'settings' });
    fireEvent.click(screen.getByRole('button', { name: 'Back up now' }));
    await waitFor(() => expect(services.layout.getState()).toMatchObject({ dialog: null, transfersShown: true }));
    const asked = station.asked.filter(({ name }) => name === 'store.backupTo');
    const plain = { token: TOKEN, place: null, whole: false, everything: false };
    expect(asked.map(({ request }) => request)).toEqual([plain]);
  });

  it('takes the place of a folder in another country by its code only, and then whether studies may be left out', async () => {
    const { station } = await open(WELL, {
      'store.lastBackup': () => ({ at: null }),
      'app.chooseBackup': () => ({ token: TOKEN }),
      'store.backupTo': () => ({ jobId: jobId(1) }),
    });
    const place = screen.getByLabelText(/^The folder lies in/);
    const whole = screen.getByRole<HTMLInputElement>('checkbox', { name: /^Rather no backup/, hidden: true });
    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Back up now' });
    expect(whole.disabled).toBe(true);
    fireEvent.change(place, { target: { value: 'Pennsylvania'.slice(0, 6) } });
    expect(button.disabled).toBe(true);
    fireEvent.change(place, { target: { value: 'us-pa' } });
    fireEvent.click(whole);
    fireEvent.click(button);
    await waitFor(() => expect(station.asked.some(({ name }) => name === 'store.backupTo')).toBe(true));
    const asked = station.asked.find(({ name }) => name === 'store.backupTo');
    expect(asked?.request).toEqual({ token: TOKEN, place: 'US-PA', whole: true, everything: false });
  });

  it('does nothing when the reader chose no folder, and says why when the station refuses', async () => {
    let token: FileToken | null = null;
    const { station } = await open(WELL, {
      'store.lastBackup': () => ({ at: '2026-01-02T03:04:05.000Z' }),
      'app.chooseBackup': () => ({ token }),
      'store.backupTo': () => {
        throw new AppError('store/lost', 'gone');
      },
    });
    await waitFor(() => screen.getByText(/Last backup: 2026-01-0\d \d\d:\d\d/));
    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Back up now' });
    fireEvent.click(button);
    await waitFor(() => expect(button.disabled).toBe(false));
    expect(station.asked.some(({ name }) => name === 'store.backupTo')).toBe(false);
    token = TOKEN;
    fireEvent.click(button);
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain(ERROR_TEXT['store/lost'].title));
  });
});
