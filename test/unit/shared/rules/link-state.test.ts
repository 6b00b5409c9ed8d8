import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUnsteady, newLink, seeLink } from '../../../../shared/rules/link-state.ts';
import type { LinkCause, LinkRecord } from '../../../../shared/rules/link-state.ts';

function see(sights: readonly (readonly [at: number, cause: LinkCause | null])[], from = newLink(0)): LinkRecord {
  return sights.reduce((link, [at, cause]) => seeLink(link, { at, cause }), from);
}

describe('the state of a link', () => {
  it('is up at the first answer, and down since its first failure once there is a second', () => {
    expect(see([[5, null]])).toMatchObject({ state: 'up', since: 5 });
    expect(
      see([
        [5, null],
        [10, 'port'],
      ]).state,
    ).toBe('up');
    expect(
      see([
        [5, null],
        [10, 'port'],
        [900, 'port'],
      ]),
    ).toMatchObject({ state: 'down', since: 10, cause: 'port' });
    expect(
      see([
        [5, null],
        [10, 'port'],
        [20, null],
        [30, 'port'],
      ]).state,
    ).toBe('up');
  });

  it('keeps since when, though the cause changes', () => {
    const down = see([
      [5, null],
      [10, 'name'],
      [20, 'name'],
      [30, 'vpn'],
    ]);
    expect(down).toMatchObject({ state: 'down', since: 10, cause: 'vpn' });
  });

  it('says the same of the same', () => {
    const up = see([[5, null]]);
    expect(seeLink(up, { at: 6, cause: null })).toBe(up);
  });

  it('F17: calls a link that comes and goes every five seconds unsteady, and up only when it was so for a while', () => {
    const sights = Array.from({ length: 8 }, (_, turn): (readonly [number, LinkCause | null])[] => {
      const at = turn * 10_000;
      return [
        [at, null],
        [at + 5000, 'port'],
        [at + 5100, 'port'],
      ];
    }).flat();
    const link = see(sights);
    expect([link.state, isUnsteady(link, 75_100)]).toEqual(['down', true]);
    const back = see(
      [
        [76_000, null],
        [80_000, null],
        [90_000, null],
      ],
      link,
    );
    expect(back.state).toBe('down');
    expect(see([[91_100, null]], back)).toMatchObject({ state: 'up', since: 91_100 });
    expect(isUnsteady(back, 200_000)).toBe(false);
  });

  it('changes at most a few times a minute, however the line flaps', () => {
    const causes = fc.array(fc.constantFrom<LinkCause | null>(null, 'port', 'silent'), {
      minLength: 100,
      maxLength: 300,
    });
    fc.assert(
      fc.property(causes, (seen) => {
        let link = newLink(0);
        const changes: number[] = [];
        seen.forEach((cause, turn) => {
          const next = seeLink(link, { at: turn * 1000, cause });
          if (next.state !== link.state && link.state !== 'unknown') changes.push(turn);
          link = next;
        });
        for (const at of changes) {
          expect(changes.filter((other) => other >= at && other < at + 60).length).toBeLessThanOrEqual(8);
        }
      }),
    );
  });
});
