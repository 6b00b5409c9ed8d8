import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HabitNote, HabitWindow, KeptAnswer, KeptNote } from '../../../../../shared/hanging/protocol/habit.ts';
import { LEAST_ALIKE, offersOf, RECENT_CASES } from '../../../../../shared/hanging/protocol/learned.ts';
import { HangingProtocol } from '../../../../../shared/hanging/protocol/protocol.ts';
import { learnedWords, offerWords, withLearned } from '../../../../../shared/hanging/protocol/with-learned.ts';

const shipped = path.join(import.meta.dirname, '../../../../../resources/hanging/ct-chest.json');
const chest = HangingProtocol.parse(JSON.parse(readFileSync(shipped, 'utf8')));
const [stage] = chest.stages;
const display = stage?.screens[0]?.boxes[0]?.show ?? '';
const at = (case_: number): string => `2026-11-23T07:${String(case_).padStart(2, '0')}:00.000Z`;

const ODD: HabitWindow = { center: 111, width: 222 };

/** A case a value, the oldest first. */
function notesOf(windows: readonly (HabitWindow | null)[], changes: Partial<HabitNote> = {}): readonly KeptNote[] {
  return windows.map((window, i) => ({
    at: at(i),
    note: {
      ...{ protocol: chest.id, scope: chest.scope, version: chest.version, stage: stage?.id ?? '', layout: null },
      views: [{ display, window, sort: null }],
      ...changes,
    },
  }));
}

const offered = (notes: readonly KeptNote[], answers: readonly KeptAnswer[] = []) =>
  offersOf(chest, stage?.id ?? '', notes, answers);
const key = { protocol: chest.id, stage: stage?.id ?? '', aspect: 'window', display } as const;

describe('a habit that is offered', () => {
  it('is what was done in 5 of the last 6 cases, the last one among them, and said so', () => {
    const [offer, ...more] = offered(notesOf([ODD, ODD, null, ODD, ODD, ODD]));
    expect(more).toEqual([]);
    expect(offer).toEqual({ learned: { ...key, window: ODD }, alike: 5, of: 6 });
    expect(offer && offerWords(offer, chest)).toMatch(
      /^You set the C 111 W 222 window in “.+” in 5 of the last 6 studies of “.+”\.$/,
    );
    expect(offered(notesOf([ODD, ODD, ODD, ODD]))).toEqual([]);
    expect(offered(notesOf([ODD, ODD, ODD, ODD, ODD, null]))).toEqual([]);
    expect(offered(notesOf([null, ODD, null, ODD, ODD, ODD]))).toEqual([]);
    expect(offered(notesOf([ODD, ODD, ODD, ODD, ODD]))[0]?.of).toBe(5);
  });

  it('counts windows that are nearly the same, and offers the last one', () => {
    const near = [100, 104, 108, 111, 110, 111].map((center) => ({ center, width: 220 }));
    expect(offered(notesOf(near))[0]?.learned).toMatchObject({ window: { center: 111, width: 220 } });
    expect(offered(notesOf([40, 80, 120, 160, 200, 240].map((center) => ({ center, width: 220 }))))).toEqual([]);
  });

  it('is not what the protocol says already, nor of another version of it, nor of another stage', () => {
    const own = HangingProtocol.parse(withLearned(chest, { ...key, window: ODD }));
    expect(offersOf(own, key.stage, notesOf(Array.from({ length: 6 }, () => ODD)), [])).toEqual([]);
    expect(offered(notesOf(Array.from({ length: 6 }, () => ODD), { version: 99 }))).toEqual([]); // prettier-ignore
    expect(offered(notesOf(Array.from({ length: 6 }, () => ODD), { stage: 'another' }))).toEqual([]); // prettier-ignore
  });

  it('is not said again after "never", and after "not now" only from cases that came since', () => {
    const notes = notesOf(Array.from({ length: 6 }, () => ODD));
    expect(offered(notes, [{ ...key, answer: 'never', at: at(0) }])).toEqual([]);
    expect(offered(notes, [{ ...key, answer: 'later', at: at(5) }])).toEqual([]);
    const since = notesOf(Array.from({ length: 12 }, () => ODD));
    expect(offered(since, [{ ...key, answer: 'later', at: at(5) }])).toHaveLength(1);
  });

  it('holds exactly when the rule does, whatever order the notes come in', () => {
    const value = fc.constantFrom(ODD, null, { center: -600, width: 900 });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 14 }), fc.integer(), (windows, seed) => {
        const recent = windows.slice(-RECENT_CASES);
        const last = recent.at(-1) ?? null;
        const holds = last !== null && recent.filter((one) => one === last).length >= LEAST_ALIKE;
        const notes = notesOf(windows);
        const turned = notes.toSorted(
          (a, b) => ((a.at.charCodeAt(15) * seed) % 7) - ((b.at.charCodeAt(15) * seed) % 7),
        );
        expect(offered(notes).length).toBe(holds ? 1 : 0);
        expect(offered(turned)).toEqual(offered(notes));
      }),
    );
  });
});

describe('a protocol that takes a habit over', () => {
  it('is a whole one, says the window by its name, and leaves every other stage as it was', () => {
    const lung = withLearned(chest, { ...key, window: { center: -600, width: 1500 } });
    const own = HangingProtocol.parse(lung);
    const shown = own.stages[0]?.screens[0]?.boxes[0]?.show;
    expect(own.displaySets.find(({ id }) => id === shown)?.look?.window).toBe('lung');
    expect(learnedWords({ ...key, window: { center: -600, width: 1500 } }, chest)).toMatch(/^the lung window in “/);
    const looks = (of: HangingProtocol, from: number) =>
      of.stages
        .slice(from)
        .map(({ screens }) =>
          screens.map(({ boxes }) => boxes.map(({ show }) => of.displaySets.find(({ id }) => id === show)?.look)),
        );
    expect(looks(own, 1)).toEqual(looks(chest, 1));
  });

  it('takes another order and another layout, from habits alike', () => {
    const sort = { by: 'instance-number' } as const;
    const sorted = notesOf([null, null, null, null, null], { views: [{ display, window: null, sort }] });
    const [offer] = offered(sorted);
    expect(offer?.learned).toMatchObject({ aspect: 'sort', sort });
    expect(offer && HangingProtocol.safeParse(withLearned(chest, offer.learned)).success).toBe(true);
    const layout = { rows: 1, columns: 1, displays: [display] };
    const [laid] = offered(notesOf([null, null, null, null, null], { layout }));
    expect(laid && offerWords(laid, chest)).toMatch(/^You chose 1 × 1 viewports in 5 of the last 5/);
    const own = laid && HangingProtocol.parse(withLearned(chest, laid.learned));
    expect(own?.stages[0]?.screens).toEqual([{ boxes: [{ x: 0, y: 0, width: 1, height: 1, show: display }] }]);
  });
});
