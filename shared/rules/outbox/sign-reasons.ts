import type { HoldReason } from '../../model/outbox.ts';
import type { SiteDifference } from '../../model/site-difference.ts';
import type { SignReason, SignReasonCode } from '../sign-permission/question.ts';

type Asked = Exclude<HoldReason, 'order-cancelled' | 'order-changed' | 'not-asked'>;
const REASONS: Readonly<Record<Asked, { readonly code: SignReasonCode; readonly words: string }>> = {
  'patient-changed': {
    code: 'permission/site-other-patient',
    words: 'The site has another patient id for this study now. It has to say who this is.',
  },
  'patient-corrected': {
    code: 'permission/site-patient',
    words: 'The site has another name or birth date for this patient now. This report bears the one that is here.',
  },
  'patient-merged': {
    code: 'permission/site-merge',
    words: 'The site merged this patient with another id. This report bears the id that is here.',
  },
  'study-gone': { code: 'permission/site-gone', words: 'The site does not have this study any more.' },
  'new-images': { code: 'permission/site-images', words: 'The site has more images than are here' },
  'other-report': { code: 'permission/site-report', words: 'The site already has' },
};

/** What a difference means for whoever signs. Orders speak for themselves: what they say is known without asking. */
export function signReasonOf({ reason, now }: SiteDifference): readonly SignReason[] {
  switch (reason) {
    case 'order-cancelled':
    case 'order-changed':
    case 'not-asked':
      return [];
    case 'patient-changed':
      // Who this is nobody here decides.
      return [{ ...REASONS[reason], tier: 'refuse', leaves: 'view' }];
    case 'new-images':
      return [{ ...REASONS[reason], words: `${REASONS[reason].words} (${now}).`, tier: 'warn', leaves: 'final' }];
    case 'other-report':
      return [{ ...REASONS[reason], words: `${REASONS[reason].words} ${now}.`, tier: 'warn', leaves: 'final' }];
    default:
      return [{ ...REASONS[reason], tier: 'warn', leaves: 'final' }];
  }
}

/** Said calmly: nothing is wrong here, and it is asked again. @param code why it gave no answer */
export function notAskedReason(code: string): SignReason {
  const why = code === 'source/timed-out' ? 'did not answer in time' : 'cannot be asked now';
  return {
    ...{ code: 'permission/site-not-asked', tier: 'note', leaves: 'final' },
    words: `The site ${why}. Whether it has a report or new images is asked again before this goes out.`,
  };
}
