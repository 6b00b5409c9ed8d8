// @vitest-environment jsdom
import { fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SourcesSection } from '../../../../../renderer/app/sources/index.ts';
import { FileToken } from '../../../../../shared/contract/file-token.ts';
import { AppError } from '../../../../../shared/errors/app-error.ts';
import { HeldCertificate } from '../../../../../shared/model/certificate.ts';
import type { CertificateFacts } from '../../../../../shared/model/certificate.ts';
import { SourceId } from '../../../../../shared/model/ids.ts';
import { SourceSettings } from '../../../../../shared/model/source-settings.ts';
import type { SourceState } from '../../../../../shared/model/source-state.ts';
import type { SourceStepResult } from '../../../../../shared/model/source.ts';
import type { SourceRow } from '../../../../../shared/model/transfer.ts';
import { mendDom, show } from '../../helpers/dom.tsx';
import type { Shown } from '../../helpers/dom.tsx';
import { FakeStation } from '../../helpers/fake-station.ts';

const row = (place: number, more: object, managedBy: string | null = null): SourceRow => ({
  sourceId: SourceId.parse(String(place).repeat(26)),
  settings: SourceSettings.parse({
    kind: 'dicomweb',
    site: 'St. Anna',
    url: 'https://anna.example/dicom-web',
    ...more,
  }),
  ...{ secrets: [], managedBy, paused: false },
});

const AUTHORITY = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const CERTIFICATE: CertificateFacts = {
  ...{ subject: 'CN=station', issuer: 'O=St. Anna', standing: 'good', fingerprint: 'ab'.repeat(32) },
  ...{ validFrom: '2026-01-01T00:00:00.000Z', validUntil: '2028-01-01T00:00:00.000Z' },
};
const hidden = { hidden: true } as const;

beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

function station(
  first: readonly SourceRow[],
  states: (rows: readonly SourceRow[]) => SourceState[] = () => [],
): FakeStation {
  let sources = [...first];
  const fake: FakeStation = new FakeStation({
    'sources.list': () => ({ sources }),
    'sources.states': () => ({ states: states(sources) }),
    'sources.stopTest': () => ({}),
    'sources.tryNow': () => ({}),
    'sources.pause': ({ sourceId, paused }) => {
      sources = sources.map((one) => (one.sourceId === sourceId ? { ...one, paused } : one));
      fake.emit('sources.changed', {});
      return sources.find((one) => one.sourceId === sourceId) ?? row(1, { name: 'gone' });
    },
    'sources.change': ({ sourceId, settings }) => {
      sources = sources.map((one) =>
        one.sourceId === sourceId ? { ...one, settings: SourceSettings.parse(settings) } : one,
      );
      fake.emit('sources.changed', {});
      return sources.find((one) => one.sourceId === sourceId) ?? row(1, { name: 'gone' });
    },
    'destination.list': () => ({ destinations: [] }),
    'certificates.choose': ({ what }) => ({ token: FileToken.parse((what === 'key' ? 'b' : 'a').repeat(64)) }),
    'certificates.read': ({ passphrase }) => {
      if (passphrase !== 'open') throw new AppError('source/key-passphrase', 'another passphrase');
      return { held: HeldCertificate.parse('c'.repeat(32)), certificates: [CERTIFICATE] };
    },
    'certificates.readAuthorities': () => ({ text: AUTHORITY, certificates: [CERTIFICATE] }),
    'sources.add': ({ settings }) => {
      const added = { ...row(7, { name: 'New' }), settings: SourceSettings.parse(settings) };
      sources = [...sources, added];
      fake.emit('sources.changed', {});
      return added;
    },
    'sources.remove': ({ sourceId }) => {
      sources = sources.filter((one) => one.sourceId !== sourceId);
      fake.emit('sources.changed', {});
      return {};
    },
    'sources.test': ({ sourceId }) => {
      const words = 'anna.example is 10.0.0.1.';
      const name: SourceStepResult = { step: 'name', state: 'ok', words, next: null, ms: 3 };
      const port: SourceStepResult = {
        step: 'port',
        state: 'failed',
        words: 'Nobody answers at port 443.',
        next: 'Ask the site whether its firewall lets this computer in.',
        ms: 10_000,
        certificate: CERTIFICATE,
      };
      fake.emit('sources.step', { sourceId: SourceId.parse(sourceId), result: name });
      return { steps: [name, port] };
    },
  });
  return fake;
}

