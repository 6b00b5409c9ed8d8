import { useEffect, useState } from 'react';
import type { ReviewId } from '../../shared/model/ids.ts';
import type { ReviewView } from '../../shared/model/review/review-view.ts';
import { useServices } from '../app/services.tsx';
import { useTask } from '../app/use-task.ts';

export interface CaseInHand {
  /** Null until the station has answered. */
  readonly view: ReviewView | null;
  readonly busy: boolean;
  readonly failure: unknown;
  /** Does something with the case that answers with how it stands then. */
  readonly act: (work: () => Promise<ReviewView>) => void;
}

/**
 * One case as the person at work may see it, kept up to date. What moves it from elsewhere is looked up in the background: nothing is
 * disabled for it, so that neither a press nor the place of the cursor is lost.
 */
export function useCase(reviewId: ReviewId): CaseInHand {
  const { link } = useServices();
  const { start, busy, failure } = useTask();
  const [view, setView] = useState<ReviewView | null>(null);
  const [missed, setMissed] = useState<unknown>(null);
  const [turns] = useState(() => new Turns());
  useEffect(() => {
    let gone = false;
    const see = (): void => {
      const turn = turns.next();
      link.call('review.see', { reviewId }).then(
        (seen) => {
          if (gone || !turns.isNewest(turn)) return;
          setView(seen);
          setMissed(null);
        },
        (error: unknown) => {
          if (!gone && turns.isNewest(turn)) setMissed(error);
        },
      );
    };
    see();
    const stop = link.on('review.changed', (changed) => {
      if (changed.reviewId === reviewId) turns.whenFree(see);
    });
    return () => {
      gone = true;
      stop();
    };
  }, [link, reviewId, turns]);
  const act = (work: () => Promise<ReviewView>): void =>
    start(async () => {
      turns.hold();
      try {
        setView(await work());
      } finally {
        turns.free();
      }
    });
  return { view, busy, failure: failure ?? missed, act };
}

/** What was asked last counts; while the person's own move is on its way, nothing else is asked. */
class Turns {
  #last = 0;
  #isHeld = false;
  #waiting: (() => void) | null = null;

  next(): number {
    this.#last += 1;
    return this.#last;
  }

  isNewest(turn: number): boolean {
    return turn === this.#last;
  }

  /** What is on its way is out of date. */
  hold(): void {
    this.#last += 1;
    this.#isHeld = true;
  }

  free(): void {
    this.#isHeld = false;
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.();
  }

  whenFree(work: () => void): void {
    if (this.#isHeld) this.#waiting = work;
    else work();
  }
}
