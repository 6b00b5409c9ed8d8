import { describe, expect, it } from 'vitest';
import { patientFacts } from '../../../../renderer/reading/patient-facts.ts';
import { orderNews } from '../../../../renderer/reading/use-order-now.ts';
import type { OrderFacts } from '../../../../shared/model/order-facts.ts';
import { worklistRow } from '../helpers/worklist-rows.ts';

const order = (more: Partial<OrderFacts>): OrderFacts => ({
  ...{ orderId: 'o', status: 'scheduled', priority: 'stat', procedure: null, reason: null, accessions: [] },
  ...{ requester: { name: null, phone: null }, dueAt: null, clockFrom: null, scheduledAt: null, orderedAt: null },
  ...{ receivedAt: '2026-03-01T02:00:00.000Z', changes: 0, others: 0, mismatches: [], mergedInto: null },
  ...more,
});
const said = (facts: OrderFacts | undefined): string[] =>
  patientFacts({ study: worklistRow(1, facts === undefined ? {} : { order: facts }), priors: 0, hanging: '' })
    .filter(({ look }) => look === 'warning')
    .map(({ text, rank }) => `${rank} ${text}`);

describe('the banner of a study', () => {
  it('says that its order is of another patient or was cancelled, and never leaves that out', () => {
    expect(said(undefined)).toEqual([]);
    expect(said(order({}))).toEqual([]);
    expect(said(order({ status: 'cancelled' }))).toEqual(['0 ORDER CANCELLED']);
    expect(said(order({ status: 'cancelled', mismatches: ['sex'] }))).toEqual(['0 ORDER OF ANOTHER PATIENT?']);
  });
});

describe('an order that changes while its study is open', () => {
  const first = order({ procedure: 'CT head', reason: 'fell', accessions: ['7731'] });

  it('is said in what it asks for now, and says nothing where only its status moves', () => {
    expect(orderNews(first, first)).toBe('');
    expect(orderNews(first, { ...first, status: 'done', changes: 3 })).toBe('');
    expect(orderNews({ ...first, priority: 'routine' }, first)).toBe('ORDER CHANGED: now STAT');
    expect(orderNews(first, { ...first, procedure: 'CT neck', reason: 'stroke', accessions: ['8'] })).toBe(
      'ORDER CHANGED: now CT neck, reason now: stroke, accession now 8',
    );
    expect(orderNews(first, { ...first, mergedInto: '43' })).toBe('ORDER CHANGED: patient merged into 43');
    expect(orderNews(null, first)).toBe('ORDER CAME: CT head, STAT');
  });

  it('leaves a cancel to the words that the banner has for it', () => {
    const cancelled = order({ ...first, status: 'cancelled' });
    expect(orderNews(first, cancelled)).toBe('');
    expect(orderNews(cancelled, first)).toBe('ORDER CHANGED: it stands again');
  });
});