const asked = (fake: FakeStation, name: string): unknown[] =>
  fake.asked.filter((one) => one.name === name).map(({ request }) => request);

const button = (name: RegExp | string): HTMLElement => screen.getByRole('button', { name, hidden: true });
const form = (name: string) => within(screen.getByRole('form', { name, hidden: true }));
function type(of: ReturnType<typeof form>, label: RegExp, value: string): void {
  fireEvent.change(of.getByLabelText(label), { target: { value } });
}

describe('sources, in the settings', () => {
  it('are tested step by step as the window of the test opens, each step with its answer, its time and what to do', async () => {
    const fake = station([row(1, { name: 'Anna' })]);
    shown = show(fake, <SourcesSection />);
    fireEvent.click(await screen.findByRole('button', { name: 'Test Anna', ...hidden }));
    await screen.findByText(/Ask the site whether its firewall/);
    const steps = within(screen.getByRole('list', { name: 'Steps of the test', ...hidden }));
    const lines = [...(steps.getAllByRole('listitem', hidden)[0]?.parentElement?.children ?? [])];
    expect(lines.map((one) => one.getAttribute('data-state'))).toEqual([
      ...['ok', 'failed', 'waiting', 'waiting', 'waiting', 'waiting', 'waiting'],
    ]);
    expect(lines[0]?.textContent).toBe('●Name: works (3 ms). anna.example is 10.0.0.1.');
    expect(lines[1]?.textContent).toContain('Port: does not work (10.0 s). Nobody answers at port 443.');
    expect(lines[1]?.textContent).toContain('AB:AB:AB');
    expect(screen.getByText(/It does not work yet: port/)).toBeTruthy();
    // What does not work takes no test object.
    expect(screen.queryByRole('button', { name: /Store one object/, ...hidden })).toBeNull();
    fireEvent.click(button('Close'));
    expect(asked(fake, 'sources.stopTest')).toHaveLength(1);
  });

  it('are added with a secret that goes to the station and is shown nowhere', async () => {
    const fake = station([]);
    shown = show(fake, <SourcesSection />);
    await screen.findByText(/Studies come from files and discs alone/);
    fireEvent.click(button('Add a source'));
    const add = form('Add a source');
    type(add, /^Name/, 'Anna');
    type(add, /^Address/, 'http://anna.example/dicom-web');
    fireEvent.click(add.getByRole('button', { name: 'Save', ...hidden }));
    expect(add.getByRole('alert', hidden).textContent).toMatch(/only inside a VPN/);
    type(add, /^Address/, 'https://anna.example/dicom-web');
    type(add, /^What the site asks for/, 'basic');
    fireEvent.click(add.getByRole('button', { name: 'Save', ...hidden }));
    expect(add.getAllByRole('alert', hidden).map((one) => one.textContent)).toEqual([
      'Type the user name that the site gave.',
    ]);
    type(add, /^User/, 'reader');
    type(add, /^Password/, 'secret-7');
    fireEvent.click(add.getByRole('button', { name: 'Save', ...hidden }));
    await screen.findByText('DICOMweb · https://anna.example/dicom-web · asked every 5 minutes');
    expect(asked(fake, 'sources.add')).toMatchObject([
      {
        settings: { watch: { everyMinutes: 5, days: 1 }, name: 'Anna', auth: { kind: 'basic', user: 'reader' } },
        secrets: { password: 'secret-7' },
      },
    ]);
    expect(document.body.innerHTML).not.toContain('secret-7');
  });

  it('say what is wrong at each field, and bring the first one under the keys', async () => {
    shown = show(station([]), <SourcesSection />);
    await screen.findByText(/Studies come from files and discs alone/);
    fireEvent.click(button('Add a source'));
    const add = form('Add a source');
    fireEvent.click(add.getByRole('button', { name: 'Save', ...hidden }));
    expect(add.getAllByRole('alert', hidden).map((one) => one.textContent)).toEqual([
      'Give it a name.',
      'It begins with https:// and is the part before /studies, without user or question mark.',
    ]);
    type(add, /^Kind/, 'dimse');
    type(add, /^Name/, 'Berg');
    type(add, /^Port/, '70000');
    type(add, /^Most that it may use/, 'fast');
    fireEvent.click(add.getByRole('button', { name: /Another rate/, ...hidden }));
    type(add, /^From/, '25:00');
    fireEvent.click(add.getByRole('button', { name: 'Save', ...hidden }));
    expect(add.getAllByRole('alert', hidden).map((one) => one.textContent)).toEqual([
      'A name or an address, without port: pacs.example or 10.1.2.3.',
      'A number from 1 to 65535.',
      '1 to 16 plain characters, without a backslash.',
      'A number of Mbit/s, 0 or more. Leave it empty for as fast as the line is.',
      'Choose a day, two times such as 08:00 and 18:00, and a number of Mbit/s (empty: as fast as the line is; 0: nothing).',
    ]);
    expect(document.activeElement).toBe(add.getByLabelText(/^Host/));
    expect(add.getByText(/^5 fields are not right yet/)).toBeTruthy();
  });

  it('are changed: what is not touched stays, a stored password too', async () => {
    const anna = {
      ...row(1, { name: 'Anna', auth: { kind: 'basic', user: 'reader' }, parallel: 3 }),
      secrets: ['password' as const],
    };
    const fake = station([anna]);
    shown = show(fake, <SourcesSection />);
    fireEvent.click(await screen.findByRole('button', { name: 'Change Anna …', ...hidden }));
    const edit = form('Change Anna');
    expect(document.querySelector('input[type=password]')).toBeNull();
    type(edit, /^Most that it may use/, '12,5');
    fireEvent.click(edit.getByRole('button', { name: /Another rate/, ...hidden }));
    fireEvent.click(edit.getByLabelText(/^The line to it is paid/));
    expect(edit.getByRole('img', hidden).getAttribute('aria-label')).toMatch(/Mbit\/s/);
    fireEvent.click(edit.getByRole('button', { name: 'Save', ...hidden }));
    await screen.findByText(/line paid by the byte/);
    expect(asked(fake, 'sources.change')).toEqual([
      {
        sourceId: anna.sourceId,
        settings: {
          ...anna.settings,
          metered: true,
          rate: {
            bytesPerSecond: 1_562_500,
            hours: [{ days: [1, 2, 3, 4, 5], from: 480, to: 1080, bytesPerSecond: 625_000 }],
          },
        },
        ...{ secrets: {}, keep: ['password'], certificate: null },
      },
    ]);
  });

  it('have their secrets entered again where the address is another, and lose nothing at Escape', async () => {
    const anna = {
      ...row(1, { name: 'Anna', auth: { kind: 'basic', user: 'reader' } }),
      secrets: ['password' as const, 'certificate' as const],
    };
    const fake = station([anna]);
    shown = show(fake, <SourcesSection />);
    fireEvent.click(await screen.findByRole('button', { name: 'Change Anna …', ...hidden }));
    const edit = form('Change Anna');
    expect(edit.getByText(/A certificate is stored/)).toBeTruthy();
    type(edit, /^Address/, 'https://anna.example/other');
    fireEvent.click(edit.getByRole('button', { name: 'Save', ...hidden }));
    expect(edit.getAllByRole('alert', hidden).map((one) => one.textContent)).toEqual([
      'The address changed: type it again.',
      'The address changed: choose the file again, or show none.',
    ]);
    fireEvent.click(edit.getByRole('button', { name: 'Back', ...hidden }));
    const stay = edit.getByRole('button', { name: 'Go on editing', ...hidden });
    expect(document.activeElement).toBe(stay);
    fireEvent.click(stay);
    type(edit, /^Password/, 'another');
    fireEvent.click(edit.getByRole('button', { name: 'Set a certificate …', ...hidden }));
    fireEvent.click(edit.getByRole('button', { name: /From one file/, ...hidden }));
    await edit.findByText(/This passphrase does not open the file/);
    type(edit, /^Passphrase of the file/, 'open');
    fireEvent.click(edit.getByRole('button', { name: /From two files/, ...hidden }));
    await edit.findByText('CN=station');
    fireEvent.click(edit.getByRole('button', { name: 'Save', ...hidden }));
    await expect
      .poll(() => asked(fake, 'sources.change'))
      .toMatchObject([{ secrets: { password: 'another' }, keep: [], certificate: 'c'.repeat(32) }]);
  });

  it('take the site’s own authority from a file', async () => {
    const fake = station([row(1, { name: 'Anna' })]);
    shown = show(fake, <SourcesSection />);
    fireEvent.click(await screen.findByRole('button', { name: 'Change Anna …', ...hidden }));
    const edit = form('Change Anna');
    fireEvent.click(edit.getByRole('button', { name: /own authority from a file/, ...hidden }));
    await edit.findByText(/1 certificate of the site/);
    fireEvent.click(edit.getByRole('button', { name: 'Save', ...hidden }));
    await expect
      .poll(() => asked(fake, 'sources.change'))
      .toMatchObject([{ settings: { tls: { authorities: AUTHORITY } } }]);
  });

  it('say when they were asked, why they are left alone and until when; "try now" does not wait', async () => {
    const at = new Date(2026, 10, 22, 14, 5).toISOString();
    const until = new Date(2026, 10, 22, 14, 20).toISOString();
    const fake = station([row(1, { name: 'Anna' }), row(2, { name: 'Berg', watch: { everyMinutes: 5 } })], (rows) =>
      rows.map(({ sourceId }, place) => ({
        ...{ sourceId, queued: place * 4, studies: 0 },
        look: { at, found: 31, fresh: 2, error: null, nextAt: until },
        rest: place === 0 ? null : { until, error: 'source/credentials' },
      })),
    );
    shown = show(fake, <SourcesSection />);
    await screen.findByText('asked at 14:05, 31 studies, 2 new · 4 to fetch');
    await screen.findByText(/does not accept this station any more. Left alone until 14:20/);
    fireEvent.click(button('Try Berg now'));
    await expect.poll(() => asked(fake, 'sources.tryNow')).toHaveLength(1);
    await expect.poll(() => button('Pause Berg').hasAttribute('disabled')).toBe(false);
    fireEvent.click(button('Pause Berg'));
    await screen.findByText(/paused: nothing is asked or fetched/);
    expect(screen.queryByText(/Left alone until/)).toBeNull();
  });

  it('are removed after it was said what happens; those of a profile stay', async () => {
    const fake = station([row(1, { name: 'Anna' }), row(2, { name: 'Berg' }, 'BERG')], (rows) =>
      rows.map(({ sourceId }) => ({ sourceId, queued: 3, studies: 12, look: null, rest: null })),
    );
    shown = show(fake, <SourcesSection />);
    fireEvent.click(await screen.findByRole('button', { name: 'Remove Anna …', ...hidden }));
    await screen.findByText(/12 studies that came from it/);
    expect(screen.getByText('3 transfers that wait or run are cancelled.')).toBeTruthy();
    expect(asked(fake, 'sources.remove')).toEqual([]);
    fireEvent.click(button('Remove Anna for good'));
    await screen.findByText('set by the profile of BERG');
    await expect.poll(() => screen.queryByRole('button', { name: /Anna/, ...hidden })).toBeNull();
    expect(screen.queryByRole('button', { name: /Remove Berg/, ...hidden })).toBeNull();
    fireEvent.click(button('Change Berg …'));
    const edit = form('Change Berg');
    expect(edit.getByLabelText(/^Address/).closest('fieldset:disabled')).not.toBeNull();
    expect(edit.getByLabelText(/^Most that it may use/).closest('fieldset:disabled')).toBeNull();
  });
});
