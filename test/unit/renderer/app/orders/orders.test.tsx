// @vitest-environment jsdom
import { act, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FirstOrWiped, GateOrders, OrderBanners } from '../../../../../renderer/app/orders/index.ts';
import { orderWords, stands } from '../../../../../renderer/app/orders/order-words.ts';
import { AppError } from '../../../../../shared/errors/app-error.ts';
import { ORDER_KINDS } from '../../../../../shared/model/order.ts';
import type { OrderNotice } from '../../../../../shared/model/order.ts';
import { mendDom, show } from '../../helpers/dom.tsx';
import type { Shown } from '../../helpers/dom.tsx';
import { FakeStation } from '../../helpers/fake-station.ts';

beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

const HOLD: OrderNotice = {
  ...{ siteCode: 'st-anna', siteName: 'St. Anna Group', number: 7, kind: 'hold', outcome: 'done', because: null },
  ...{ at: '2026-11-22T06:30:00.000Z', reason: null, personName: null, studies: 0, expiresAt: null },
  loss: { unsigned: 0, notGivenOn: 0 },
};
const REVOKED: OrderNotice = { ...HOLD, number: 8, kind: 'revoke', personName: 'Ben Second', reason: 'Contract ended' };
const WIPED: OrderNotice = {
  ...{ ...HOLD, number: 9, kind: 'wipe-store', studies: 12 },
  loss: { unsigned: 1, notGivenOn: 2 },
};
const WAITING: OrderNotice = {
  ...{ ...WIPED, number: 10, kind: 'wipe-site', outcome: 'waiting', because: 'unsigned' },
  expiresAt: '2026-11-29T06:30:00Z',
};

const settled = (): Promise<void> => act(async () => undefined);

async function shownWith(station: FakeStation, part: React.ReactNode): Promise<void> {
  shown = show(station, part);
  await settled();
}

describe('the words of an order', () => {
  it('say for each kind and each end who ordered it, when, what became of the data and what to do', () => {
    for (const kind of ORDER_KINDS) {
      for (const outcome of ['done', 'waiting', 'held', 'refused'] as const) {
        const { title, lines } = orderWords({ ...WIPED, kind, outcome, personName: 'Ben', expiresAt: HOLD.at });
        expect(title).toMatch(/^[A-Z].*[^.]$/);
        expect(lines[0]).toBe('By order 9 of St. Anna Group, 2026-11-22 06:30 UTC.');
        expect(lines.length).toBeGreaterThan(1);
      }
    }
  });

  it('count what is lost, and what is waited for', () => {
    expect(orderWords(WIPED).lines.join(' ')).toContain(
      'Lost with it: 1 unsigned draft and 2 signed reports that were never exported.',
    );
    expect(orderWords(WAITING).lines.join(' ')).toMatch(
      /It would cost 1 unsigned draft and 2 .* ends 2026-11-29 06:30 UTC/,
    );
    expect(orderWords({ ...WIPED, loss: HOLD.loss }).lines.join(' ')).not.toContain('Lost');
  });

  it('stay while a hold or a waiting order stands, and no longer', () => {
    expect([HOLD, WAITING, { ...REVOKED, outcome: 'held' as const }].map(stands)).toEqual([true, true, true]);
    expect([REVOKED, WIPED, { ...HOLD, kind: 'lift' as const }].map(stands)).toEqual([false, false, false]);
  });
});

describe('GateOrders', () => {
  it('is not there where nothing was ordered, or the station does not say', async () => {
    await shownWith(new FakeStation({ 'orders.notices': () => ({ notices: [] }) }), <GateOrders />);
    expect(screen.queryByRole('region', { name: 'Orders of sites' })).toBeNull();
    shown?.end();
    await shownWith(new FakeStation({}), <GateOrders />);
    expect(screen.queryByRole('region', { name: 'Orders of sites' })).toBeNull();
  });

  it('tells whoever was revoked, and asks for no file', async () => {
    await shownWith(new FakeStation({ 'orders.notices': () => ({ notices: [REVOKED] }) }), <GateOrders />);
    screen.getByText('Access of Ben Second to this station has ended');
    screen.getByText('The site says: “Contract ended”');
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('takes the order that lifts a hold as a file, and says why another is none', async () => {
    const answers = [new AppError('order/bad-signature', 'no'), null];
    const station = new FakeStation({
      'orders.notices': () => ({ notices: [HOLD] }),
      'orders.bring': () => {
        const failure = answers.shift() ?? null;
        if (failure !== null) throw failure;
        return { state: 'kept', notice: null };
      },
    });
    await shownWith(station, <GateOrders />);
    screen.getByText('St. Anna Group has put this station on hold');
    const button = screen.getByRole('button', { name: 'Bring an order as a file …' });
    fireEvent.click(button);
    await settled();
    expect(screen.getByRole('alert').textContent).toContain('changed after it was signed');
    fireEvent.click(button);
    await settled();
    expect(screen.queryByRole('alert')).toBeNull();
    act(() => station.emit('orders.changed', { notices: [] }));
    expect(screen.queryByRole('region', { name: 'Orders of sites' })).toBeNull();
  });
});

describe('OrderBanners', () => {
  it('stay until they are read, and one that waits stays', async () => {
    const station = new FakeStation({
      'orders.notices': () => ({ notices: [REVOKED, WAITING] }),
      'orders.acknowledge': () => ({ notices: [WAITING] }),
    });
    await shownWith(station, <OrderBanners />);
    screen.getByText('St. Anna Group has ordered to take its studies back; your work is waited for.');
    fireEvent.click(screen.getByRole('button', { name: 'I have read this' }));
    await settled();
    expect(station.asked.at(-1)).toEqual({ name: 'orders.acknowledge', request: { siteCode: 'st-anna', number: 8 } });
    act(() => station.emit('orders.changed', { notices: [WAITING] }));
    expect(screen.queryByText(/Ben Second/)).toBeNull();
    expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual([
      'Open the next unfinished study',
    ]);
  });
});

describe('FirstOrWiped', () => {
  it('shows the first start where there never was a store', async () => {
    await shownWith(
      new FakeStation({ 'orders.notices': () => ({ notices: [] }) }),
      <FirstOrWiped first={<p>first</p>} />,
    );
    screen.getByText('first');
  });

  it('says first that the station was wiped, and lets a new one be made after that was read', async () => {
    const station = new FakeStation({
      'orders.notices': () => ({ notices: [WIPED] }),
      'orders.acknowledge': () => ({ notices: [] }),
    });
    await shownWith(station, <FirstOrWiped first={<p>first</p>} />);
    screen.getByRole('heading', { name: 'This station was wiped' });
    screen.getByText(/12 studies and every report on it can be read by nobody/);
    expect(screen.queryByText('first')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Set this station up anew' }));
    await settled();
    screen.getByText('first');
  });
});
