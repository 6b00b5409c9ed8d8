import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HangingMonitor } from '../../../../../shared/hanging/protocol/case-facts.ts';
import { dealScreens } from '../../../../../shared/hanging/protocol/deal-screens.ts';

const monitor = (role: HangingMonitor['role']): HangingMonitor => ({ role, orientation: 'landscape' });
const role = fc.constantFrom<HangingMonitor['role']>('diagnostic', 'colour', 'any');
const screens = fc.array(fc.constantFrom({}, { on: 'diagnostic' as const }, { on: 'colour' as const }), {
  ...{ minLength: 1, maxLength: 8 },
});

describe('screens of a stage on the monitors that there are', () => {
  it('hang on the kind of monitor that they ask for, and the others beside them', () => {
    const desk = [monitor('colour'), monitor('diagnostic'), monitor('diagnostic')];
    expect(dealScreens([{ on: 'diagnostic' }, { on: 'diagnostic' }, { on: 'colour' }], desk)).toEqual([1, 2, 0]);
    expect(dealScreens([{}, { on: 'colour' }], desk)).toEqual([1, 0]);
    // Three for two diagnostic ones: neighbours share.
    const three = [{ on: 'diagnostic' }, { on: 'diagnostic' }, { on: 'diagnostic' }] as const;
    expect(dealScreens(three, desk)).toEqual([1, 1, 2]);
    expect(dealScreens([{ on: 'colour' }, {}], [monitor('any')])).toEqual([0, 0]);
    expect(dealScreens([{}, {}, {}], [])).toEqual([0, 0, 0]);
  });

  it('hang from the left where none asks; and each hangs on a monitor that is there, of its kind where there is one', () => {
    fc.assert(
      fc.property(screens, fc.array(role, { minLength: 1, maxLength: 4 }), (asked, roles) => {
        const monitors = roles.map(monitor);
        const dealt = dealScreens(asked, monitors);
        expect(dealt.every((at) => at in roles)).toBe(true);
        for (const [at, one] of asked.entries()) {
          const kind = 'on' in one ? one.on : null;
          if (kind !== null && roles.includes(kind)) expect(roles[dealt[at] ?? -1]).toBe(kind);
        }
        const count = roles.length;
        const plain = dealScreens(asked.map(() => ({})), monitors); // prettier-ignore
        const fromLeft = asked.map((_unused, at) =>
          asked.length <= count ? at : Math.floor((at * count) / asked.length),
        );
        expect(plain).toEqual(fromLeft);
      }),
    );
  });
});
