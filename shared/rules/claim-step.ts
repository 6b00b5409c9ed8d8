import { assertNever } from '../lib/assert-never.ts';
import type { ClaimState, ClaimWish, ClaimWords, SiteClaim } from '../model/site-claim.ts';

/**
 * What is to be done next about the task of a site. take: look for it, and take it. prove: it may be ours. watch: whether it still is.
 * cancel, complete: end it. renew: it ended, and is wanted again. close: nothing of it is there.
 */
export type ClaimStep = 'take' | 'prove' | 'watch' | 'cancel' | 'complete' | 'renew' | 'close';

/**
 * The one table of what a wish means in a state. A task never goes back to SCHEDULED (PS3.4, table CC.1.1-2): who gives one back cancels
 * it and recommends that it is scheduled again. What was sent and not answered is proved before anything else is sent.
 * @returns null: nothing is to be done any more
 */
export function nextClaimStep(wish: ClaimWish, state: ClaimState): ClaimStep | null {
  switch (state) {
    case 'waiting':
      return wish === 'give-back' ? 'close' : 'take';
    case 'absent':
    case 'other':
    case 'ended':
      if (wish === 'take') return 'take';
      // The report is signed: whoever has the task has to learn it from the report.
      return wish === 'give-back' ? 'close' : null;
    case 'asked':
      return 'prove';
    case 'held':
      return HELD[wish];
    case 'cancelling':
      return 'cancel';
    case 'completing':
      return 'complete';
    case 'given-back':
      return wish === 'give-back' ? null : 'renew';
    case 'completed':
      return null;
    default:
      return assertNever(state);
  }
}

const HELD: Readonly<Record<ClaimWish, ClaimStep>> = { take: 'watch', 'give-back': 'cancel', complete: 'complete' };

/** For who looks at the case; null: nothing to say. */
export function claimWords({ wish, state, by, holder, reason, askedBack }: Omit<SiteClaim, 'at'>): ClaimWords | null {
  switch (state) {
    case 'waiting':
    case 'asked':
      return wish === 'give-back' ? null : { words: notYet(reason), tone: 'open' };
    case 'held':
      if (!askedBack) return { words: `claimed at the site by ${by}`, tone: 'sure' };
      return {
        words: `the site asks for this case back: release it, or sign it. Claimed there by ${by}`,
        ...{ tone: 'alarm', isAskedBack: true },
      };
    case 'other':
      return {
        words: `${holder ?? 'another reader'} reads this case: claimed at the site`,
        ...{ tone: 'alarm', isOther: true },
      };
    case 'absent':
      return {
        words: 'could not be claimed: the site has no reading task for it, others may be reading',
        tone: 'alarm',
      };
    case 'ended':
      return { words: 'could not be claimed: the site ended its reading task', tone: 'alarm' };
    case 'cancelling':
      return { words: 'being given back to the site', tone: 'open' };
    case 'completing':
      return { words: 'reading task not yet completed at the site', tone: 'open' };
    case 'given-back':
      return null;
    case 'completed':
      return { words: 'reading task completed at the site', tone: 'sure' };
    default:
      return assertNever(state);
  }
}

function notYet(reason: string | null): string {
  if (reason === null) return 'not claimed yet: the site is being asked, others may be reading';
  return UNREACHED.has(reason)
    ? 'not claimed yet: the site does not answer, others may be reading'
    : 'could not be claimed: the site refuses, others may be reading';
}

/** Of the line; anything else is an answer. */
const UNREACHED: ReadonlySet<string> = new Set([
  'source/unreachable',
  'source/timed-out',
  'source/busy',
  'source/server-error',
  'source/tunnel-down',
]);
