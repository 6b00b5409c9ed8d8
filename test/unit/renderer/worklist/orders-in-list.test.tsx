// @vitest-environment jsdom
import { act, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ListContext, Transfers, Worklist, WorklistScreen } from '../../../../renderer/worklist/index.ts';
import type { OrderFacts } from '../../../../shared/model/order-facts.ts';
import type { WorklistRow } from '../../../../shared/model/study.ts';
import { mendDom, pressKey, show } from '../helpers/dom.tsx';
import type { Shown } from '../helpers/dom.tsx';
import { FakeStation } from '../helpers/fake-station.ts';
import { studyId, worklistRow } from '../helpers/worklist-rows.ts';

beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

const facts = (more: Partial<OrderFacts> = {}): OrderFacts => ({
  ...{ orderId: studyId(9), status: 'scheduled', priority: 'stat', procedure: 'CT head', reason: 'fell' },
  ...{ requester: { name: 'REF, DOC', phone: '555 0100' }, accessions: ['ACC1'], dueAt: null, clockFrom: null },
  ...{ scheduledAt: null, orderedAt: null, receivedAt: '2026-03-01T02:00:00.000Z', changes: 0, others: 0 },
  ...{ mismatches: [], mergedInto: null },
  ...more,
});
const alone = worklistRow(9, { readiness: 'at-site', received: 0, series: 0, order: facts(), priority: 'stat' });

async function open(rows: readonly WorklistRow[]) {
  const station = new FakeStation({
    'worklist.list': () => ({ rows: [...rows], total: rows.length }),
    'study.preview': () => ({ series: [], priors: [] }),
    'jobs.list': () => ({ jobs: [] }),
  });
  const opened = vi.fn();
  const worklist = new Worklist(station);
  const transfers = new Transfers(station, () => undefined);
  shown = show(
    station,
    <ListContext value={{ worklist, transfers }}>
      <WorklistScreen onOpen={opened} />
    </ListContext>,
  );
  await act(() => worklist.refresh());
  return { station, opened };
}

describe('orders in the list', () => {
  it('stand there before their images, say what they are for, and open nothing', async () => {
    const { station, opened } = await open([alone]);
    expect(screen.getAllByRole('row')[1]?.textContent).toContain('at the site');
    pressKey('ArrowDown');
    expect(screen.getByRole('region', { name: 'About the study' }).textContent).toContain('555 0100');
    screen.getByText(/images are still at the site/);
    pressKey('Enter');
    expect(opened).not.toHaveBeenCalled();
    await act(() => new Promise((resolve) => setTimeout(resolve, 200)));
    expect(station.asked.map(({ name }) => name)).not.toContain('study.preview');
  });

  it('are struck when the site cancelled them', async () => {
    await open([worklistRow(1, { order: facts({ status: 'cancelled' }), description: 'CT head' })]);
    const cell = screen.getAllByRole('row')[1]?.querySelector('[data-column="study"]');
    expect([cell?.textContent, cell?.querySelector('s')?.textContent]).toEqual(['✕ cancelled CT head', 'CT head']);
  });

  it('warn where they may be of another patient than the images', async () => {
    await open([worklistRow(1, { order: facts({ mismatches: ['patient-name'] }) })]);
    expect(screen.getAllByRole('row')[1]?.querySelector('[data-column="patient"]')?.textContent).toContain('order');
    pressKey('ArrowDown');
    screen.getByText(/differ in name/);
  });

  it('are said once when they are STAT, without moving a row, and open from there', async () => {
    const { station, opened } = await open([worklistRow(1, { order: facts() })]);
    const stat = { orderId: studyId(9), site: 'St. Anna', modality: 'CT', procedure: 'CT head' };
    act(() => station.emit('siteOrders.stat', stat));
    act(() => station.emit('siteOrders.stat', stat));
    expect(screen.getByText(/STAT ordered/).textContent).toBe('S STAT ordered: CT head, St. Anna');
    fireEvent.click(screen.getByRole('button', { name: 'Open' }));
    expect(opened.mock.calls).toEqual([[studyId(1)]]);
    expect(screen.queryByText(/STAT ordered/)).toBeNull();
  });

  it('can be put away', async () => {
    const { station } = await open([worklistRow(1)]);
    act(() => station.emit('siteOrders.stat', { orderId: 'o', site: 'Kessel', modality: 'MR', procedure: null }));
    expect(screen.queryByRole('button', { name: 'Open' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Put away' }));
    expect(screen.queryByText(/STAT ordered/)).toBeNull();
  });
});
