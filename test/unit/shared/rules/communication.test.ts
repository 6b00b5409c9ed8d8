import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Communication, CommunicationEvent } from '../../../../shared/model/communication.ts';
import { CommunicationId, PersonId, StudyId } from '../../../../shared/model/ids.ts';
import {
  addEvent,
  communicationClock,
  communicationState,
  openLoops,
  refusal,
} from '../../../../shared/rules/communication/state.ts';
import { DEFAULT_POLICY_ID } from '../../../../shared/rules/communication/policy.ts';
import { idOf } from '../../../helpers/report-document.ts';

const by = PersonId.parse(idOf('reader'));
const named = (name: string): CommunicationId => CommunicationId.parse(idOf(name));
const to = { name: 'Dr Amsel', role: 'Emergency physician', number: '0900 1' };
const START = Date.parse('2026-11-23T02:00:00.000Z');
const at = (minutes: number): string => new Date(START + minutes * 60_000).toISOString();
const opened = (category: 1 | 2 | 3, more: Partial<Communication> = {}): Communication => ({
  communicationId: CommunicationId.parse(idOf('c1')),
  studyId: StudyId.parse(idOf('study')),
  reportId: null,
  category,
  finding: 'Free air below the right diaphragm.',
  policyId: DEFAULT_POLICY_ID,
  identifiedBy: by,
  identifiedAt: at(0),
  events: [],
  ...more,
});
const tried: CommunicationEvent = { kind: 'attempted', by, at: at(3), method: 'phone', to, outcome: 'no-answer' };
const told = (more: Partial<Extract<CommunicationEvent, { kind: 'communicated' }>> = {}): CommunicationEvent => ({
  kind: 'communicated',
  by,
  at: at(8),
  method: 'phone',
  to,
  readBack: true,
  offline: true,
  ...more,
});

describe('a finding that somebody has to be told of', () => {
  it('goes from open to closed, one step after the other', () => {
    let loop = opened(1);
    const states = [communicationState(loop)];
    const steps: CommunicationEvent[] = [
      tried,
      told(),
      { kind: 'acknowledged', by, at: at(9), from: to },
      { kind: 'closed', by, at: at(10) },
    ];
    for (const event of steps) {
      loop = addEvent(loop, event);
      states.push(communicationState(loop));
    }
    expect(states).toEqual(['open', 'attempted', 'communicated', 'acknowledged', 'closed']);
    expect(() => addEvent(loop, tried)).toThrow(expect.objectContaining({ code: 'communication/ended' }));
  });

  it('of category 1 counts as told only by voice and read back', () => {
    expect(refusal(opened(1), told({ method: 'system' }))).toBe('communication/not-spoken');
    expect(refusal(opened(1), told({ readBack: false }))).toBe('communication/not-read-back');
    expect(refusal(opened(2), told({ method: 'system', readBack: false }))).toBeNull();
  });

  it('is not closed before it was told', () => {
    expect(refusal(opened(3), { kind: 'closed', by, at: at(1) })).toBe('communication/not-told');
    expect(refusal(opened(3), { kind: 'acknowledged', by, at: at(1), from: to })).toBe('communication/not-told');
  });

  it.each([
    [1, 14, 'calm', 46],
    [1, 15, 'due', 45],
    [1, 60, 'late', 0],
    [1, 75, 'late', -15],
    [2, 119, 'calm', 61],
    [2, 180, 'late', 0],
    [3, 3 * 24 * 60 - 1, 'due', 1],
  ] as const)('category %i after %i minutes is %s with %i left', (category, minutes, tone, left) => {
    expect(communicationClock(opened(category), START + minutes * 60_000)).toEqual({
      elapsed: minutes,
      left,
      tone,
    });
  });

  it('stops its clock when it was told', () => {
    const loop = addEvent(opened(1), told());
    expect(communicationClock(loop, START + 5_000 * 60_000)).toEqual({
      elapsed: 8,
      left: null,
      tone: 'done',
    });
  });

  it('stands before others by the time that it has left', () => {
    const loops = [
      opened(3, { communicationId: named('days') }),
      opened(1, { communicationId: named('minutes') }),
      opened(2, { communicationId: named('hours'), identifiedAt: at(-170) }),
      addEvent(opened(1, { communicationId: named('told') }), told()),
    ];
    expect(openLoops(loops, START).map(({ communicationId }) => communicationId)).toEqual(
      ['hours', 'minutes', 'days'].map(named),
    );
  });

  it('never forgets that it was told, whatever is tried after it', () => {
    const event = fc.constantFrom<CommunicationEvent>(
      tried,
      told(),
      told({ method: 'pager', readBack: false }),
      { kind: 'acknowledged', by, at: at(9), from: to },
      { kind: 'escalated', by, at: at(9), step: 1, to: null },
      { kind: 'closed', by, at: at(10) },
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), fc.constantFrom(1 as const, 2 as const), (events, category) => {
        let loop = opened(category);
        let wasTold = false;
        for (const next of events) {
          if (refusal(loop, next) !== null) continue;
          loop = addEvent(loop, next);
          wasTold ||= next.kind === 'communicated';
          expect(['open', 'attempted'].includes(communicationState(loop))).toBe(!wasTold);
        }
      }),
    );
  });
});
