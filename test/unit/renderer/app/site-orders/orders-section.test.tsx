// @vitest-environment jsdom
import { fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { OrdersSection } from '../../../../../renderer/app/site-orders/index.ts';
import { OrderFeeds } from '../../../../../shared/model/order-feeds.ts';
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

describe('the port for orders, in the settings', () => {
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
});
