import { describe, expect, it } from 'vitest';
import { ClaimState, ClaimWish } from '../../../../shared/model/site-claim.ts';
import { claimWords, nextClaimStep } from '../../../../shared/rules/claim-step.ts';

describe('a claim as a worklist task', () => {
  it('proves what nobody answered before it does anything else, and ends what it began to end', () => {
    for (const wish of ClaimWish.options) {
      expect(nextClaimStep(wish, 'asked')).toBe('prove');
      expect(nextClaimStep(wish, 'cancelling')).toBe('cancel');
      expect(nextClaimStep(wish, 'completing')).toBe('complete');
      expect(nextClaimStep(wish, 'completed')).toBeNull();
    }
  });

  it('ends only what is ours, and takes nothing that is to be given back', () => {
    const ending = ClaimWish.options.flatMap((wish) =>
      ClaimState.options.filter((state) => ['cancel', 'complete'].includes(nextClaimStep(wish, state) ?? '')),
    );
    expect(new Set(ending)).toEqual(new Set(['held', 'cancelling', 'completing']));
    expect(ClaimState.options.map((state) => nextClaimStep('give-back', state))).not.toContain('take');
  });

  it('says that the site wants back what is ours, and nothing of the kind of what is not', () => {
    const claim = { wish: 'take', by: 'Ada', holder: null, reason: null, askedBack: true } as const;
    expect(claimWords({ ...claim, state: 'held' })).toEqual({
      words: 'the site asks for this case back: release it, or sign it. Claimed there by Ada',
      ...{ tone: 'alarm', isAskedBack: true },
    });
    expect(claimWords({ ...claim, state: 'ended' })?.isAskedBack).toBeUndefined();
  });

  it.each([
    ['held', null, 'claimed at the site by Ada', 'sure'],
    ['other', null, 'Dr Ben reads this case: claimed at the site', 'alarm'],
    ['absent', null, 'could not be claimed: the site has no reading task for it, others may be reading', 'alarm'],
    ['waiting', 'source/unreachable', 'not claimed yet: the site does not answer, others may be reading', 'open'],
    ['waiting', 'source/refused', 'could not be claimed: the site refuses, others may be reading', 'open'],
  ] as const)('%s (%s): %s', (state, reason, words, tone) => {
    const holder = state === 'other' ? 'Dr Ben' : null;
    expect(claimWords({ wish: 'take', state, by: 'Ada', holder, reason })).toEqual({
      ...{ words, tone },
      ...(state === 'other' ? { isOther: true } : {}),
    });
  });
});
