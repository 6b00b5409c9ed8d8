import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addButton, ButtonWatch, DEBOUNCE_MS, isHeld, learnPlace } from '../../../../shared/controls/hid-buttons.ts';
import type { HidReport } from '../../../../shared/controls/hid-buttons.ts';
import { knownDevice } from '../../../../shared/controls/known-devices.ts';
import type { DeviceButton } from '../../../../shared/model/controls.ts';

const of = (data: readonly number[], report = 0): HidReport => ({ report, data: Uint8Array.from(data) });
const learned = (reports: readonly HidReport[], before: readonly HidReport[] = []): DeviceButton => {
  const place = learnPlace(reports, before);
  if (place === null) throw new Error('nothing was learned');
  return { ...place, press: null, release: null };
};

describe('a button that is learned', () => {
  it('waits for the release, and leaves counters alone', () => {
    expect(learnPlace([of([0, 4, 0])])).toBeNull();
    expect(learnPlace([of([1, 4, 0]), of([2, 4, 0])], [of([0, 0, 0])])).toBeNull();
    expect(learnPlace([of([1, 4, 0]), of([2, 0, 0])], [of([0, 0, 0])])).toEqual({
      ...{ report: 0, length: 3, byte: 1, mask: 4, value: 4 },
    });
    expect(learnPlace([of([9], 3), of([0, 2], 1), of([0, 0], 1), of([9], 3)])).toEqual({
      ...{ report: 1, length: 2, byte: 1, mask: 2, value: 2 },
    });
  });

  it('of a bit each is told apart whatever else is held', () => {
    const bits = fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(bits, fc.integer(), (own, held) => {
        const bytesOf = (word: number): HidReport => of([word & 0xff, (word >> 8) & 0xff, (word >> 16) & 0xff]);
        const buttons = own.reduce<readonly DeviceButton[]>(
          (all, bit) => addButton(all, learned([bytesOf(1 << bit), bytesOf(0)])),
          [],
        );
        for (const [at, bit] of own.entries()) {
          const button = buttons[at];
          expect(button && isHeld(button, bytesOf(held))).toBe(((held >> bit) & 1) === 1);
        }
      }),
    );
  });

  it('of a number each is told apart, in whatever order they were learned', () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 255 }), { minLength: 2, maxLength: 10 });
    fc.assert(
      fc.property(numbers, (own) => {
        // A device whose numbers are all single bits cannot be told from one with a bit each, and need not be.
        fc.pre(own.some((number) => (number & (number - 1)) !== 0));
        const buttons = own.reduce<readonly DeviceButton[]>(
          (all, number) => addButton(all, learned([of([7, number]), of([7, 0])])),
          [],
        );
        for (const number of own) {
          const held = buttons.filter((button) => isHeld(button, of([7, number])) === true);
          expect(held.map(({ value }) => value)).toEqual([number]);
        }
      }),
    );
  });
});

describe('presses and releases', () => {
  const places = [0, 1].map((bit) => ({ report: 0, byte: 0, mask: 1 << bit, value: 1 << bit }));
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 60 })), { maxLength: 40 });

  it('take turns, are never nearer than a bounce, and end as the device does', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const watch = new ButtonWatch(places);
        const told: { at: number; button: number; what: string }[] = [];
        let at = 0;
        const pass = (until: number): void => {
          const due = watch.waitsUntil;
          if (due !== null && due <= until) told.push(...watch.settle(due).map((edge) => ({ ...edge, at: due })));
          at = until;
        };
        for (const [held, wait] of all) {
          told.push(...watch.feed(of([held]), at).map((edge) => ({ ...edge, at })));
          pass(at + wait);
        }
        pass(at + 2 * DEBOUNCE_MS);
        pass(at + 2 * DEBOUNCE_MS);
        const last = all.at(-1)?.[0] ?? 0;
        for (const button of [0, 1]) {
          const own = told.filter((edge) => edge.button === button);
          expect(own.map(({ what }) => what)).toEqual(own.map((_, turn) => (turn % 2 === 0 ? 'press' : 'release')));
          expect(own.length % 2 === 1).toBe(((last >> button) & 1) === 1);
          for (const [turn, edge] of own.slice(1).entries()) {
            expect(edge.at - (own[turn]?.at ?? 0)).toBeGreaterThanOrEqual(DEBOUNCE_MS);
          }
        }
        expect(watch.waitsUntil).toBeNull();
      }),
    );
  });

  it('tell each change at once where nothing bounces', () => {
    const watch = new ButtonWatch(places);
    const edges = [1, 3, 2, 0].flatMap((held, turn) => watch.feed(of([held]), turn * 100));
    expect(edges).toEqual([
      { button: 0, what: 'press' },
      { button: 1, what: 'press' },
      { button: 0, what: 'release' },
      { button: 1, what: 'release' },
    ]);
  });
});

describe('devices with a report that is publicly known', () => {
  it('have buttons that do not meet, and a microphone that is laid down presses none', () => {
    for (const [vendorId, productId] of [
      ...([
        [0x0911, 0x0c1c],
        [0x0911, 0x0c1d],
        [0x0911, 0x0c1e],
        [0x0554, 0x0064],
      ] as const),
      ...([
        [0x0554, 0x1001],
        [0x0911, 0x1844],
        [0x0911, 0x091a],
        [0x05f3, 0x00ff],
      ] as const),
    ]) {
      const { buttons } = knownDevice({ vendorId, productId }) ?? { buttons: [] };
      expect(buttons.length).toBeGreaterThan(2);
      expect(new Set(buttons.map(({ place }) => JSON.stringify(place))).size).toBe(buttons.length);
    }
    const { buttons } = knownDevice({ vendorId: 0x0911, productId: 0x0c1c }) ?? { buttons: [] };
    const heldIn = (data: readonly number[]) =>
      buttons.filter(({ place }) => isHeld(place, of(data)) === true).map(({ name }) => name);
    expect(heldIn([0x80, 0, 0, 0, 0, 0, 0, 0x02, 0x01])).toEqual(['Record', 'F1']);
    expect(heldIn([0x9e, 0, 0, 0, 0, 0, 0, 0, 0x01])).toEqual([]);
    const pedals = knownDevice({ vendorId: 0x05f3, productId: 0x00ff })?.buttons ?? [];
    expect(
      [1, 2, 4, 6].map((byte) =>
        pedals.filter(({ place }) => isHeld(place, of([byte, 0])) === true).map(({ name }) => name),
      ),
    ).toEqual([...[['Left pedal'], ['Middle pedal'], ['Right pedal'], ['Middle pedal', 'Right pedal']]]);
    expect(knownDevice({ vendorId: 1, productId: 2 })).toBeNull();
  });
});
