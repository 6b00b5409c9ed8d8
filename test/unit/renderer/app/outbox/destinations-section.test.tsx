// @vitest-environment jsdom
import { fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DestinationsSection } from '../../../../../renderer/app/outbox/index.ts';
import { Destination, DestinationSettings } from '../../../../../shared/model/destination.ts';
import { mendDom, show } from '../../helpers/dom.tsx';
import type { Shown } from '../../helpers/dom.tsx';
import { FakeStation } from '../../helpers/fake-station.ts';

const hidden = { hidden: true } as const;
const RIS = Destination.parse({
  ...{ destinationId: '7'.repeat(26), name: 'RIS', site: 'St. Anna', secrets: ['password'] },
  settings: { kind: 'fhir', url: 'https://ris.example/r4', user: 'me' },
});

beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

function station(): FakeStation {
  let destinations = [RIS];
  return new FakeStation({
    'destination.list': () => ({ destinations }),
    'destination.change': ({ settings }) => {
      const changed = { ...RIS, settings: DestinationSettings.parse(settings) };
      destinations = [changed];
      return changed;
    },
    'destination.remove': () => {
      destinations = [];
      return {};
    },
  });
}

const asked = (fake: FakeStation, name: string): unknown[] =>
  fake.asked.filter((one) => one.name === name).map(({ request }) => request);

describe('destinations, in the settings', () => {
  it('are changed by the same parts as sources: a stored password stays, and is shown nowhere', async () => {
    const fake = station();
    shown = show(fake, <DestinationsSection />);
    fireEvent.click(await screen.findByRole('button', { name: 'Change RIS …', ...hidden }));
    const form = within(screen.getByRole('form', { name: 'Change RIS', ...hidden }));
    // The first field that can be written in has the keys: its kind stays.
    expect(document.activeElement).toBe(form.getByLabelText(/^Name/));
    expect(document.querySelector('input[type=password]')).toBeNull();
    expect(form.getByLabelText(/^Site/).hasAttribute('disabled')).toBe(true);
    fireEvent.change(form.getByLabelText(/^Wait for an answer/), { target: { value: 'long' } });
    fireEvent.click(form.getByRole('button', { name: 'Save destination', ...hidden }));
    expect(form.getByRole('alert', hidden).textContent).toBe('Seconds, from 0.05 to 300.');
    expect(document.activeElement).toBe(form.getByLabelText(/^Wait for an answer/));
    fireEvent.change(form.getByLabelText(/^Wait for an answer/), { target: { value: '90' } });
    fireEvent.click(form.getByRole('button', { name: 'Save destination', ...hidden }));
    await expect
      .poll(() => asked(fake, 'destination.change'))
      .toEqual([
        {
          ...{ destinationId: RIS.destinationId, name: 'RIS', secrets: {}, keep: ['password'], certificate: null },
          settings: { ...RIS.settings, answerMs: 90_000 },
        },
      ]);
  });

  it('take no report where they only hear what became of cases', async () => {
    const settings = DestinationSettings.parse({ kind: 'context', url: 'http://127.0.0.1:4000/case' });
    const fake = new FakeStation({
      'destination.list': () => ({ destinations: [{ ...RIS, name: 'Dictation', settings }] }),
      'context.state': () => ({ programs: [] }),
    });
    shown = show(fake, <DestinationsSection />);
    await screen.findByText('Dictation');
    expect(screen.queryByText('A signed report goes to every destination of its site.')).toBeNull();
    expect(screen.getByText(/^Signed reports go nowhere by themselves/)).toBeTruthy();
  });

  it('are removed after it was said what happens', async () => {
    const fake = station();
    shown = show(fake, <DestinationsSection />);
    fireEvent.click(await screen.findByRole('button', { name: 'Remove RIS', ...hidden }));
    expect(asked(fake, 'destination.remove')).toEqual([]);
    fireEvent.click(screen.getByRole('button', { name: 'Remove RIS for good', ...hidden }));
    await screen.findByText(/there is no destination/);
  });
});
