// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HangingSection } from '../../../../../renderer/app/hanging/index.ts';
import { bundlesOf, replacesWords } from '../../../../../renderer/app/hanging/hanging-words.ts';
import { FileToken } from '../../../../../shared/contract/file-token.ts';
import type { ProtocolEntry, ProtocolFilePreview } from '../../../../../shared/hanging/protocol/kept.ts';
import { mendDom, show } from '../../helpers/dom.tsx';
import type { Shown } from '../../helpers/dom.tsx';
import { FakeStation } from '../../helpers/fake-station.ts';

const TOKEN = FileToken.parse('6b'.repeat(32));
const SHIPPED: ProtocolEntry = {
  ...{ id: 'mr-brain', name: 'MR brain', note: 'Diffusion first.', scope: 'shipped', group: null, version: 1 },
  ...{ savedAt: null, savedBy: null, state: 'replaced', mayChange: false },
};
const MINE: ProtocolEntry = {
  ...{ ...SHIPPED, name: 'My brain', scope: 'user', version: 3, savedAt: '2026-11-22T12:00:00Z', savedBy: 'Ada' },
  ...{ state: 'in-force', mayChange: true },
};
const PREVIEW: ProtocolFilePreview = {
  ...{ hash: 'ab'.repeat(32), signedBy: 'Eve', trust: 'new', ignored: ['its filters'] },
  fingerprint: Array.from({ length: 10 }, () => '0a1b').join('-'),
  protocols: [{ id: 'ct-head', name: 'CT head', note: null }],
};

beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

async function open(): Promise<FakeStation> {
  const saved = { savedAt: '2026-11-22T12:00:00Z', savedBy: 'Ada', note: null };
  const station = new FakeStation({
    'hanging.list': () => ({ entries: [SHIPPED, MINE], groups: ['Neuro'], maySetSite: true }),
    'hanging.groups': () => ({ people: [] }),
    'hanging.versions': () => ({
      versions: [
        { version: 3, name: 'My brain', how: 'saved', ...saved },
        { version: 2, name: null, how: 'removed', ...saved },
        { version: 1, name: 'My first brain', how: 'imported', ...saved },
      ],
    }),
    'hanging.restore': () => ({ version: 4 }),
    'hanging.switch': () => ({}),
    'hanging.choose': () => ({ token: TOKEN }),
    'hanging.preview': () => PREVIEW,
    'hanging.import': () => ({ added: ['ct-head'], changed: [], already: [] }),
  });
  shown = show(station, <HangingSection />);
  await screen.findByText('My brain');
  return station;
}

const asked = (station: FakeStation, name: string): unknown =>
  station.asked.filter((one) => one.name === name).at(-1)?.request;

describe('the page of hanging protocols', () => {
  it('says what counts and whose it is, brings a version back, and switches one off for the reader', async () => {
    const station = await open();
    expect(screen.getByText('My brain').closest('summary')?.textContent).toBe('My brainyours, version 3');
    fireEvent.click(screen.getByRole('button', { name: 'Versions of My brain, yours', hidden: true }));
    const list = await screen.findByRole('list', { name: 'Versions of My brain, yours', hidden: true });
    // What was removed with a version is nothing to bring back, and the newest is there.
    const buttons = within(list).getAllByRole('button', { hidden: true });
    expect(buttons.map((one) => one.getAttribute('aria-label'))).toEqual(['Bring back version 1 of My brain']);
    fireEvent.click(buttons[0] as HTMLElement);
    await screen.findByText('My brain: version 1 is back, as version 4.');
    expect(asked(station, 'hanging.restore')).toEqual({ owner: { scope: 'user' }, id: 'mr-brain', version: 1 });
    fireEvent.click(screen.getByRole('checkbox', { name: 'Hangs for me', hidden: true }));
    await screen.findByText('My brain is switched off for you.');
    expect(asked(station, 'hanging.switch')).toEqual({ id: 'mr-brain', off: true });
  });

  it('takes a bundle of an unknown key over only when its fingerprint was compared, for whom the reader says', async () => {
    const station = await open();
    fireEvent.click(screen.getByRole('button', { name: 'Import protocols …' }));
    await screen.findByText('its filters');
    const take = screen.getByRole<HTMLButtonElement>('button', { name: 'Take them over' });
    await waitFor(() => expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Leave it' })).toBeTruthy());
    expect(take.disabled).toBe(true);
    fireEvent.change(screen.getByLabelText('It is to count'), { target: { value: 'group Neuro' } });
    fireEvent.click(screen.getByRole('checkbox', { name: 'They read exactly this fingerprint to me' }));
    fireEvent.click(take);
    await screen.findByText('Taken over: 1 new, 0 as a new version.');
    expect(asked(station, 'hanging.import')).toEqual({
      ...{ hash: PREVIEW.hash, trust: PREVIEW.fingerprint, owner: { scope: 'group', group: 'Neuro' } },
    });
  });

  it('gives away what one owner keeps, without what is somebody else’s', () => {
    const site: ProtocolEntry = { ...MINE, scope: 'site', state: 'replaced' };
    const group: ProtocolEntry = { ...MINE, id: 'ct-head', scope: 'group', group: 'Neuro' };
    const gone: ProtocolEntry = { ...MINE, id: 'ct-chest', scope: 'site', state: 'removed' };
    expect(bundlesOf([SHIPPED, MINE, site, group, gone]).map(({ words, what }) => [words, what])).toEqual([
      ['the site: 1', [{ source: { scope: 'site' }, id: 'mr-brain' }]],
      ['the group Neuro: 1', [{ source: { scope: 'group', group: 'Neuro' }, id: 'ct-head' }]],
      ['your own: 1', [{ source: { scope: 'user' }, id: 'mr-brain' }]],
    ]);
    expect(bundlesOf([SHIPPED])).toEqual([]);
  });

  it('says of each protocol of a file what becomes of the one that is here', () => {
    const words = (scope: 'site' | 'user', id: string, entries: readonly ProtocolEntry[]): string =>
      replacesWords(entries, { scope }, id);
    expect(words('user', 'mr-brain', [SHIPPED, MINE])).toBe('in place of yours, version 3, where the two differ');
    expect(words('site', 'mr-brain', [SHIPPED, MINE])).toBe('yours goes on hanging before it for you');
    const shipped: ProtocolEntry = { ...SHIPPED, state: 'in-force' };
    expect(words('user', 'mr-brain', [shipped])).toBe('it hangs before the one that came with the program');
    expect(words('user', 'ct-head', [shipped])).toBe('new here');
  });
});
