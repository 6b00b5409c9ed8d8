// @vitest-environment jsdom
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { FrameClient } from '../../../../renderer/client/index.ts';
import { DeskSession } from '../../../../renderer/reading/desk-session.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { StudyId } from '../../../../shared/model/ids.ts';
import type { StudyForReading } from '../../../../shared/model/study.ts';
import { studyOf, volume } from '../../shared/hanging/studies.ts';
import { FakeStation } from '../helpers/fake-station.ts';

const STUDIES: readonly StudyForReading[] = [1, 2, 3, 4].map((seed) =>
  studyOf(seed, [volume(`s${seed}`, 'CT', 3 + seed)]),
);

const turn = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 0));
// jsdom has no SVG text; nothing is drawn here.
beforeAll(() => void vi.stubGlobal('SVGTextElement', class extends SVGElement {}));
afterAll(() => void vi.unstubAllGlobals());

const sessions: DeskSession[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.dispose();
});

/** A desk whose station answers when the test says so, in any order. */
function desk() {
  const waiting: (() => void)[] = [];
  const late = <T>(answer: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      waiting.push(() => {
        try {
          resolve(answer());
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
  const station = new FakeStation({
    'study.open': ({ studyId }) =>
      late(() => {
        const study = STUDIES.find((one) => one.study.studyId === studyId);
        if (!study) throw new AppError('archive/unknown-study', 'not there');
        return study;
      }),
    'reading.load': () => late(() => ({ measurements: [], desk: null })),
    'reading.seen': () => ({ objects: [], aside: [] }),
    'reading.saveDesk': () => ({ savedAt: '2026-01-01T00:00:00.000Z' }),
  });
  const { port1 } = new MessageChannel();
  const frames = new FrameClient(() => Promise.resolve(port1));
  const session = new DeskSession({ frames, call: station.call, failed: () => undefined });
  sessions.push(session);
  return { session, waiting };
}

/** What the desk would draw: every part of it must be of one study. */
function shownStudies({ stores, engine }: DeskSession): ReadonlySet<StudyId> {
  const open = stores.open.getState();
  const cells = Object.values(stores.composition.getState().cells).flatMap((cell) => (cell ? [cell.studyId] : []));
  const pictures = STUDIES.filter(({ series }) =>
    series.some(({ images }) => images.some(({ objectId }) => engine.source.image(objectId) !== null)),
  ).map(({ study }) => study.studyId);
  return new Set([...(open.status === 'open' ? [open.current.study.studyId] : []), ...cells, ...pictures]);
}

describe('a change of case', () => {
  it('shows the study that was asked for last, whatever order the answers come in (fault F50)', async () => {
    const step = fc.oneof(
      { weight: 2, arbitrary: fc.record({ open: fc.nat(STUDIES.length - 1) }) },
      { weight: 3, arbitrary: fc.record({ answer: fc.nat(50) }) },
    );
    const steps = fc.array(step, { minLength: 2, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const { session, waiting } = desk();
        let last: StudyId | null = null;
        const mixed: number[] = [];
        // React draws when the case is said to be open: from there on bar, series and pictures must be of one study.
        const stop = session.stores.open.subscribe((open) => {
          if (open.status === 'open') mixed.push(shownStudies(session).size);
        });
        const opened: Promise<void>[] = [];
        for (const one of all) {
          if ('open' in one) {
            last = STUDIES[one.open]?.study.studyId ?? null;
            if (last) opened.push(session.open(last));
            // The case before is off the desk in the same turn, before anything new is there.
            expect(shownStudies(session).size).toBe(0);
          } else if (waiting.length > 0) {
            waiting.splice(one.answer % waiting.length, 1)[0]?.();
          }
          await turn();
          expect(shownStudies(session).size).toBeLessThanOrEqual(1);
        }
        while (waiting.length > 0) {
          waiting.shift()?.();
          await turn();
        }
        await Promise.all(opened);
        stop();
        expect(mixed.every((count) => count === 1)).toBe(true);
        expect([...shownStudies(session)]).toEqual(last === null ? [] : [last]);
        session.dispose();
        sessions.pop();
      }),
      { numRuns: 25 },
    );
  });
});
