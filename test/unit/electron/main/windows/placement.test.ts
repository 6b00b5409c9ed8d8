import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arrangementOf,
  placeWindows,
  soundUses,
  wantedPlaces,
  within,
  withUse,
} from '../../../../../electron/main/windows/placement.ts';
import { monitorsNow } from '../../../../../electron/main/windows/monitors.ts';
import type { Monitor } from '../../../../../electron/main/windows/placement.ts';
import { MonitorUse, WindowPlace } from '../../../../../shared/model/desk-window.ts';
import type { MonitorUses, ScreenRect } from '../../../../../shared/model/desk-window.ts';

const desk: Monitor = { key: 'desk 1920', workArea: { x: 0, y: 0, width: 1920, height: 1040 }, primary: true };
const upright: Monitor = { key: 'left 1536', workArea: { x: 1920, y: 0, width: 1536, height: 2048 }, primary: false };
const other: Monitor = { key: 'right 1536', workArea: { x: 3456, y: 0, width: 1536, height: 2048 }, primary: false };
const three = [desk, upright, other];
const uses: MonitorUses = { [desk.key]: 'desk', [upright.key]: 'left', [other.key]: 'right' };

const areaOf = ({ width, height }: ScreenRect): number => width * height;
const overlap = (a: ScreenRect, b: ScreenRect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('where windows stand', () => {
  it('gives each window the whole of its monitor', () => {
    const placed = placeWindows({ monitors: three, uses, open: ['desk', 'left', 'right'] });
    expect(placed.get('desk')).toEqual({ key: desk.key, bounds: desk.workArea, guest: false });
    expect(placed.get('left')).toEqual({ key: upright.key, bounds: upright.workArea, guest: false });
    expect(placed.get('right')).toEqual({ key: other.key, bounds: other.workArea, guest: false });
  });

  it('brings the window of a monitor that was pulled to another one for pictures, beside what is there', () => {
    const left = [desk, upright];
    const placed = placeWindows({ monitors: left, uses: soundUses(left, uses), open: ['desk', 'left', 'right'] });
    expect(placed.get('desk')?.bounds).toEqual(desk.workArea);
    expect(placed.get('left')?.bounds).toEqual({ x: 1920, y: 0, width: 1536, height: 1024 });
    expect(placed.get('right')).toEqual({
      key: upright.key,
      bounds: { x: 1920, y: 1024, width: 1536, height: 1024 },
      guest: true,
    });
  });

  it('shares the only monitor that is left, and goes back when the others are there again', () => {
    const alone = placeWindows({ monitors: [desk], uses: soundUses([desk], uses), open: ['desk', 'left', 'right'] });
    expect([...alone.values()].map(({ bounds }) => [bounds.x, bounds.width])).toEqual([
      [0, 640],
      [640, 640],
      [1280, 640],
    ]);
    const back = placeWindows({ monitors: three, uses, open: ['desk', 'left', 'right'] });
    expect([...back.values()].map(({ guest }) => guest)).toEqual([false, false, false]);
  });

  it('stands where the reader left it, within a work area that became smaller', () => {
    const kept = { desk: { x: 100, y: 100, width: 1900, height: 1000 } };
    const small = { ...desk, workArea: { x: 0, y: 27, width: 1280, height: 693 } };
    const placed = placeWindows({ monitors: [small], uses: { [small.key]: 'desk' }, open: ['desk'], kept });
    expect(placed.get('desk')?.bounds).toEqual({ x: 0, y: 27, width: 1280, height: 693 });
  });

  it('is not held to where the reader left it when its monitor changed sides with another', () => {
    const kept = { desk: { x: 100, y: 100, width: 1200, height: 800 } };
    const moved = { ...desk, workArea: { ...desk.workArea, x: 3456 } };
    const request = { monitors: [moved, upright], uses: { [moved.key]: 'desk' as const }, open: ['desk' as const] };
    expect(placeWindows({ ...request, kept }).get('desk')?.bounds).toEqual(moved.workArea);
  });

  it('takes the main monitor for the desk where nothing was said, and opens nothing else', () => {
    expect(soundUses([upright, desk], {})).toEqual({ [upright.key]: 'none', [desk.key]: 'desk' });
    expect(wantedPlaces(soundUses([upright, desk], {}))).toEqual(['desk']);
  });

  it('gives two monitors each other what they were for', () => {
    expect(withUse(uses, other.key, 'left')).toEqual({ ...uses, [other.key]: 'left', [upright.key]: 'right' });
    expect(withUse(uses, upright.key, 'desk')).toEqual({ ...uses, [upright.key]: 'desk', [desk.key]: 'left' });
    expect(withUse(uses, upright.key, 'none')).toEqual({ ...uses, [upright.key]: 'none' });
  });

  it('never leaves the desk without a monitor', () => {
    expect(withUse(uses, desk.key, 'none')).toBe(uses);
    expect(withUse(uses, desk.key, 'colour')).toBe(uses);
  });

  it('names the same monitors the same in any order', () => {
    expect(arrangementOf([upright, desk])).toBe(arrangementOf([desk, upright]));
    expect(arrangementOf([desk])).not.toBe(arrangementOf([desk, upright]));
  });
});

describe('monitors of different scales, one of them upright', () => {
  // In the system's units, as Electron says them: a 4K panel at 200 % is as large as a Full HD one at 100 %.
  const display = (id: number, label: string, pixels: readonly [number, number], scaleFactor: number, x: number) => {
    const [width, height] = [pixels[0] / scaleFactor, pixels[1] / scaleFactor];
    return {
      ...{ id, label, scaleFactor, size: { width, height }, workArea: { x, y: 0, width, height } },
      ...{ colorSpace: '', depthPerComponent: 8 },
    };
  };
  const laptop = display(7, 'eDP-1', [3840, 2160], 2, 0);
  const head = display(9, 'RX-3', [1536, 2048], 1, 1920);
  const colour = display(8, 'U2720', [3840, 2160], 1.5, 3456);
  const there = monitorsNow([colour, laptop, head], laptop);
  const said: MonitorUses = Object.fromEntries(
    there.map(({ key }, at) => [key, (['desk', 'left', 'colour'] as const)[at] ?? 'none']),
  );

  it('are named by the pixels that they have, and stand from left to right', () => {
    expect(there.map(({ key }) => key)).toEqual([
      '7 eDP-1, 3840 × 2160 2',
      '9 RX-3, 1536 × 2048 1',
      '8 U2720, 3840 × 2160 1.5',
    ]);
  });

  it('have each its window over its whole area, in the units of the system', () => {
    const placed = placeWindows({ monitors: there, uses: said, open: ['desk', 'left', 'colour'] });
    expect([...placed.values()].map(({ bounds }) => bounds)).toEqual([
      { x: 0, y: 0, width: 1920, height: 1080 },
      { x: 1920, y: 0, width: 1536, height: 2048 },
      { x: 3456, y: 0, width: 2560, height: 1440 },
    ]);
  });

  it('share along their longer side when one is pulled: an upright one one above the other', () => {
    const two = monitorsNow([laptop, head], laptop);
    const placed = placeWindows({ monitors: two, uses: soundUses(two, said), open: ['desk', 'left', 'colour'] });
    expect(placed.get('desk')?.bounds).toEqual({ x: 0, y: 0, width: 1920, height: 1080 });
    expect(placed.get('left')?.bounds).toEqual({ x: 1920, y: 0, width: 1536, height: 1024 });
    expect(placed.get('colour')?.bounds).toEqual({ x: 1920, y: 1024, width: 1536, height: 1024 });
  });

  it('are another arrangement at another scale: bounds of the one fit the other not', () => {
    const larger = monitorsNow([{ ...laptop, scaleFactor: 1.5 }, head, colour], laptop);
    expect(arrangementOf(larger)).not.toBe(arrangementOf(there));
  });
});

const monitors = fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 5 }).chain((ids) =>
  fc.tuple(
    ...ids.map((id, at) =>
      fc.record({
        key: fc.constant(`monitor ${id}`),
        primary: fc.constant(at === 0),
        // Work areas of different sizes beside each other: other scales are other sizes in the system's units.
        workArea: fc.record({
          x: fc.constant(at * 4000),
          y: fc.integer({ min: -500, max: 500 }),
          width: fc.integer({ min: 640, max: 3840 }),
          height: fc.integer({ min: 480, max: 2560 }),
        }),
      }),
    ),
  ),
);
const anyUses = fc.dictionary(
  fc.integer({ min: 0, max: 9 }).map((id) => `monitor ${id}`),
  fc.constantFrom(...MonitorUse.options),
);
const open = fc.subarray([...WindowPlace.options.filter((place) => place !== 'desk')]);

