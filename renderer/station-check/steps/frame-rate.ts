import { frameTimes, isSlow, LEAST_RATE, LONGEST_FRAME_MS } from '../../../shared/rules/station-check/frame-times.ts';
import type { FrameTimes } from '../../../shared/rules/station-check/frame-times.ts';
import { STACK } from '../../../shared/rules/station-check/phantom-values.ts';
import { bytesText } from '../../ui/index.ts';
import type { PaintChoice, ViewportHandle } from '../../viewer/index.ts';
import { pictureNamed, shown } from '../check-run.ts';
import type { CheckRun, Found, Memory } from '../check-run.ts';
import { withGlass } from '../with-glass.ts';

/** Decoded pixels that a window keeps (viewer/image-source.ts): with less memory free than that, old pictures are fetched again. */
const WINDOW_BYTES = 1.5e9;
/** The station may keep so much more after the check than before it. */
const MOST_GROWTH = 600e6;

export interface Speed {
  readonly rate: Found;
  readonly memory: Found;
}

/** A stack of CT-sized pictures scrolled through twice: as it comes, and from memory; and what memory that took. */
export async function checkSpeed(run: CheckRun, paint: PaintChoice): Promise<Speed> {
  const before = await run.memory();
  return withGlass(run, paint, async (engine, handle) => {
    const image = pictureNamed(run, 'stack');
    engine.source.add([image]);
    const { objectId } = image;
    handle.setStack(
      Array.from({ length: STACK.frames }, (_, at) => ({ objectId, frame: at + 1 })),
      0,
    );
    await shown(handle, run.signal);
    run.step('Frame rate: as the pictures come');
    const coming = await scroll(run, handle, 1);
    run.step('Frame rate: from memory');
    const kept = await scroll(run, handle, -1);
    run.step('Memory');
    return { rate: rateFound(coming, kept, engine.paint.state.by), memory: memoryFound(before, await run.memory()) };
  });
}

/** Through the whole stack, one picture after the other, each waited for until it is on the glass. */
async function scroll(run: CheckRun, handle: ViewportHandle, by: 1 | -1): Promise<FrameTimes> {
  const times: number[] = [];
  for (let step = 1; step < STACK.frames; step += 1) {
    const begin = performance.now();
    handle.scrollTo(handle.target + by);
    await shown(handle, run.signal);
    times.push(performance.now() - begin);
  }
  return frameTimes(times);
}

function rateFound(coming: FrameTimes, kept: FrameTimes, by: 'processor' | 'card'): Found {
  const line = (words: string, { frames, medianMs, worstMs }: FrameTimes): string =>
    `${words}: ${frames} pictures, median ${medianMs.toFixed(1)} ms, longest ${worstMs.toFixed(1)} ms`;
  const slow = isSlow(kept);
  const rate = (1000 / kept.medianMs).toFixed(0);
  return {
    state: slow ? 'warning' : 'ok',
    found: slow
      ? `Scrolling is slow: ${rate} pictures a second, the longest ${kept.worstMs.toFixed(0)} ms.`
      : `${rate} pictures a second while scrolling, the longest ${kept.worstMs.toFixed(0)} ms.`,
    lines: [
      line('as they come from the store', coming),
      line('from memory', kept),
      `${STACK.side} × ${STACK.side}, drawn by the ${by === 'card' ? 'graphics card' : 'processor'}`,
      `wanted: ${LEAST_RATE} a second, none longer than ${LONGEST_FRAME_MS} ms`,
    ],
  };
}

function memoryFound(before: Memory, after: Memory): Found {
  const growth = Math.max(0, after.station - before.station);
  const faults = [
    ...(after.free >= WINDOW_BYTES ? [] : [`Only ${bytesText(after.free)} are free: large cases will be slow.`]),
    ...(growth <= MOST_GROWTH ? [] : [`The station took ${bytesText(growth)} more for the check.`]),
  ];
  return {
    state: faults.length === 0 ? 'ok' : 'warning',
    found: faults.length === 0 ? `${bytesText(after.free)} of ${bytesText(after.total)} are free.` : faults.join(' '),
    lines: [`station: ${bytesText(before.station)} before, ${bytesText(after.station)} after`],
  };
}
