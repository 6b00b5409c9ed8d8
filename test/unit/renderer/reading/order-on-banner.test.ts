import { describe, expect, it } from 'vitest';
import { patientFacts } from '../../../../renderer/reading/patient-facts.ts';
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
