import type { ReviewRole } from '../model/review/review.ts';
import type { ReviewFacts, ReviewProgress } from './states.ts';

/** What of a review somebody may be shown now. Whatever is not true here is not sent to their window. */
export interface Sight {
  /** Text, measurements and key images of the report, with what its reader had on the glass. */
  readonly report: boolean;
  /** What the reviewer found and locked. */
  readonly findings: boolean;
  /** The first score and all that was said with it. */
  readonly scoring: boolean;
  /** The further opinions, beside one's own. */
  readonly opinions: boolean;
  readonly reply: boolean;
  /** Pseudonyms. Nobody learns a name here. */
  readonly author: boolean;
  readonly reviewer: boolean;
}

const NOTHING: Sight = {
  ...{ report: false, findings: false, scoring: false, opinions: false, reply: false, author: false, reviewer: false },
};

/** Blindness as a rule: the reviewer before the reveal, further opinions before they are given, authors before it is agreed. */
export function sightOf(review: ReviewFacts, progress: ReviewProgress, role: ReviewRole): Sight {
  const { state } = progress;
  const isAgreed = state === 'agreed' || state === 'closed';
  switch (role) {
    case 'reviewer': {
      const isRevealed = isAgreed || state === 'revealed' || state === 'scored' || state === 'arbitration';
      const isOpen = isRevealed || (review.kind === 'prior-while-reading' && state !== 'skipped');
      return { ...NOTHING, report: isOpen, findings: true, scoring: true, opinions: isAgreed, reply: isAgreed };
    }
    case 'second':
    case 'third':
      return { ...NOTHING, report: true, findings: isAgreed, scoring: isAgreed, opinions: isAgreed, reply: isAgreed };
    case 'coordinator':
      return {
        ...{
          report: true,
          findings: state !== 'drawn' && state !== 'reading',
          scoring: true,
          opinions: true,
          reply: true,
        },
        ...{ author: true, reviewer: true },
      };
    case 'original': {
      // Who disagrees has seen it before.
      const wasShown = isAgreed || progress.disputed !== null;
      return {
        ...NOTHING,
        report: true,
        findings: wasShown,
        scoring: wasShown,
        opinions: isAgreed,
        reply: true,
        author: true,
      };
    }
  }
}
