import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meet } from '../../../../shared/controls/key-scope.ts';
import type { KeyScope } from '../../../../shared/controls/key-scope.ts';
import { giveKey, losersOf, resetKeys, takeKey, tidy, workingKeys } from '../../../../shared/controls/working-keys.ts';
import type { KeyedCommand } from '../../../../shared/controls/working-keys.ts';
import type { OwnKeys } from '../../../../shared/model/controls.ts';

const KEYS = ['A', 'B', 'C', 'Ctrl A', 'Alt B', 'F5', 'PgUp'];
const SCOPES: readonly KeyScope[] = ['global', 'worklist', 'image', 'report'];

/** Commands of a program without a mistake: none of its keys stands for two in one place. */
const program = fc
  .array(
    fc.record({
      scope: fc.constantFrom(...SCOPES),
      keys: fc.uniqueArray(fc.constantFrom(...KEYS), { maxLength: 2 }),
    }),
    { maxLength: 12 },
  )
  .map((all) => {
    const taken: (readonly [string, KeyScope])[] = [];
    return all.map(({ scope, keys }, at): KeyedCommand => {
      const free = keys.filter((key) => !taken.some(([one, where]) => one === key && meet(where, scope)));
      taken.push(...free.map((key) => [key, scope] as const));
      return { id: `c.${at}`, scope, defaultKeys: free };
    });
  });
const ownOf = (commands: readonly KeyedCommand[]): fc.Arbitrary<OwnKeys> =>
  fc.dictionary(
    fc.constantFrom(...commands.map(({ id }) => id), 'c.unknown'),
    fc.uniqueArray(fc.constantFrom(...KEYS), { maxLength: 3 }),
  );
const chosen = program.chain((commands) => fc.tuple(fc.constant(commands), ownOf(commands)));

describe('keys that work', () => {
  it('never stand for two commands in one place', () => {
    fc.assert(
      fc.property(chosen, ([commands, own]) => {
        const working = workingKeys(commands, own);
        for (const [at, one] of commands.entries()) {
          for (const other of commands.slice(at + 1)) {
            const both = (working.get(one.id) ?? []).filter((key) => (working.get(other.id) ?? []).includes(key));
            expect(meet(one.scope, other.scope) ? both : []).toEqual([]);
          }
        }
      }),
    );
  });

  it('are those of the program where nothing is chosen, and own ones before any of the program', () => {
    fc.assert(
      fc.property(chosen, ([commands, own]) => {
        for (const { id, defaultKeys } of commands) expect(workingKeys(commands, {}).get(id)).toEqual(defaultKeys);
        const alone = commands.filter(({ id }) => Object.hasOwn(own, id));
        const working = workingKeys(commands, own);
        // Whoever has own keys has them whether the others are there or not.
        for (const { id } of alone) expect(working.get(id)).toEqual(workingKeys(alone, own).get(id));
      }),
    );
  });

  it('are the same when what happened by itself is said in the table', () => {
    fc.assert(
      fc.property(chosen, ([commands, own]) => {
        expect(new Map(workingKeys(commands, tidy(commands, own)))).toEqual(workingKeys(commands, own));
      }),
    );
  });

  it('give the key that is given, take it from those that were named, and from nobody else', () => {
    fc.assert(
      fc.property(chosen, fc.constantFrom(...KEYS), fc.nat(), ([commands, own], key, pick) => {
        const to = commands[pick % Math.max(1, commands.length)];
        if (!to) return;
        const losers = new Set(losersOf(commands, own, to, key).map(({ id }) => id));
        const [before, after] = [workingKeys(commands, own), workingKeys(commands, giveKey(commands, own, to.id, key))];
        expect(after.get(to.id)).toContain(key);
        for (const { id } of commands.filter((one) => one !== to)) {
          const kept = (before.get(id) ?? []).filter((one) => one !== key || !losers.has(id));
          expect(after.get(id)).toEqual(kept);
        }
        expect(workingKeys(commands, takeKey(commands, own, to.id, key)).get(to.id)).not.toContain(key);
      }),
    );
  });

  it('come back one by one', () => {
    const commands: KeyedCommand[] = [
      { id: 'a.a', scope: 'image', defaultKeys: ['A'] },
      { id: 'a.b', scope: 'image', defaultKeys: ['B'] },
    ];
    const own = giveKey(commands, {}, 'a.b', 'A');
    expect(own).toEqual({ 'a.a': [], 'a.b': ['B', 'A'] });
    expect(workingKeys(commands, resetKeys(own, 'a.b')).get('a.a')).toEqual([]);
    expect(workingKeys(commands, resetKeys(own, 'a.a')).get('a.a')).toEqual([]);
    expect(giveKey(commands, takeKey(commands, own, 'a.b', 'A'), 'a.a', 'A')).toEqual({});
    expect(workingKeys(commands, { constructor: ['A'] }).get('a.a')).toEqual(['A']);
  });
});
