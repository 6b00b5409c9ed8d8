import type { Page } from 'playwright-core';

/** Times of single steps, in milliseconds from the input event. */
export interface StepTimes {
  /** Until Cornerstone says that the viewport is drawn. */
  readonly drawn: readonly number[];
  /** Until the frame after that has been handed on. */
  readonly painted: readonly number[];
}

interface StepProbe {
  start: number | null;
  /** The picture of the step is the one to be drawn next. */
  due: boolean;
  drawn: number[];
  painted: number[];
  /** Answers that were waited for. */
  told: number;
}

declare global {
  interface Window {
    benchSteps?: StepProbe;
  }
}

/** The input whose answers are timed, and whether it brings another picture. */
type StepKind = 'wheel' | 'mousemove';

const STEP_MS = 5000;
/** On a busy machine an input may get lost; a viewer that answers fewer than this share is not measured. */
const LEAST_ANSWERED = 0.8;

/** Takes the same steps by mouse in either viewer and times their answers from within the page. */
export async function timeSteps(
  page: Page,
  kind: StepKind,
  count: number,
  act: (step: number) => Promise<void>,
): Promise<StepTimes> {
  const stop = await installSteps(page, kind);
  try {
    for (let step = 0; step < count; step += 1) {
      await act(step);
      await answered(page);
    }
    const times = await page.evaluate(() => {
      const { drawn = [], painted = [] } = window.benchSteps ?? {};
      return { drawn, painted };
    });
    if (times.painted.length < count * LEAST_ANSWERED)
      throw new Error(`${times.painted.length} of ${count} steps were answered`);
    return times;
  } finally {
    await stop();
  }
}

/** Waits for the answer to one input; gives it up after a while. */
async function answered(page: Page): Promise<void> {
  await page.evaluate(
    (limit) =>
      new Promise<void>((resolve) => {
        const probe = window.benchSteps;
        if (!probe) return resolve();
        const since = performance.now();
        const look = (): void => {
          const late = performance.now() - since > limit;
          if (late) Object.assign(probe, { start: null, due: false });
          if (late || probe.painted.length > probe.told) {
            probe.told = probe.painted.length;
            resolve();
          } else setTimeout(look, 2);
        };
        look();
      }),
    STEP_MS,
  );
}

async function installSteps(page: Page, kind: StepKind): Promise<() => Promise<void>> {
  await page.evaluate((input) => {
    const probe: StepProbe = { start: null, due: false, drawn: [], painted: [], told: 0 };
    window.benchSteps = probe;
    const begin = (event: Event): void => {
      if (window.benchSteps !== probe || probe.start !== null) return;
      probe.start = event.timeStamp;
      // A window changes the picture that is there; a wheel brings another one first.
      probe.due = input === 'mousemove';
    };
    const changed = (): void => {
      if (probe.start !== null) probe.due = true;
    };
    const drawn = (): void => {
      const { start } = probe;
      if (window.benchSteps !== probe || start === null || !probe.due) return;
      probe.start = null;
      probe.due = false;
      const took = performance.now() - start;
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          probe.drawn.push(took);
          probe.painted.push(performance.now() - start);
        };
        port2.postMessage(null);
      });
    };
    window.addEventListener(input, begin, { capture: true, passive: true });
    window.addEventListener('CORNERSTONE_STACK_NEW_IMAGE', changed, true);
    window.addEventListener('CORNERSTONE_IMAGE_RENDERED', drawn, true);
  }, kind);
  return () =>
    page.evaluate(() => {
      delete window.benchSteps;
    });
}
