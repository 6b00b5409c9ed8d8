import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../../shared/errors/app-error.ts';
import { isOpen, OUTGOING_STATES } from '../../../../../shared/model/outbox.ts';
import { NEW_ROW, nextSendState } from '../../../../../shared/rules/outbox/next-state.ts';
import type { SendEvent, SendState } from '../../../../../shared/rules/outbox/next-state.ts';

const EVENTS: readonly SendEvent[] = [
  { kind: 'claim' },
  { kind: 'died' },
  { kind: 'delivered', proof: 'answer' },
  { kind: 'delivered', proof: 'query' },
  { kind: 'absent' },
  { kind: 'not-asked' },
  { kind: 'refused' },
  { kind: 'later' },
  { kind: 'not-sent' },
  { kind: 'unanswered' },
  { kind: 'hold' },
  { kind: 'release' },
  { kind: 'retry' },
  { kind: 'drop' },
  { kind: 'supersede' },
  { kind: 'resend' },
  { kind: 'answer', there: true },
  { kind: 'answer', there: false },
];

/** What each event makes of each state, in the order of OUTGOING_STATES; a dot: not possible. Rows without unanswered attempts. */
const TABLE: Readonly<Record<string, string>> = {
  //                waiting   sending   unclear   held      refused   delivered dropped
  claim: '        sending   .         sending   .         .         .         .',
  died: '         .         unclear   .         .         .         .         .',
  delivered: '    .         delivered delivered .         .         .         .',
  absent: '       .         .         waiting   .         .         .         .',
  refused: '      .         refused   .         .         .         .         .',
  later: '        .         waiting   .         .         .         .         .',
  'not-sent': '     .         waiting   .         .         .         .         .',
  unanswered: '   .         unclear   .         .         .         .         .',
  hold: '         held      .         held      .         .         .         .',
  release: '      .         .         .         waiting   .         .         .',
  retry: '        waiting   .         waiting   .         waiting   .         .',
  drop: '         dropped   .         dropped   dropped   dropped   .         .',
  resend: '       .         .         .         .         .         waiting   .',
  supersede: '    dropped   sending   unclear   dropped   dropped   delivered dropped',
};

function after(row: SendState, event: SendEvent, takesOnce = false): SendState | null {
  try {
    return nextSendState(row, event, takesOnce);
  } catch (error) {
    if (error instanceof AppError && error.code === 'outbox/not-now') return null;
    throw error;
  }
}

function walk(events: readonly SendEvent[], takesOnce = false): SendState {
  return events.reduce<SendState>((row, event) => nextSendState(row, event, takesOnce), NEW_ROW);
}

describe('how a row on its way out goes on', () => {
  it('is as the table says for every state and event', () => {
    for (const [kind, line] of Object.entries(TABLE)) {
      const wanted = line.trim().split(/\s+/);
      const event = EVENTS.find((one) => one.kind === kind);
      if (event === undefined) throw new Error(kind);
      const got = OUTGOING_STATES.map((state) => after({ ...NEW_ROW, state }, event)?.state ?? '.');
      // The table is written in its own order.
      const order = ['waiting', 'sending', 'unclear', 'held', 'refused', 'delivered', 'dropped'] as const;
      expect([kind, ...order.map((state) => got[OUTGOING_STATES.indexOf(state)])]).toEqual([kind, ...wanted]);
    }
  });

  it('calls what was sent without an answer unclear until somebody proves where it is', () => {
    const sent: readonly SendEvent[] = [{ kind: 'claim' }, { kind: 'unanswered' }, { kind: 'claim' }];
    expect(walk([...sent, { kind: 'not-sent' }])).toMatchObject({ state: 'unclear', unanswered: 1, attempts: 2 });
    expect(walk([...sent, { kind: 'later' }]).state).toBe('unclear');
    expect(walk([...sent, { kind: 'refused' }, { kind: 'retry' }]).state).toBe('unclear');
    expect(walk([{ kind: 'claim' }, { kind: 'not-sent' }])).toMatchObject({
      state: 'waiting',
      unanswered: 0,
      failures: 1,
    });
  });

  it('says "may be there twice" only where nobody said that it is taken once', () => {
    const twice: readonly SendEvent[] = [{ kind: 'claim' }, { kind: 'unanswered' }, { kind: 'claim' }];
    expect(walk([...twice, { kind: 'delivered', proof: 'answer' }]).mayBeTwice).toBe(true);
    expect(walk([...twice, { kind: 'delivered', proof: 'answer' }], true).mayBeTwice).toBe(false);
    const found: readonly SendEvent[] = [
      { kind: 'claim' },
      { kind: 'unanswered' },
      { kind: 'delivered', proof: 'query' },
    ];
    expect(walk(found).mayBeTwice).toBe(false);
    const answered = walk([...twice, { kind: 'delivered', proof: 'answer' }, { kind: 'answer', there: true }]);
    expect(answered).toMatchObject({ state: 'delivered', mayBeTwice: false });
  });

  it('drops a replaced preliminary only where nothing of it can be there', () => {
    expect(walk([{ kind: 'supersede' }]).state).toBe('dropped');
    expect(walk([{ kind: 'claim' }, { kind: 'not-sent' }, { kind: 'supersede' }]).state).toBe('dropped');
    expect(walk([{ kind: 'claim' }, { kind: 'supersede' }]).state).toBe('sending');
    expect(walk([{ kind: 'claim' }, { kind: 'died' }, { kind: 'supersede' }]).state).toBe('unclear');
    const unclearRefused: readonly SendEvent[] = [
      ...([
        { kind: 'claim' },
        { kind: 'died' },
        { kind: 'claim' },
        { kind: 'refused' },
        { kind: 'supersede' },
      ] as const),
    ];
    expect(walk(unclearRefused).state).toBe('refused');
  });

  it('never loses a row, whatever happens in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 40 }), fc.boolean(), (events, takesOnce) => {
        let row = NEW_ROW;
        for (const event of events) {
          const next = after(row, event, takesOnce);
          if (next === null) continue;
          const ended = isOpen(row.state) && !isOpen(next.state);
          if (ended && next.state === 'delivered') expect(['delivered', 'answer']).toContain(event.kind);
          if (ended && next.state === 'dropped') expect(['drop', 'supersede']).toContain(event.kind);
          // Ends are ends, but for what a person sends once more.
          if (!isOpen(row.state) && event.kind !== 'resend') expect(next.state).toBe(row.state);
          // What may be there is not said to be waiting.
          if (next.state === 'waiting' && row.state !== 'waiting' && event.kind !== 'absent')
            expect(next.unanswered).toBe(0);
          expect(next.attempts).toBe(row.attempts + (event.kind === 'claim' ? 1 : 0));
          row = next;
        }
      }),
    );
  });
});
