import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutgoingState } from '../../../../../shared/model/outbox.ts';
import { isOpen } from '../../../../../shared/model/outbox.ts';
import { nextToSend } from '../../../../../shared/rules/outbox/next-to-send.ts';
import type { QueuedRow } from '../../../../../shared/rules/outbox/next-to-send.ts';

function row(seq: number, more: Partial<QueuedRow> = {}): QueuedRow {
  const reportId = more.reportId ?? `report ${seq}`;
  return {
    ...{ outgoingId: String(seq), seq, reportId, lineage: more.lineage ?? reportId, format: 'sr' },
    ...{ critical: false, state: 'waiting', notBefore: null },
    ...more,
  };
}

const send = (rows: readonly QueuedRow[], now = 0): unknown => {
  const turn = nextToSend(rows, now);
  return turn.kind === 'send' ? turn.outgoingId : turn;
};

describe('whose turn it is', () => {
  it('takes critical reports first, then the order in which they were signed', () => {
    expect(send([row(1), row(2), row(3, { critical: true })])).toBe('3');
    expect(send([row(2), row(1)])).toBe('1');
  });

  it('takes what a critical addendum waits for as critical, too', () => {
    const rows = [row(1), row(2, { lineage: 'a' }), row(3, { lineage: 'a', critical: true })];
    expect(send(rows)).toBe('2');
  });

  it('sends one at a time, and nothing while one is on its way', () => {
    expect(send([row(1, { state: 'sending' }), row(2)])).toEqual({ kind: 'idle' });
  });

  it('lets no state of a report go before an earlier one is settled', () => {
    for (const state of ['waiting', 'unclear', 'held', 'refused'] as const) {
      const rows = [row(1, { lineage: 'a', state, notBefore: 100 }), row(2, { lineage: 'a' })];
      expect(send(rows)).not.toBe('2');
    }
    expect(send([row(1, { lineage: 'a', state: 'delivered' }), row(2, { lineage: 'a' })])).toBe('2');
  });

  it('goes on without an object that the receiver does not take, in another format only', () => {
    const refused = row(1, { lineage: 'a', format: 'sr-measurements', state: 'refused' });
    expect(send([refused, row(2, { lineage: 'a', format: 'sr' })])).toBe('2');
    expect(send([refused, row(2, { lineage: 'a', format: 'sr-measurements' })])).toEqual({ kind: 'idle' });
  });

  it('waits for the first that is due', () => {
    expect(send([row(1, { notBefore: 90 }), row(2, { notBefore: 50 })], 10)).toEqual({ kind: 'wait', until: 50 });
    expect(send([row(1, { notBefore: 90 }), row(2, { notBefore: 50 })], 50)).toBe('2');
  });

  it('never overtakes and never starves: whatever is settled in whatever way, all goes out in the order of its lineage', () => {
    const lineages = fc.array(
      fc.record({
        lineage: fc.constantFrom('a', 'b', 'c'),
        critical: fc.boolean(),
        format: fc.constantFrom('sr', 'hl7'),
      }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(lineages, (made) => {
        let rows = made.map((one, place) => row(place + 1, { ...one, reportId: `r${place}` }));
        const sent: QueuedRow[] = [];
        const set = (id: string, state: OutgoingState): void => {
          rows = rows.map((one) => (one.outgoingId === id ? { ...one, state } : one));
        };
        for (;;) {
          const turn = nextToSend(rows, 0);
          if (turn.kind !== 'send') break;
          const chosen = rows.find(({ outgoingId }) => outgoingId === turn.outgoingId);
          if (chosen === undefined) throw new Error('no such row');
          expect(sent.every((one) => one.lineage !== chosen.lineage || one.seq < chosen.seq)).toBe(true);
          sent.push(chosen);
          set(chosen.outgoingId, 'delivered');
        }
        expect(rows.filter(({ state }) => isOpen(state))).toEqual([]);
      }),
    );
  });
});
