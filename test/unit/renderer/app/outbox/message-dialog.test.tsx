// @vitest-environment jsdom
import { fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { mappingDraft, mappingOf } from '../../../../../renderer/app/outbox/mapping-form.ts';
import { DestinationsSection } from '../../../../../renderer/app/outbox/index.ts';
import { Destination } from '../../../../../shared/model/destination.ts';
import { ResultMapping } from '../../../../../shared/model/result-mapping.ts';
import { mendDom, show } from '../../helpers/dom.tsx';
import type { Shown } from '../../helpers/dom.tsx';
import { FakeStation } from '../../helpers/fake-station.ts';

const hidden = { hidden: true } as const;
const RIS = Destination.parse({
  ...{ destinationId: '7'.repeat(26), name: 'RIS', site: 'St. Anna', secrets: [] },
  settings: { kind: 'hl7', host: '127.0.0.1', port: 2575, tls: false },
});

beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

function station(managed: { siteName: string; serial: number } | null = null): FakeStation {
  return new FakeStation({
    'destination.list': () => ({ destinations: [RIS] }),
    'destination.tryMessage': ({ mapping }) => ({
      ...{ controlId: '1', charset: 'UNICODE UTF-8', longest: 40, notes: [], mapping: null, managed },
      segments: [`MSH|^~\\&|N|N|${mapping?.receivingApplication ?? 'RIS'}|X`, 'OBX|1|FT|A||TEST'],
      problems: mapping?.receivingApplication === 'BAD' ? ['OBX-3 is empty, and the standard wants it.'] : [],
    }),
    'destination.sendTest': () => ({ controlId: '1', kind: 'refused', code: 'outbox/refused', text: 'AR no' }),
    'destination.setMapping': () => RIS,
  });
}

async function opened(fake: FakeStation): Promise<void> {
  shown = show(fake, <DestinationsSection />);
  fireEvent.click(await screen.findByRole('button', { name: 'Test message to RIS …', ...hidden }));
  await screen.findByRole('form', { name: 'How it wants reports', ...hidden });
}

const text = (): string => screen.getByRole('list', { name: 'Segments of the message', ...hidden }).textContent;

describe('the test message of a receiver', () => {
  it('follows what is typed, marks it, takes it back by key, says what is wrong and what was answered', async () => {
    const fake = station();
    await opened(fake);
    const field = screen.getByLabelText(/MSH-5/);
    fireEvent.change(field, { target: { value: 'BAD' } });
    await screen.findByText(/OBX-3 is empty/);
    expect(document.querySelector('mark')?.textContent).toBe('BAD');
    fireEvent.keyDown(field, { key: 'z', ctrlKey: true });
    await expect.poll(text).toContain('|RIS|');
    fireEvent.keyDown(field, { key: 'y', ctrlKey: true });
    await expect.poll(text).toContain('|BAD|');
    fireEvent.click(screen.getByRole('button', { name: 'Send it for training', ...hidden }));
    await screen.findByText('It was refused. It said: AR no Message 1.');
    fireEvent.change(screen.getByLabelText(/Longest segment/), { target: { value: '3' } });
    expect(screen.getByRole('button', { name: 'Save mapping', ...hidden }).hasAttribute('disabled')).toBe(true);
    await screen.findByText(/message before/);
    fireEvent.change(screen.getByLabelText(/Longest segment/), { target: { value: '600' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save mapping', ...hidden }));
    await expect
      .poll(() => fake.asked.filter(({ name }) => name === 'destination.setMapping').map(({ request }) => request))
      .toEqual([
        {
          destinationId: RIS.destinationId,
          mapping: ResultMapping.parse({ receivingApplication: 'BAD', longestSegment: 600 }),
        },
      ]);
  });

  it('is shown as managed where the site says it', async () => {
    await opened(station({ siteName: 'St. Anna', serial: 4 }));
    screen.getByText(/Set by St. Anna, profile 4/);
    expect(screen.getByLabelText(/MSH-5/).hasAttribute('disabled')).toBe(true);
  });
});

describe('a mapping as it is typed', () => {
  it('is the same after it was kept, and says what is wrong where', () => {
    const mapping = ResultMapping.parse({
      ...{ sendingApplication: 'A', status: { F: 'X' }, accessionIn: ['ORC-2'], charset: '8859/1' },
      codes: [{ from: 'CT', to: { value: '1', meaning: 'one', scheme: 'L' } }],
    });
    expect(mappingOf(mappingDraft(mapping))).toEqual(mapping);
    const bad = { ...mappingDraft(null), codes: 'A = 1^b^L\nB', final: 'xx', longestSegment: '20' };
    expect(Object.keys((mappingOf(bad) as { problems: object }).problems).sort()).toEqual([
      ...['codes', 'final', 'longestSegment'],
    ]);
  });
});
