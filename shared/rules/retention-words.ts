import type { HoldReason } from '../model/retention-view.ts';
import type { Retention, RetentionEvent } from '../model/site-profile.ts';
import type { KeepReason } from './retention.ts';

/** What a site asks for, in a sentence. */
export function retentionWords({ afterDeliveryDays, events }: Retention): string {
  const parts = [
    ...(afterDeliveryDays === null ? [] : [`${days(afterDeliveryDays)} after its report was delivered`]),
    ...events.map(({ event, days: count }) => `${days(count)} after ${EVENT_WORDS[event]}`),
  ];
  if (parts.length === 0) return 'Nothing is deleted by time or event.';
  return `A study is deleted ${parts.join(', or ')}.`;
}

export const EVENT_WORDS: Readonly<Record<RetentionEvent, string>> = {
  'contract-end': 'the contract ended',
  'patient-request': 'the patient asked for it',
  'site-request': 'the site asked for it',
  'study-moved': 'the study moved elsewhere',
};

/** Why somebody holds a study. */
export const HOLD_WORDS: Readonly<Record<HoldReason, string>> = {
  legal: 'a court or an insurer wants it kept',
  complaint: 'a complaint is looked into',
  incident: 'an incident is looked into',
  research: 'research needs it',
  teaching: 'it is kept for teaching',
  'site-asks': 'the site asked to keep it',
};

/** Why a study stays: "3 studies: …". */
export const KEEP_WORDS: Readonly<Record<KeepReason, string>> = {
  held: 'on hold; nothing deletes them before the hold is released',
  'open-work': 'somebody still works on them, or owes a comparison',
  unsigned: 'no final report of them is signed',
  'not-delivered': 'nobody confirmed that the site has the last report',
  'not-backed-up': 'not in the last backup; back up first',
  'not-due': 'their time has not come',
  'no-rule': 'the site says nothing of when to delete them',
  'clock-unknown': 'the clock of this computer gives no valid time',
};

function days(count: number): string {
  return count === 0 ? 'at once' : `${count} day${count === 1 ? '' : 's'}`;
}
