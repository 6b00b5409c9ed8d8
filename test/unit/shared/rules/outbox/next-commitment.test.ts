import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../../shared/errors/app-error.ts';
import { COMMITMENT_STATES } from '../../../../../shared/model/outbox.ts';
import { MOST_SILENT, NEW_COMMITMENT, nextCommitment } from '../../../../../shared/rules/outbox/next-commitment.ts';
import type { CommitmentEvent, CommitmentStep } from '../../../../../shared/rules/outbox/next-commitment.ts';

const EVENTS: readonly CommitmentEvent[] = [
  { kind: 'claim' },
  { kind: 'died' },
  { kind: 'accepted' },
  { kind: 'not-asked' },
  { kind: 'refused' },
  { kind: 'silent' },
  { kind: 'said', committed: true },
  { kind: 'said', committed: false },
  { kind: 'again' },
];

/** What each event makes of each state, in the order of COMMITMENT_STATES; a dot: not possible. */
const TABLE: readonly (readonly [event: CommitmentEvent, line: string])[] = [
  //                                      due       asking    asked     committed failed    unanswered refused
  [{ kind: 'claim' }, '                   asking    .         .         .         .         .         .'],
  [{ kind: 'died' }, '                    .         due       .         .         .         .         .'],
  [{ kind: 'accepted' }, '                .         asked     .         .         .         .         .'],
  [{ kind: 'not-asked' }, '               .         due       .         .         .         .         .'],
  [{ kind: 'refused' }, '                 .         refused   .         .         .         .         .'],
  [{ kind: 'silent' }, '                  .         .         due       .         .         .         .'],
  [{ kind: 'said', committed: true }, '   committed committed committed committed committed committed committed'],
  [{ kind: 'said', committed: false }, '  failed    failed    failed    committed failed    failed    failed'],
  [{ kind: 'again' }, '                   .         .         .         .         due       due       due'],
];

function after(row: CommitmentStep, event: CommitmentEvent): CommitmentStep | null {
  try {
    return nextCommitment(row, event);
  } catch (error) {
    if (error instanceof AppError && error.code === 'outbox/not-now') return null;
    throw error;
  }
}

describe('how the asking for storage commitment goes on', () => {
  it('is as the table says for every state and event', () => {
    for (const [event, line] of TABLE) {
      const got = COMMITMENT_STATES.map((state) => after({ ...NEW_COMMITMENT, state }, event)?.state ?? '.');
      expect([event, ...got]).toEqual([event, ...line.trim().split(/\s+/)]);
    }
  });

  it('tells a person after so many questions that nobody answered', () => {
    let row = NEW_COMMITMENT;
    let asked = 0;
    while (row.state !== 'unanswered') {
      row = (['claim', 'accepted', 'silent'] as const).reduce((one, kind) => nextCommitment(one, { kind }), row);
      asked += 1;
    }
    expect(asked).toBe(MOST_SILENT);
    expect(nextCommitment(row, { kind: 'said', committed: true }).state).toBe('committed');
  });

  it('is committed only where the archive says so, and stays so', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 40 }), (events) => {
        let row = NEW_COMMITMENT;
        for (const event of events) {
          const next = after(row, event);
          if (next === null) continue;
          if (row.state === 'committed') expect(next).toEqual(row);
          else expect(next.state === 'committed').toBe(event.kind === 'said' && event.committed);
          expect(next.asked).toBeGreaterThanOrEqual(0);
          row = next;
        }
      }),
    );
  });
});