describe('whatever the monitors are', () => {
  it('every open window is on a monitor that is there, within its work area, and covers no other', () => {
    fc.assert(
      fc.property(monitors, anyUses, open, (there, said, glasses) => {
        const all: readonly WindowPlace[] = ['desk', ...glasses];
        const placed = placeWindows({ monitors: there, uses: soundUses(there, said), open: all });
        expect([...placed.keys()].toSorted()).toEqual(all.toSorted());
        const windows = [...placed.values()];
        for (const { key, bounds } of windows) {
          const area = there.find((one) => one.key === key)?.workArea;
          expect(area && within(bounds, area)).toEqual(bounds);
          expect(areaOf(bounds)).toBeGreaterThan(0);
        }
        windows.forEach(({ bounds }, at) => {
          expect(windows.slice(at + 1).some((one) => overlap(one.bounds, bounds))).toBe(false);
        });
      }),
    );
  });

  it('uses are sound: one desk, no place twice, each monitor one; and stay so whatever is chosen', () => {
    fc.assert(
      fc.property(
        monitors,
        anyUses,
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(...MonitorUse.options)), { maxLength: 6 }),
        (there, said, choices) => {
          let now = soundUses(there, said);
          const check = (): void => {
            const all = there.map(({ key }) => now[key]);
            expect(all.filter((use) => use === 'desk')).toHaveLength(1);
            const places = all.filter((use) => use !== 'none');
            expect(new Set(places).size).toBe(places.length);
          };
          check();
          for (const [at, use] of choices) {
            now = withUse(now, there[at % there.length]?.key ?? '', use);
            check();
          }
          expect(soundUses(there, now)).toEqual(now);
        },
      ),
    );
  });

  it('pulling monitors and putting them back brings every window to where it stood', () => {
    fc.assert(
      fc.property(monitors, anyUses, open, fc.nat(), (there, said, glasses, at) => {
        const all: readonly WindowPlace[] = ['desk', ...glasses];
        const sound = soundUses(there, said);
        const before = placeWindows({ monitors: there, uses: sound, open: all });
        const fewer = there.filter((_one, place) => place !== at % there.length);
        fc.pre(fewer.length > 0);
        const without = placeWindows({ monitors: fewer, uses: soundUses(fewer, sound), open: all });
        expect(without.size).toBe(all.length);
        expect(placeWindows({ monitors: there, uses: sound, open: all })).toEqual(before);
      }),
    );
  });
});
