import { describe, expect, it } from 'vitest';
import { TurnedAway } from '../../../../../electron/station/transfer/retrieve/turned-away.ts';
import { PersonId } from '../../../../../shared/model/ids.ts';

const noLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('F31: callers that the receiver turned away', () => {
  it('are in the trail once a minute each, with how many there were, however many knock', () => {
    const records: unknown[] = [];
    let now = 0;
    const away = new TurnedAway({
      ...{ personId: PersonId.parse('1'.repeat(26)), log: noLog },
      clock: { nowIso: () => '2026-11-22T12:00:00.000Z', monotonic: () => now },
      // Stands for the trail: what is asked of it is what is tested, not how it writes.
      commands: { run: (command) => records.push(command.detail) as never },
    });
    for (let knock = 0; knock < 500; knock += 1) away.record({ address: '10.0.0.1', why: 'address' });
    expect(records).toEqual([{ address: '10.0.0.1', why: 'address', before: 0 }]);
    now = 60_000;
    away.record({ address: '10.0.0.1', why: 'address' });
    expect(records.at(-1)).toEqual({ address: '10.0.0.1', why: 'address', before: 499 });
    for (let host = 0; host < 5000; host += 1)
      away.record({ address: `10.1.${host >> 8}.${host & 255}`, why: 'address' });
    expect(records.length).toBeLessThan(70);
  });
});
