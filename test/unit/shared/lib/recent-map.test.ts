import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecentMap } from '../../../../shared/lib/recent-map.ts';

const step = fc.record({ isSet: fc.boolean(), key: fc.integer({ min: 0, max: 9 }), value: fc.integer() });

describe('RecentMap', () => {
  it('holds what was used last and no more, as a list of all uses says it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), fc.integer({ min: 1, max: 6 }), (steps, most) => {
        const map = new RecentMap<number, number>(most);
        let used: (readonly [number, number])[] = [];
        for (const { isSet, key, value } of steps) {
          const known = used.find(([one]) => one === key);
          const now = isSet ? ([key, value] as const) : known;
          if (now !== undefined) used = [...used.filter(([one]) => one !== key), now].slice(-most);
          if (isSet) map.set(key, value);
          else expect(map.get(key)).toBe(known?.[1]);
          expect([...map.values()]).toEqual(used.map(([, one]) => one));
          expect(map.size).toBe(used.length);
        }
      }),
    );
  });
});
