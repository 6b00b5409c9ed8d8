import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';

/** A turn is short beside the shortest step of any list, and what the computer slept through is seen at the first turn after. */
const TURN_MS = 10_000;

/** Looks at the clock of every open finding: at once, and again and again as long as the store is open, behind a lock too. */
export function watchEscalations(look: () => void, onFailure: (error: unknown) => void): Disposer {
  const turn = (): void => {
    try {
      look();
    } catch (error) {
      onFailure(error);
    }
  };
  const bag = new DisposerBag();
  const timer = setInterval(turn, TURN_MS);
  timer.unref();
  bag.add(() => clearInterval(timer));
  turn();
  return () => bag.dispose();
}
