import { describe, expect, it } from 'vitest';
import { isOrderAlone, leftWords, orderLines, orderWarning } from '../../../../renderer/worklist/order-words.ts';
import { nextUnread } from '../../../../renderer/worklist/next-unread.ts';
import { compareRows, DEFAULT_SORT } from '../../../../renderer/worklist/sort.ts';
import type { OrderFacts } from '../../../../shared/model/order-facts.ts';
import type { WorklistRow } from '../../../../shared/model/study.ts';
import { studyId, worklistRow } from '../helpers/worklist-rows.ts';

const DUE = '2026-03-01T03:00:00.000Z';
const facts = (more: Partial<OrderFacts> = {}): OrderFacts => ({
  ...{ orderId: 'o1', status: 'scheduled', priority: 'stat', procedure: 'CT head', reason: 'fell' },
  ...{ requester: { name: 'REF, DOC', phone: '555' }, accessions: ['ACC1'], dueAt: DUE },
  clockFrom: { at: '2026-03-01T02:00:00.000Z', what: 'order' },
  ...{ scheduledAt: null, orderedAt: null, receivedAt: '2026-03-01T02:00:00.000Z', changes: 0, others: 0 },
  ...{ mismatches: [], mergedInto: null },
  ...more,
});
const left = (minutes: number, more: Partial<WorklistRow> = {}): string | null => {
  const words = leftWords(worklistRow(1, { order: facts(), ...more }), Date.parse(DUE) - minutes * 60_000);
  return words === null ? null : `${words.text} ${words.tone}`;
};

describe('the time that a service level leaves', () => {
  it.each([
    [41, '41 min quiet'],
    [14, '14 min warning'],
    [0, '0 min warning'],
    [-12, '+12 min stat'],
    [125, '2 h 05 quiet'],
    [3 * 24 * 60, '3 d quiet'],
  ])('of %i minutes is %s', (minutes, words) => {
    expect(left(minutes)).toBe(words);
  });

  it('stands still while the case waits for its site', () => {
    const hold = { cause: 'priors' as const, note: '', at: '2026-03-01T02:20:00.000Z' };
    const words = leftWords(worklistRow(1, { order: facts(), hold }), Date.parse(DUE) + 3_600_000);
    expect(words).toMatchObject({ text: 'on hold', tone: 'quiet' });
    expect(words?.more).toMatch(
      /^It waits for earlier studies since .+\. Its time stands still\. 40 min are left then\.$/,
    );
    const due = worklistRow(2, { order: facts() });
    const held = worklistRow(1, { order: facts({ dueAt: '2026-03-01T01:00:00.000Z' }), hold });
    expect(compareRows(due, held, { column: 'left', direction: 'ascending' })).toBeLessThan(0);
  });

  it('is said of nothing that was signed, cancelled or never promised', () => {
    expect(left(5, { reportState: 'final' })).toBeNull();
    expect(left(5, { reportState: 'preliminary' })).not.toBeNull();
    expect(left(5, { order: facts({ status: 'cancelled' }) })).toBeNull();
    expect(left(5, { order: facts({ dueAt: null, clockFrom: null }) })).toBeNull();
    expect(leftWords(worklistRow(1), 0)).toBeNull();
  });
});

describe('an order whose images are not here', () => {
  const order = worklistRow(3, { readiness: 'at-site', order: facts({ orderId: studyId(3) }), priority: 'stat' });
  const study = worklistRow(4, { order: facts({ orderId: studyId(3) }) });

  it('is told from a study of the site', () => {
    expect(isOrderAlone(order)).toBe(true);
    expect(isOrderAlone({ ...order, studyId: studyId(5) })).toBe(false);
    expect(isOrderAlone(study)).toBe(false);
  });

  it('stands by its urgency in the list, and is never the next to read', () => {
    expect([study, order].sort((a, b) => compareRows(a, b, DEFAULT_SORT))[0]).toBe(order);
    const rows = new Map([order, study, worklistRow(6)].map((row) => [row.studyId, row]));
    expect(nextUnread({ rows, gone: new Set(), sort: DEFAULT_SORT }, studyId(6))).toBe(study.studyId);
  });
});

describe('what the preview says of an order', () => {
  it('names its state, phone, due time, changes and merge', () => {
    const lines = new Map(orderLines(facts({ changes: 1, others: 2, mergedInto: 'MRN2', status: 'cancelled' })));
    expect(lines.get('Order')).toBe('cancelled by the site, changed 1 time, 2 more for this study');
    expect(lines.get('Phone')).toBe('555');
    expect(lines.get('Merged')).toContain('MRN2');
    expect(lines.has('Scheduled')).toBe(false);
  });

  it('warns where the images may be of another patient', () => {
    expect(orderWarning(facts({ mismatches: ['patient-id', 'patient-name'] }))).toContain('patient id and name');
    expect(orderWarning(facts())).toBeNull();
    expect(orderWarning(undefined)).toBeNull();
  });
});
