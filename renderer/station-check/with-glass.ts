import { ViewerEngine, ViewportHandle } from '../viewer/index.ts';
import type { PaintChoice } from '../viewer/index.ts';
import type { CheckRun } from './check-run.ts';

/** A viewer of its own on a glass of its own, as a desk has them, for one part of the check; gone at its end. */
export async function withGlass<T>(
  { frames, element }: Pick<CheckRun, 'frames' | 'element'>,
  paint: PaintChoice,
  work: (engine: ViewerEngine, handle: ViewportHandle) => Promise<T>,
): Promise<T> {
  const glass = document.createElement('div');
  glass.style.cssText = 'position: absolute; inset: 0';
  element.append(glass);
  const engine = new ViewerEngine(frames, 'station-check', paint);
  const handle = new ViewportHandle(engine, 'station-check', glass);
  try {
    return await work(engine, handle);
  } finally {
    handle.dispose();
    engine.dispose();
    glass.remove();
  }
}
