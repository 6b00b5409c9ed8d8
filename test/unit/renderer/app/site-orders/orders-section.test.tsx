// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { OrdersSection } from '../../../../../renderer/app/site-orders/index.ts';
import { OrderFeeds, withoutSecrets } from '../../../../../shared/model/order-feeds.ts';
import { mendDom, show } from '../../helpers/dom.tsx';
import type { Shown } from '../../helpers/dom.tsx';
import { FakeStation } from '../../helpers/fake-station.ts';

const hidden = { hidden: true } as const;
beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

describe('where orders come from, in the settings', () => {
  it('says at each field what is wrong, and saves what is right', async () => {
    const fake = new FakeStation({
      'siteOrders.states': () => ({ feeds: [] }),
      'siteOrders.feeds': () => ({ feeds: OrderFeeds.parse({}) }),
      'siteOrders.setFeeds': () => ({
        feeds: [{ name: 'HL7', kind: 'hl7', state: 'listening', port: 2576, error: null }],
      }),
    });
    shown = show(fake, <OrdersSection />);
    fireEvent.click(await screen.findByRole('button', { name: /Set up receiving/, ...hidden }));
    const form = within(await screen.findByRole('form', { name: 'Receiving orders', ...hidden }));
    const type = (label: RegExp, value: string): void => {
      fireEvent.change(form.getByLabelText(label), { target: { value } });
    };
    fireEvent.click(form.getByLabelText(/^Receive orders/));
    type(/^Port/, '2576');
    fireEvent.click(form.getByRole('button', { name: 'Add a sender', ...hidden }));
    type(/^Address$/, 'ris.example');
    fireEvent.click(form.getByRole('button', { name: 'Save', ...hidden }));
    expect(form.getAllByRole('alert', hidden).map((one) => one.textContent)).toEqual([
      'Give the sender a name.',
      'A number: 10.1.2.3. Names are not believed.',
      'Type the site whose orders these are.',
    ]);
    type(/^Name/, 'RIS');
    type(/^Address$/, '10.0.0.7');
    type(/^Site/, 'St. Anna');
    fireEvent.click(form.getByRole('button', { name: 'Save', ...hidden }));
    await screen.findByText('HL7: listening on port 2576.');
    expect(fake.asked.at(-1)).toMatchObject({
      request: { feeds: { listener: { on: true, port: 2576, peers: [{ name: 'RIS', address: '10.0.0.7' }] } } },
    });
  });

  it('asks a FHIR server for orders, keeps a stored password where it stays, and asks for it anew where it moves', async () => {
    let feeds = OrderFeeds.parse({});
    const fake = new FakeStation({
      'siteOrders.states': () => ({ feeds: [] }),
      'siteOrders.feeds': () => ({ feeds: withoutSecrets(feeds) }),
      'siteOrders.setFeeds': (request) => {
        const next = OrderFeeds.parse(request.feeds);
        feeds = next;
        const state = { kind: 'fhir', state: 'asking', port: null, error: null } as const;
        return { feeds: next.fhir.map(({ server }) => ({ ...state, name: server.name })) };
      },
    });
    shown = show(fake, <OrdersSection />);
    fireEvent.click(await screen.findByRole('button', { name: /Add a FHIR server/, ...hidden }));
    const form = async (name: string) => within(await screen.findByRole('form', { name, ...hidden }));
    let at = await form('Add a FHIR server');
    const type = (label: RegExp, value: string): void => {
      fireEvent.change(at.getByLabelText(label), { target: { value } });
    };
    const save = (): void => void fireEvent.click(at.getByRole('button', { name: 'Save', ...hidden }));
    type(/^Asked every/, '5');
    fireEvent.click(at.getByLabelText('It is asked for orders'));
    save();
    expect(at.getAllByRole('alert', hidden).map((one) => one.textContent)).toEqual([
      'Give it a name.',
      'It begins with https:// and is the part before /ServiceRequest or /DiagnosticReport.',
      'Seconds, from 15 to 3600.',
      'Orders, reports or both.',
    ]);
    fireEvent.click(at.getByLabelText(/^It is asked for reports/));
    type(/^Name/, 'EHR');
    type(/^Site/, 'St. Anna');
    type(/^Address/, 'https://ehr.example/fhir');
    type(/^Asked every/, '90');
    fireEvent.change(at.getByLabelText(/^What the site asks for/), { target: { value: 'basic' } });
    type(/^User/, 'nightjar');
    type(/^Password/, 'sesame');
    save();
    await screen.findByText('EHR: asked by FHIR.');
    expect(feeds.fhir).toMatchObject([{ server: { name: 'EHR' }, everySeconds: 90, secrets: { password: 'sesame' } }]);
    fireEvent.click(screen.getByRole('button', { name: 'Change EHR', ...hidden }));
    at = await form('Change EHR');
    type(/^Asked every/, '120');
    save();
    await waitFor(() => expect(feeds.fhir[0]?.everySeconds).toBe(120));
    expect(feeds.fhir[0]?.secrets).toEqual({ password: 'hidden' });
    fireEvent.click(screen.getByRole('button', { name: 'Change EHR', ...hidden }));
    at = await form('Change EHR');
    type(/^Address/, 'https://elsewhere.example/fhir');
    save();
    expect(at.getAllByRole('alert', hidden).map((one) => one.textContent)).toEqual([
      'The address changed: type it again.',
    ]);
    fireEvent.click(at.getByRole('button', { name: 'Ask it no more', ...hidden }));
    await waitFor(() => expect(feeds.fhir).toEqual([]));
  });
});
