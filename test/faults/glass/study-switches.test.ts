// @vitest-environment jsdom
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ACTS } from '../../unit/renderer/helpers/glass-acts.ts';
import { CASES, caseOf } from '../../unit/renderer/helpers/glass-case.ts';
import { GlassRoom } from '../../unit/renderer/helpers/glass-room.ts';
import { plainWindow } from '../../unit/renderer/helpers/plain-canvas.ts';
import type { Animation } from '../../unit/renderer/helpers/plain-canvas.ts';

/** Switches in all: the long run has ten times as many. */
const SWITCHES = process.env['NIGHTJAR_LONG'] === undefined ? 1000 : 10_000;
const A_RUN = 25;
const MINUTES = 60_000 * (SWITCHES / 200);

let animation: Animation;
beforeAll(() => {
  animation = plainWindow();
  // What waits for a while, as the score of a stack does, comes when the test says so.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ answer: fc.nat(40), times: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ scroll: fc.integer({ min: -4, max: 4 }) }) },
  // Tools, objects, marks, lesions, planes: each asks the station for something, and is answered late.
  { weight: 3, arbitrary: fc.record({ act: fc.nat(4 * ACTS - 1) }) },
  { weight: 1, arbitrary: fc.constant({ rest: true }) },
  { weight: 1, arbitrary: fc.constant({ paint: true }) },
);
/** A study is opened, then things happen, then the next one: before, between or after the answers of the one before. */
const visits = fc.array(fc.record({ open: fc.nat(CASES - 1), then: fc.array(step, { maxLength: 9 }) }), {
  minLength: A_RUN,
  maxLength: A_RUN,
});

/** Nothing on the screen is of another case than the one that was asked for last. */
function checkOneCase(room: GlassRoom): void {
  expect(room.seen().filter(({ study }) => caseOf(study) !== room.last)).toEqual([]);
  expect(room.liars()).toEqual([]);
}

describe('F50: studies switched while answers and frames are on their way', () => {
  it(
    `shows pixels, banner, drawings and numbers of one study only in ${SWITCHES} switches`,
    async () => {
      const total = { switches: 0, pictures: 0, late: 0 };
      await fc.assert(
        fc.asyncProperty(visits, async (all) => {
          const room = new GlassRoom(animation);
          try {
            for (const { open, then } of all) {
              const opened = room.open(open);
              opened.catch(() => undefined);
              total.switches += 1;
              // The case before is off the glass in the same turn.
              checkOneCase(room);
              for (const one of then) {
                if ('answer' in one) for (let i = 0; i < one.times; i += 1) room.answer(one.answer + i);
                else if ('scroll' in one) room.scroll(one.scroll);
                else if ('act' in one) room.act(one.act);
                else if ('rest' in one) room.rest();
                await room.turn();
                checkOneCase(room);
                total.pictures += room.shown;
              }
            }
            await room.drain();
            checkOneCase(room);
            await room.askForAll();
            checkOneCase(room);
            // What was asked for last is what stands there, whole.
            const kinds = new Set(room.seen().map(({ what }) => what));
            expect([...kinds]).toEqual(
              expect.arrayContaining([
                ...['attributes', 'banner', 'calcium', 'composition', 'drawing', 'key image', 'layer', 'lesion'],
                ...['measurement', 'object', 'pixels', 'value', 'view'],
              ]),
            );
            expect(room.session.handles.every(({ truth }) => truth.state === 'shown')).toBe(true);
            total.late += room.late;
          } finally {
            room.dispose();
          }
        }),
        { numRuns: SWITCHES / A_RUN, endOnFailure: true },
      );
      // The run was worth something: pictures stood there, and frames of closed cases did arrive and were dropped.
      expect(total.switches).toBeGreaterThanOrEqual(SWITCHES);
      expect(total.pictures).toBeGreaterThan(SWITCHES / 10);
      expect(total.late).toBeGreaterThan(SWITCHES / 10);
    },
    MINUTES,
  );
});
