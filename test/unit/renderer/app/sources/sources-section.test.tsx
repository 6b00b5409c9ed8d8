// @vitest-environment jsdom
import { fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SourcesSection } from '../../../../../renderer/app/sources/index.ts';
import { SourceId } from '../../../../../shared/model/ids.ts';
import { SourceSettings } from '../../../../../shared/model/source-settings.ts';
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

beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

function station(first: readonly SourceRow[]): FakeStation {
  let sources = [...first];
  const fake: FakeStation = new FakeStation({
    'sources.list': () => ({ sources }),
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
      };
      fake.emit('sources.step', { sourceId: SourceId.parse(sourceId), result: name });
      return { steps: [name, port] };
    },
  });
  return fake;
}

const asked = (fake: FakeStation, name: string): unknown[] =>
  fake.asked.filter((one) => one.name === name).map(({ request }) => request);

describe('sources, in the settings', () => {
  it('are tested step by step, each with its answer and what to do', async () => {
    shown = show(station([row(1, { name: 'Anna' })]), <SourcesSection />);
    fireEvent.click(await screen.findByRole('button', { name: 'Test Anna', hidden: true }));
    const steps = within(await screen.findByRole('list', { name: 'Steps of the test', hidden: true }));
    await screen.findByText(/Ask the site whether its firewall/);
    expect(steps.getAllByRole('listitem', { hidden: true }).map((one) => one.textContent)).toEqual([
      '● Name: works (3 ms). anna.example is 10.0.0.1.',
      '✕ Port: does not work (10000 ms). Nobody answers at port 443. Ask the site whether its firewall lets this computer in.',
    ]);
  });

  it('are added with a secret that goes to the station and is shown nowhere', async () => {
    const fake = station([]);
    shown = show(fake, <SourcesSection />);
    await screen.findByText(/Studies come from files and discs alone/);
    fireEvent.click(screen.getByRole('button', { name: 'Add a source', hidden: true }));
    const add = within(screen.getByRole('form', { name: 'Add a source', hidden: true }));
    const type = (label: RegExp, value: string): void => {
      fireEvent.change(add.getByLabelText(label), { target: { value } });
    };
    type(/^Name/, 'Anna');
    type(/^Address/, 'http://anna.example/dicom-web');
    fireEvent.click(add.getByRole('button', { name: 'Add the source', hidden: true }));
    expect(add.getByRole('alert', { hidden: true }).textContent).toMatch(/inside a tunnel/);
    type(/^Address/, 'https://anna.example/dicom-web');
    type(/^Who we say/, 'basic');
    type(/^User/, 'reader');
    type(/^Password/, 'secret-7');
    fireEvent.click(add.getByRole('button', { name: 'Add the source', hidden: true }));
    await screen.findByText('DICOMweb · https://anna.example/dicom-web · asked every 5 minutes');
    expect(asked(fake, 'sources.add')).toMatchObject([
      {
        settings: { watch: { everyMinutes: 5, days: 1 }, name: 'Anna', auth: { kind: 'basic', user: 'reader' } },
        secrets: { password: 'secret-7' },
      },
    ]);
    expect(document.body.innerHTML).not.toContain('secret-7');
  });

  it('are removed after a second look; those of a profile stay', async () => {
    const fake = station([row(1, { name: 'Anna' }), row(2, { name: 'Berg' }, 'BERG')]);
    shown = show(fake, <SourcesSection />);
    fireEvent.click(await screen.findByRole('button', { name: 'Remove Anna …', hidden: true }));
    expect(asked(fake, 'sources.remove')).toEqual([]);
    fireEvent.click(screen.getByRole('button', { name: 'Remove Anna for good', hidden: true }));
    await screen.findByText('set by the profile of BERG');
    await expect.poll(() => screen.queryByRole('button', { name: /Anna/, hidden: true })).toBeNull();
    expect(screen.queryByRole('button', { name: /Remove Berg/, hidden: true })).toBeNull();
  });
});
