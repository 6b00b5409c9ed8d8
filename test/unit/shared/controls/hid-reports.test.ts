import { describe, expect, it } from 'vitest';
import { ButtonWatch, DEBOUNCE_MS, learnPlace } from '../../../../shared/controls/hid-buttons.ts';
import type { HidReport } from '../../../../shared/controls/hid-buttons.ts';
import { knownDevice } from '../../../../shared/controls/known-devices.ts';

// Reports made by hand as public drivers describe those of the devices; nobody has heard the devices themselves.

type Told = (readonly number[])[];
const of = (...data: readonly number[]): HidReport => ({ report: 0, data: Uint8Array.from(data) });
/** A SpeechMike or PowerMic 4 in its event mode: a word of buttons after what kind of report it is. */
const event = (word: number): readonly number[] => [0x80, 0, 0, 0, 0, 0, 0, word & 0xff, word >> 8];
/** The same device as a gamepad, a PowerMic 3, a foot control: the word at the place of the buttons. */
const pad = (word: number): readonly number[] => [word & 0xff, word >> 8];
const third = (word: number): readonly number[] => [0, word & 0xff, word >> 8];
const pedals = (bits: number): readonly number[] => [bits, 0];

/** What is told of reports that come one after another, far enough apart that nothing bounces. */
function toldOf(vendorId: number, productId: number, reports: Told): readonly string[] {
  const buttons = knownDevice({ vendorId, productId })?.buttons ?? [];
  const watch = new ButtonWatch(buttons.map(({ place }) => place));
  return reports
    .flatMap((data, turn) => watch.feed(of(...data), turn * 2 * DEBOUNCE_MS))
    .map(({ button, what }) => `${buttons[button]?.name ?? '?'} ${what}`);
}

const RECORD = ['Record press', 'Record release'];

describe('made reports of devices', () => {
  it.each([
    // Pressed, held (the device says it again and again), let go.
    ['SpeechMike, event mode', 0x0911, 0x0c1c, [event(1 << 8), event(1 << 8), event(1 << 8), event(0)], RECORD],
    ['SpeechMike Premium Air, event mode', 0x0911, 0x0c1d, [event(1 << 8), event(0)], RECORD],
    ['SpeechMike, mode for browsers', 0x0911, 0x0fa0, [pad(1 << 5), pad(1 << 5), pad(0)], RECORD],
    ['PowerMic 4, event mode', 0x0554, 0x0064, [event(1 << 8), event(1 << 8), event(0)], RECORD],
    ['PowerMic 3', 0x0554, 0x1001, [third(1 << 2), third(1 << 2), third(0)], RECORD],
    ['Infinity', 0x05f3, 0x00ff, [pedals(2), pedals(2), pedals(0)], ['Middle pedal press', 'Middle pedal release']],
    // Two at once, let go in the other order.
    [
      ...(['SpeechMike, two at once', 0x0911, 0x0c1c] as const),
      [event(1 << 8), event((1 << 8) | (1 << 1)), event(1 << 1), event(0)],
      ['Record press', 'F1 press', 'Record release', 'F1 release'],
    ],
    [
      ...(['SpeechMike for browsers, two at once', 0x0911, 0x0fa0] as const),
      [pad((1 << 5) | (1 << 13)), pad(1 << 13), pad(0)],
      ['Record press', 'F4 press', 'Record release', 'F4 release'],
    ],
    [
      ...(['Infinity, three pedals', 0x05f3, 0x00ff] as const),
      [pedals(1), pedals(5), pedals(7), pedals(6), pedals(0)],
      [
        ...['Left pedal press', 'Right pedal press', 'Middle pedal press', 'Left pedal release'],
        ...['Middle pedal release', 'Right pedal release'],
      ],
    ],
    // The microphone is laid down, its battery tells: no button.
    [
      'SpeechMike, laid down',
      0x0911,
      0x0c1c,
      [
        [0x9e, 0, 0, 0, 0, 0, 0, 0, 1],
        [0x94, 0, 0, 0, 0, 9, 9, 0xff, 0xff],
      ],
      [],
    ],
    // A release that never came: nothing twice, and the next release ends it.
    [
      'PowerMic 3, a lost release',
      0x0554,
      0x1001,
      [third(1 << 2), third(1 << 2), third(0), third(1 << 2)],
      [...RECORD, 'Record press'],
    ],
    [
      'Infinity, a lost release',
      0x05f3,
      0x00ff,
      [pedals(1), pedals(4), pedals(0)],
      ['Left pedal press', 'Left pedal release', 'Right pedal press', 'Right pedal release'],
    ],
    // Shorter than a report of it: nothing is guessed.
    ['SpeechMike, cut short', 0x0911, 0x0c1c, [[0x80, 0, 0], []], []],
  ] as const)('%s', (_name, vendorId, productId, reports, told) => {
    // Of one report that changes two buttons the order is that of the list.
    expect([...toldOf(vendorId, productId, [...reports])].sort()).toEqual([...told].sort());
  });

  it('of a device that nobody knows are learned by a press, and told from its other reports', () => {
    const place = learnPlace([of(0x20, 0), of(0, 0)]);
    if (place === null) throw new Error('nothing was learned');
    const watch = new ButtonWatch([place]);
    const told = [
      [0x20, 0],
      [0x20, 0],
      [0, 0],
      // Longer reports of the same number tell of something else.
      [0x20, 0, 0, 0, 0, 0, 0, 0, 1],
    ].flatMap((data, turn) => watch.feed(of(...data), turn * 100));
    expect(told.map(({ what }) => what)).toEqual(['press', 'release']);
  });
});

describe('a device that is pulled out', () => {
  const PEDALS = knownDevice({ vendorId: 0x05f3, productId: 0x00ff })?.buttons.map(({ place }) => place) ?? [];

  it('while pedals are held lets each go once, at once; plugged in again it begins anew', () => {
    const watch = new ButtonWatch(PEDALS);
    watch.feed(of(...pedals(1)), 0);
    watch.feed(of(...pedals(5)), 100);
    expect(watch.letGo()).toEqual([
      { button: 0, what: 'release' },
      { button: 2, what: 'release' },
    ]);
    expect([watch.letGo(), watch.waitsUntil]).toEqual([[], null]);
    expect(watch.feed(of(...pedals(1)), 200)).toEqual([{ button: 0, what: 'press' }]);
  });

  it('within a bounce tells the release of what was told, and none of what was not', () => {
    const watch = new ButtonWatch(PEDALS);
    watch.feed(of(...pedals(1)), 0);
    watch.feed(of(...pedals(0)), 5);
    expect(watch.waitsUntil).toBe(DEBOUNCE_MS);
    expect(watch.letGo()).toEqual([{ button: 0, what: 'release' }]);
    expect(watch.waitsUntil).toBeNull();
  });
});
