import { useEffect, useState } from 'react';
import { fromWire } from '../../shared/errors/app-error.ts';
import type { ReviewId, StudyId } from '../../shared/model/ids.ts';
import { useServices } from '../app/services.tsx';

/** making: a copy without names is being made. */
type Phase = 'none' | 'asked' | 'making';

/** A case on its way to the desk. */
export interface OpenedCase {
  readonly phase: Phase;
  readonly failure: unknown;
  readonly open: () => void;
}

/** Opens a case as a copy without names: at once where there is one, else when it is made. @param onCopy puts it on the desk */
export function useOpenCase(reviewId: ReviewId, onCopy: (studyId: StudyId) => void): OpenedCase {
  const { link } = useServices();
  const [phase, setPhase] = useState<Phase>('none');
  const [failure, setFailure] = useState<unknown>(null);
  const [open] = useState(() => {
    let turn = 0;
    const ask = async (own: number): Promise<void> => {
      const { copy } = await link.call('review.open', { reviewId });
      // Asked again meanwhile: that answer is the one that counts.
      if (own !== turn) return;
      setPhase((before) => (copy !== null || before === 'none' ? 'none' : 'making'));
      if (copy !== null) onCopy(copy.studyId);
    };
    return (): void => {
      turn += 1;
      setPhase('asked');
      setFailure(null);
      ask(turn).catch((error: unknown) => {
        setPhase('none');
        setFailure(error);
      });
    };
  });
  const isWaiting = phase !== 'none';
  // From the press on: a small copy is made, or has failed, before the press is answered.
  useEffect(() => {
    if (!isWaiting) return undefined;
    const stops = [
      link.on('review.copyFailed', (failed) => {
        if (failed.reviewId !== reviewId) return;
        setPhase('none');
        setFailure(fromWire(failed.error));
      }),
      link.on('review.changed', (changed) => {
        if (changed.reviewId === reviewId) open();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [isWaiting, link, open, reviewId]);
  return { phase, failure, open };
}
